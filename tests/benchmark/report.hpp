#ifndef ALLO_TESTS_BENCHMARK_REPORT_HPP
#define ALLO_TESTS_BENCHMARK_REPORT_HPP

#include <string>

namespace allo::benchmark {

/// Prints the head of the table.
void print_head();

/// Which side of its bar a figure has to be on.
enum class Bar { AtMost, AtLeast, None };

/// Prints one row: what was measured, the figure, its bar, and whether it was met.
void print_row(const std::string& what, double figure, const std::string& unit, Bar bar, double bound, const std::string& note = {});

/// The number of bars that were missed so far.
int missed();

}  // namespace allo::benchmark

#endif
