#ifndef ALLO_TESTS_BENCHMARK_ALLOCATIONS_HPP
#define ALLO_TESTS_BENCHMARK_ALLOCATIONS_HPP

#include <cstddef>

/// Counts every allocation of the process, those of C libraries too (glibc only).
namespace allo::benchmark {

struct Allocations {
  std::size_t count = 0;       ///< Calls of malloc, calloc and realloc.
  std::size_t live_bytes = 0;  ///< Allocated and not freed.
  std::size_t peak_bytes = 0;  ///< Greatest `live_bytes` since the last reset.
};

/// What has been counted so far.
Allocations allocations() noexcept;

/// Makes the peak the present level.
void reset_peak() noexcept;

}  // namespace allo::benchmark

#endif
