#include "output_file.hpp"

#include <system_error>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace example {

namespace {

using std::filesystem::path;

std::ofstream open_file(const path& file) {
  std::ofstream out{file, std::ios::binary};
  if (!out) throw std::system_error(errno, std::generic_category(), "cannot open " + file.string());
  return out;
}

void fill(std::ostream& out, const std::function<void(std::ostream&)>& write) {
  write(out);
  check_output(out.flush());
}

void replace_file(const path& file, const std::function<void(std::ostream&)>& write) {
  path unfinished = file;
  unfinished += ".part";
  std::ofstream out = open_file(unfinished);
  try {
    // Before anything is in it: who could not read the old file cannot read the new one.
    if (std::filesystem::exists(file))
      std::filesystem::permissions(unfinished, std::filesystem::status(file).permissions());
    fill(out, write);
    out.close();
    std::filesystem::rename(unfinished, file);
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove(unfinished, ignored);
    throw;
  }
}

}  // namespace

void check_output(const std::ostream& out) {
  if (!out) throw std::system_error(errno, std::generic_category(), "cannot write the output");
}

void write_output(const std::string& name, const std::function<void(std::ostream&)>& write) {
  if (name.empty()) return fill(std::cout, write);
  const path file = std::filesystem::weakly_canonical(name);
  if (!std::filesystem::exists(file) || std::filesystem::is_regular_file(file)) return replace_file(file, write);
  std::ofstream device = open_file(file);
  fill(device, write);
}

}  // namespace example
