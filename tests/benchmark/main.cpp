#include "benchmark/connections.hpp"
#include "benchmark/documents.hpp"
#include "benchmark/report.hpp"
#include "benchmark/webhooks.hpp"

#include <allo/version.hpp>

#include <cstdio>
#include <cstring>

/// Prints the table of the README. Usage: allo_benchmark [documents|connections|webhooks]
int main(int argc, char** argv) {
  const char* part = argc > 1 ? argv[1] : "all";
  const auto wanted = [part](const char* name) {
    return std::strcmp(part, "all") == 0 || std::strcmp(part, name) == 0;
  };
  std::printf("allo %s, JSON tokenizer %s\n\n", allo::version(), allo::json_tokenizer());
  allo::benchmark::print_head();
  if (wanted("documents")) allo::benchmark::run_document_benchmarks();
  if (wanted("connections")) allo::benchmark::run_connection_benchmarks();
  if (wanted("webhooks")) allo::benchmark::run_webhook_benchmarks();
  std::printf("\n%d bar(s) missed\n", allo::benchmark::missed());
  return 0;
}
