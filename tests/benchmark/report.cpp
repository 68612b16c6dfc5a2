#include "benchmark/report.hpp"

#include <cstdio>

namespace allo::benchmark {
namespace {
int missed_bars = 0;
}

void print_head() {
  std::printf("%-66s %12s %12s  %s\n", "what", "figure", "bar", "");
  std::printf("%s\n", std::string(100, '-').c_str());
}

void print_row(const std::string& what, double figure, const std::string& unit, Bar bar, double bound, const std::string& note) {
  char value[32];
  char limit[32] = "";
  std::snprintf(value, sizeof value, "%.2f%s", figure, unit.c_str());
  const bool met = bar == Bar::None || (bar == Bar::AtMost ? figure <= bound : figure >= bound);
  if (bar != Bar::None) std::snprintf(limit, sizeof limit, "%s %.2f", bar == Bar::AtMost ? "<=" : ">=", bound);
  if (!met) ++missed_bars;
  std::printf("%-66s %12s %12s  %s%s%s\n", what.c_str(), value, limit, bar == Bar::None ? "" : met ? "met" : "MISSED",
              note.empty() ? "" : "  ", note.c_str());
  std::fflush(stdout);
}

int missed() { return missed_bars; }

}  // namespace allo::benchmark
