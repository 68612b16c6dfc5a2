#include <allo/allo.hpp>

#include <cstdio>
#include <string_view>

int main() {
  allo::AlloClientOptions options;
  options.api_key = "key";
  const allo::AlloClient client{options};
  std::printf("allo %s\n", allo::version());
  return std::string_view{allo::version()} == ALLO_VERSION_STRING ? 0 : 1;
}
