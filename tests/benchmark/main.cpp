#include "benchmark/report.hpp"
#include "benchmark/sections.hpp"

#include <allo/version.hpp>

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

/// Prints the table. Usage: allo_benchmark [SECTION...]; all sections without one.
int main(int argc, char** argv) {
  using namespace allo::benchmark;
  const std::vector<std::string> wanted(argv + 1, argv + argc);
  const std::pair<std::string, void (*)()> sections[] = {
      {"requests", measure_requests}, {"documents", measure_documents}, {"webhooks", measure_webhooks},
      {"headers", measure_headers},   {"clients", measure_clients},     {"connections", measure_connections},
  };
  for (const std::string& name : wanted) {
    bool known = false;
    for (const auto& section : sections) known = known || section.first == name;
    if (known) continue;
    std::fprintf(stderr, "no section %s\n", name.c_str());
    return 2;
  }
  std::printf("allo %s, JSON tokenizer %s\n\n", allo::version(), allo::json_tokenizer());
  print_head();
  for (const auto& [name, run] : sections) {
    bool is_wanted = wanted.empty();
    for (const std::string& one : wanted) is_wanted = is_wanted || one == name;
    if (is_wanted) run();
  }
  print_summary();
  return 0;
}
