// Loads plugins into one process, as openly as the loader can, and asks each for its own: consumer <plugin>...
#include <cstdio>
#include <dlfcn.h>
#include <set>
#include <string>
#include <vector>

namespace {

template <typename Function>
Function* function_of(void* plugin, const char* name) {
  return reinterpret_cast<Function*>(dlsym(plugin, name));
}

}  // namespace

int main(int count, char** arguments) {
  std::vector<void*> plugins;
  for (int i = 1; i < count; ++i) {
    // Global: what a plugin gives away, the next one finds first.
    plugins.push_back(dlopen(arguments[i], RTLD_NOW | RTLD_GLOBAL));
    if (!plugins.back()) {
      std::fprintf(stderr, "%s\n", dlerror());
      return 1;
    }
  }
  int failures = 0;
  std::set<std::string> versions;
  for (std::size_t i = 0; i < plugins.size(); ++i) {
    const std::string version = function_of<const char*()>(plugins[i], "plugin_version")();
    const std::string expected = function_of<const char*()>(plugins[i], "plugin_expected_version")();
    const bool works = function_of<bool()>(plugins[i], "plugin_works")();
    std::printf("%s: %s, should be %s, %s\n", arguments[i + 1], version.c_str(), expected.c_str(),
                works ? "works" : "DOES NOT WORK");
    versions.insert(version);
    failures += version == expected && works ? 0 : 1;
  }
  return failures == 0 && versions.size() == 2 ? 0 : 1;
}
