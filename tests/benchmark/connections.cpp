#include "benchmark/paired.hpp"
#include "benchmark/raw_curl.hpp"
#include "benchmark/report.hpp"
#include "benchmark/sections.hpp"
#include "benchmark/server.hpp"

#include <allo/allo.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>
#include <vector>

namespace allo::benchmark {
namespace {

AlloClient client_for(const ServerProcess& server, CurlTransportOptions transport = {}) {
  transport.ca_pem = server.ca_pem();
  return AlloClient{{.api_key = "benchmark_key",
                     .base_url = server.base_url(),
                     .transport = make_curl_transport(std::move(transport))}};
}

/// Requests by `threads` threads, each with what `make` gives it; returns the wall time.
template <class Make>
double wall_time(int threads, int requests_each, Make make) {
  std::vector<std::thread> running;
  std::atomic<int> ready{0};
  std::atomic<bool> go{false};
  for (int t = 0; t < threads; ++t) {
    running.emplace_back([&] {
      auto request = make();
      ++ready;
      while (!go) std::this_thread::yield();
      for (int i = 0; i < requests_each; ++i) request();
    });
  }
  while (ready < threads) std::this_thread::yield();
  const double begin = wall_seconds();
  go = true;
  for (std::thread& thread : running) thread.join();
  return wall_seconds() - begin;
}

void concurrency() {
  for (const int latency : {0, 1, 50}) {
    const ServerProcess server{{.latency_ms = latency}};
    const std::string url = server.base_url() + "/numbers";
    for (const int threads : {1, 8, 64}) {
      const int each = std::max(1, (latency == 50 ? 1000 : 2000) / (threads == 1 && latency > 0 ? 20 : 1) / threads);
      const AlloClient client = client_for(server);
      std::vector<double> ratios;
      for (int round = 0; round < 5; ++round) {
        const double raw = wall_time(
            threads, each, [&] { return [handle = std::make_shared<RawCurl>(), &url] { handle->get(url); }; });
        const double ours = wall_time(threads, each, [&] { return [client] { client.numbers.list(); }; });
        ratios.push_back(raw / ours);
      }
      const std::string what = std::to_string(threads) + (threads == 1 ? " thread, " : " threads, ") +
                               std::to_string(latency) + " ms latency, rate against as many raw handles";
      threads == 64 && latency == 50 ? print_row(what, median(ratios), Bar::AtLeast, 0.95)
                                     : print_row(what, median(ratios));
    }
  }
}

long resident_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word == "VmHWM:") {
      long kib = 0;
      status >> kib;
      return kib;
    }
  }
  return 0;
}

/// Wall seconds and peak resident KiB of `work` in a fresh process.
template <class Work>
std::pair<double, long> in_fresh_process(Work work) {
  int ends[2];
  if (pipe(ends) != 0) return {0, 0};
  const pid_t child = fork();
  if (child == 0) {
    const long before = resident_kib();
    const double seconds = work();
    const std::pair<double, long> result{seconds, resident_kib() - before};
    const bool written = write(ends[1], &result, sizeof result) == sizeof result;
    _exit(written ? 0 : 1);
  }
  std::pair<double, long> result{0, 0};
  const bool got = read(ends[0], &result, sizeof result) == sizeof result;
  close(ends[0]);
  close(ends[1]);
  waitpid(child, nullptr, 0);
  return got ? result : std::pair<double, long>{0, 0};
}

/// The first request of 64 threads over TLS. The system's bundle plus the server's own authority are trusted through a
/// file, so that both sides parse what they would parse against a public server.
void cold_tls() {
  const std::string system_bundle = "/etc/ssl/certs/ca-certificates.crt";
  if (!std::filesystem::exists(system_bundle)) {
    return print_skipped("64 threads, first request of each over TLS", "there is no " + system_bundle);
  }
  const ServerProcess server{{.tls = true}};
  const std::filesystem::path bundle =
      std::filesystem::temp_directory_path() / ("allo-bundle-" + std::to_string(getpid()) + ".pem");
  std::ofstream(bundle) << std::ifstream(system_bundle).rdbuf() << server.ca_pem();
  const std::string url = server.base_url() + "/numbers";
  std::vector<double> ratios;
  double ours_kib = 0;
  double raw_most_kib = 0;
  std::vector<double> our_ms;
  std::vector<double> raw_ms;
  for (int round = 0; round < 5; ++round) {
    const auto [raw, raw_kib] = in_fresh_process([&] {
      return wall_time(64, 1, [&] {
        auto handle = std::make_shared<RawCurl>();
        curl_easy_setopt(handle->handle(), CURLOPT_CAINFO, bundle.c_str());
        return [handle, &url] { handle->get(url); };
      });
    });
    const auto [ours, kib] = in_fresh_process([&] {
      const AlloClient client{{.api_key = "benchmark_key",
                               .base_url = server.base_url(),
                               .transport = make_curl_transport({.ca_file = bundle.string()})}};
      return wall_time(64, 1, [&] { return [client] { client.numbers.list(); }; });
    });
    ratios.push_back(ours / raw);
    ours_kib = std::max(ours_kib, static_cast<double>(kib));
    raw_most_kib = std::max(raw_most_kib, static_cast<double>(raw_kib));
    our_ms.push_back(ours * 1e3);
    raw_ms.push_back(raw * 1e3);
  }
  std::filesystem::remove(bundle);
  print_row("64 threads, first request of each over TLS, time against libcurl's defaults", median(ratios), Bar::AtMost,
            0.10, rounded(median(our_ms)) + " ms, raw " + rounded(median(raw_ms)) + " ms");
  print_row("the same, resident size in MiB", ours_kib / 1024.0, Bar::AtMost, 25,
            "raw " + rounded(raw_most_kib / 1024.0));
}

/// A request on a connection that has to be made first, on a transport that has parsed its trust store already.
void tls_reconnect() {
  for (const bool resumed : {true, false}) {
    const ServerProcess server{{.tls = true, .tls_sessions = resumed}};
    const AlloClient client = client_for(server);
    const Pair pair = measure(
        21, 20,
        [&] {
          client.request(HttpMethod::Get, "/numbers", {{"close", "1"}});
        },
        [&] { client.request(HttpMethod::Get, "/numbers"); }, thread_cpu_seconds);
    print_row(std::string("TLS reconnect, ") + (resumed ? "resumed" : "full") + ", CPU against a keep-alive request",
              pair.ratio, Bar::AtMost, resumed ? 20 : 60);
  }
}

}  // namespace

void measure_connections() {
  concurrency();
  cold_tls();
  tls_reconnect();
}

}  // namespace allo::benchmark
