#ifndef ALLO_TESTS_BENCHMARK_REPORT_HPP
#define ALLO_TESTS_BENCHMARK_REPORT_HPP

#include <string>

/// The table, in Markdown.
namespace allo::benchmark {

void print_head();

/// Which side of its bar a figure has to be on.
enum class Bar { AtMost, AtLeast };

/// Prints a row: what was measured, the figure, its bar, and whether it was met.
void print_row(const std::string& what, double figure, Bar bar, double bound, const std::string& note = {});

/// Prints a row that has no bar.
void print_row(const std::string& what, double figure, const std::string& note = {});

/// Prints the row of what could not be measured here.
void print_skipped(const std::string& what, const std::string& why);

/// Prints how many bars there were and which were missed.
void print_summary();

/// `value` with `digits` after the point.
std::string rounded(double value, int digits = 0);

}  // namespace allo::benchmark

#endif
