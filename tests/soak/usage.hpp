#ifndef ALLO_TESTS_SOAK_USAGE_HPP
#define ALLO_TESTS_SOAK_USAGE_HPP

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace allo::test {

/// Requests in all; ALLO_SOAK_REQUESTS sets another number.
inline long soak_requests() {
  const char* const text = std::getenv("ALLO_SOAK_REQUESTS");
  return text == nullptr ? 1'000'000 : std::strtol(text, nullptr, 10);
}

struct Usage {
  long resident_kib = 0;
  long descriptors = 0;
  long heap_kib = 0;  ///< What was allocated and not freed; 0 where the C library doesn't say.
};

/// What the process holds; needs the /proc of Linux.
inline Usage usage_of_this_process() {
  long pages = 0;
  long resident_pages = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident_pages;
  const std::filesystem::directory_iterator descriptors{"/proc/self/fd"};
  Usage usage{resident_pages * (::sysconf(_SC_PAGESIZE) / 1024), std::distance(begin(descriptors), end(descriptors))};
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
  const struct mallinfo2 heap = ::mallinfo2();
  usage.heap_kib = static_cast<long>((heap.uordblks + heap.hblkhd) / 1024);
#endif
  return usage;
}

}  // namespace allo::test

#endif
