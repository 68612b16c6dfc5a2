#include "benchmark/allocations.hpp"
#include "benchmark/paired.hpp"
#include "benchmark/peer.hpp"
#include "benchmark/raw_curl.hpp"
#include "benchmark/report.hpp"
#include "benchmark/sections.hpp"
#include "benchmark/server.hpp"

#include <allo/allo.hpp>

#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <optional>
#include <sched.h>
#include <string>
#include <vector>

namespace allo::benchmark {
namespace {

std::size_t allocations_of(const std::function<void()>& work) {
  const std::size_t before = allocations().count;
  work();
  return allocations().count - before;
}

/// Keeps this thread, and the processes that it starts meanwhile, on one processor: the `place`th of those that it has.
class Pinned {
 public:
  explicit Pinned(std::size_t place) {
    sched_getaffinity(0, sizeof before_, &before_);
    std::vector<std::size_t> own;
    for (std::size_t i = 0; i < CPU_SETSIZE; ++i) {
      if (CPU_ISSET(i, &before_)) own.push_back(i);
    }
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(own.at(place % own.size()), &one);
    sched_setaffinity(0, sizeof one, &one);
  }
  ~Pinned() { sched_setaffinity(0, sizeof before_, &before_); }
  Pinned(const Pinned&) = delete;
  Pinned& operator=(const Pinned&) = delete;

 private:
  cpu_set_t before_{};
};

AlloClient client_of(const ServerProcess& server) {
  return AlloClient{{.api_key = "benchmark_key", .base_url = server.base_url(), .transport = make_curl_transport()}};
}

using Work = std::function<void(const AlloClient&)>;

/// Times `ours` against raw libcurl, with the server on another processor. Left to the scheduler, one connection's
/// server runs beside the client and the other's elsewhere, and the ratio of a small GET is 0.4 or 2.9.
void compare_with_raw(const std::string& what, const std::string& path, int calls, const Work& ours,
                      std::optional<double> at_most) {
  std::optional<Pinned> pinned{1};
  const ServerProcess server{{}};
  pinned.reset();
  pinned.emplace(0);
  const AlloClient client = client_of(server);
  RawCurl raw;
  const Pair pair = measure(
      31, calls, [&] { ours(client); }, [&, url = server.base_url() + path] { raw.get(url); }, thread_cpu_seconds);
  const std::string note = rounded(pair.a_seconds * 1e6) + " us";
  const std::string row = what + ", CPU against raw libcurl";
  at_most ? print_row(row, pair.ratio, Bar::AtMost, *at_most, note) : print_row(row, pair.ratio, note);
}

/// Times `ours` against raw libcurl and against plain programs in Node and PHP.
void compare(const std::string& what, const std::string& path, int calls, const Work& ours,
             std::optional<double> at_most_raw, std::optional<double> at_least_php) {
  compare_with_raw(what, path, calls, ours, at_most_raw);
  const ServerProcess server{{}};
  const AlloClient client = client_of(server);
  const auto call = [&] { ours(client); };
  const std::string arguments = "'" + server.base_url() + path + "' " + std::to_string(20 * calls);
  compare_with_peer(what + ", speed against Node's fetch and JSON.parse", "fetch.mjs", arguments, 10 * calls, call);
  compare_with_peer(what + ", speed against php-curl and json_decode", "fetch.php", arguments, 10 * calls, call,
                    at_least_php);
}

void count_instructions() {
  const std::string what = "GET of 2 numbers, user instructions against raw libcurl";
  const std::string output =
      output_of("programs=$(dirname \"$(readlink /proc/" + std::to_string(getpid()) + "/exe)\"); bash '" +
                ALLO_BENCHMARK_FOLDER "/count_instructions.sh' \"$programs\"");
  const std::size_t ratio = output.rfind("ratio ");
  if (ratio == std::string::npos) return print_skipped(what, "valgrind is not installed");
  print_row(what, std::atof(output.c_str() + ratio + 6), Bar::AtMost, 1.12,
            output.substr(output.find(':') + 2, output.find(", ratio") - output.find(':') - 2));
}

void count_allocations(const Work& work) {
  const ServerProcess server{{}};
  const AlloClient client = client_of(server);
  RawCurl raw;
  const std::string url = server.base_url() + "/numbers";
  work(client);  // What the first of each takes once is not counted.
  raw.get(url);
  const auto ours = static_cast<double>(allocations_of([&] { work(client); }));
  const auto floor = static_cast<double>(allocations_of([&] { raw.get(url); }));
  print_row("GET of 2 numbers, allocations beyond raw libcurl", ours - floor, Bar::AtMost, 10);
}

}  // namespace

void measure_requests() {
  const Work numbers = [](const AlloClient& client) { client.numbers.list(); };
  compare("GET of 2 numbers", "/numbers", 100, numbers, 1.10, std::nullopt);
  count_instructions();
  count_allocations(numbers);

  compare(
      "page of 100 contacts, to structs", "/contacts", 20,
      [](const AlloClient& client) { client.contacts.search({.size = 100}); }, std::nullopt, std::nullopt);
  compare(
      "1 MB page of 100 calls, to structs", "/calls", 5,
      [](const AlloClient& client) { client.calls.search({.allo_number = "+1234567890", .size = 100}); }, std::nullopt,
      2.0);
}

}  // namespace allo::benchmark
