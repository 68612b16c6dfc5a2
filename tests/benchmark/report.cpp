#include "benchmark/report.hpp"

#include <cstdio>
#include <vector>

namespace allo::benchmark {
namespace {

int bars = 0;
std::vector<std::string> missed;

void print(const std::string& what, const std::string& figure, const std::string& bar, const std::string& note) {
  std::printf("| %-76s | %9s | %-8s | %s |\n", what.c_str(), figure.c_str(), bar.c_str(), note.c_str());
  std::fflush(stdout);
}

}  // namespace

void print_head() {
  print("what", "measured", "bar", "");
  std::printf("|%s|%s:|%s|---|\n", std::string(78, '-').c_str(), std::string(10, '-').c_str(),
              std::string(10, '-').c_str());
}

void print_row(const std::string& what, double figure, Bar bar, double bound, const std::string& note) {
  const bool met = bar == Bar::AtMost ? figure <= bound : figure >= bound;
  ++bars;
  if (!met) missed.push_back(what);
  print(what, rounded(figure, 2), (bar == Bar::AtMost ? "<= " : ">= ") + rounded(bound, bound < 10 ? 2 : 0),
        (met ? "met" : "NOT MET") + (note.empty() ? "" : "; " + note));
}

void print_row(const std::string& what, double figure, const std::string& note) {
  print(what, rounded(figure, 2), "", note);
}

void print_skipped(const std::string& what, const std::string& why) { print(what, "", "", "not measured: " + why); }

void print_summary() {
  std::printf("\n%d of %d bars met\n", bars - static_cast<int>(missed.size()), bars);
  for (const std::string& what : missed) std::printf("not met: %s\n", what.c_str());
}

std::string rounded(double value, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

}  // namespace allo::benchmark
