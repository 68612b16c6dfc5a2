#include "benchmark/server.hpp"

#include <unistd.h>

#include <cstdio>

/// Serves the benchmark's documents until its standard input ends; prints its base URL first. Answers late enough for
/// the client to wait each time, so that the client's work is the same each time.
int main() {
  const allo::benchmark::ServerProcess server{{.latency_ms = 5}};
  std::printf("%s\n", server.base_url().c_str());
  std::fflush(stdout);
  char byte = 0;
  while (read(STDIN_FILENO, &byte, 1) > 0) {
  }
  return 0;
}
