#include "benchmark/allocations.hpp"
#include "benchmark/report.hpp"
#include "benchmark/sections.hpp"
#include "benchmark/server.hpp"

#include <allo/allo.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

namespace allo::benchmark {
namespace {

double entries_of(const char* folder) {
  return static_cast<double>(
      std::distance(std::filesystem::directory_iterator{folder}, std::filesystem::directory_iterator{}));
}

double resident_bytes() {
  std::ifstream statistics("/proc/self/statm");
  double pages = 0;
  statistics >> pages >> pages;
  return pages * static_cast<double>(sysconf(_SC_PAGESIZE));
}

void measure_idle_clients() {
  constexpr std::size_t count = 10'000;
  const auto transport = make_curl_transport();
  const auto make = [&] { return AlloClient{{.api_key = "benchmark_key", .transport = transport}}; };
  std::vector<AlloClient> clients;
  clients.reserve(count + 1);
  clients.push_back(make());
  const double descriptors = entries_of("/proc/self/fd");
  const double threads = entries_of("/proc/self/task");
  const double resident = resident_bytes();
  const std::size_t before = allocations().live_bytes;
  while (clients.size() <= count) clients.push_back(make());
  const double bytes = static_cast<double>(allocations().live_bytes - before) / count + sizeof(AlloClient);
  print_row("one more client on a shared transport, bytes of heap and object", bytes, Bar::AtMost, 1024);
  print_row("the same, resident bytes", (resident_bytes() - resident) / count);
  print_row("descriptors of 10,000 idle clients", entries_of("/proc/self/fd") - descriptors, Bar::AtMost, 0);
  print_row("threads of 10,000 idle clients", entries_of("/proc/self/task") - threads, Bar::AtMost, 0);
}

/// As many connections as threads, because each has a request under way while the others do.
void measure_idle_connections(bool tls) {
  constexpr int count = 64;
  const ServerProcess server{{.tls = tls, .latency_ms = 200}};
  const AlloClient client{{.api_key = "benchmark_key",
                           .base_url = server.base_url(),
                           .transport = make_curl_transport({.ca_pem = server.ca_pem()})}};
  client.numbers.list();
  const double resident = resident_bytes();
  const std::size_t before = allocations().live_bytes;
  const double descriptors = entries_of("/proc/self/fd");
  std::vector<std::thread> threads;
  for (int i = 0; i < count + 1; ++i) threads.emplace_back([&] { client.numbers.list(); });
  for (std::thread& thread : threads) thread.join();
  const double connections =
      (entries_of("/proc/self/fd") - descriptors) / 3.0;  // A socket and a pair to wake its poll.
  const std::string name = tls ? "one idle connection over TLS" : "one idle connection";
  print_row(name + ", KiB of heap", static_cast<double>(allocations().live_bytes - before) / 1024.0 / connections,
            rounded(connections) + " connections");
  print_row(name + ", KiB resident", (resident_bytes() - resident) / 1024.0 / connections);
}

}  // namespace

void measure_clients() {
  measure_idle_clients();
  measure_idle_connections(false);
  measure_idle_connections(true);
}

}  // namespace allo::benchmark
