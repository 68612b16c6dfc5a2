#ifndef ALLO_TESTS_FUZZ_EXPECT_HPP
#define ALLO_TESTS_FUZZ_EXPECT_HPP

#include <cstdio>
#include <cstdlib>

/// Ends a fuzz target with a report when what must hold does not.
inline void expect(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

#endif
