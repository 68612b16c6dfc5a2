#ifndef ALLO_TESTS_SOAK_USAGE_HPP
#define ALLO_TESTS_SOAK_USAGE_HPP

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace allo::test {

/// Requests in all; ALLO_SOAK_REQUESTS sets another number.
inline long soak_requests() {
  const char* const text = std::getenv("ALLO_SOAK_REQUESTS");
  return text == nullptr ? 1'000'000 : std::strtol(text, nullptr, 10);
}

struct Usage {
  long resident_kib = 0;
  long descriptors = 0;
};

/// What the process holds; needs the /proc of Linux.
inline Usage usage_of_this_process() {
  long pages = 0;
  long resident_pages = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident_pages;
  const std::filesystem::directory_iterator descriptors{"/proc/self/fd"};
  return {resident_pages * (::sysconf(_SC_PAGESIZE) / 1024), std::distance(begin(descriptors), end(descriptors))};
}

}  // namespace allo::test

#endif
