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
#include <string>

namespace allo::benchmark {
namespace {

std::size_t allocations_of(const std::function<void()>& work) {
  const std::size_t before = allocations().count;
  work();
  return allocations().count - before;
}

/// Times `ours` against raw libcurl and against plain programs in Node and PHP.
void compare(const std::string& what, const std::string& url, int calls, const std::function<void()>& ours,
             std::optional<double> at_most_raw, std::optional<double> at_least_php) {
  RawCurl raw;
  const Pair pair = measure(31, calls, ours, [&] { raw.get(url); }, thread_cpu_seconds);
  const std::string note = rounded(pair.a_seconds * 1e6) + " us";
  const std::string against_raw = what + ", CPU against raw libcurl";
  at_most_raw ? print_row(against_raw, pair.ratio, Bar::AtMost, *at_most_raw, note) : print_row(against_raw, pair.ratio, note);

  const std::string arguments = "'" + url + "' " + std::to_string(20 * calls);
  compare_with_peer(what + ", speed against Node's fetch and JSON.parse", "fetch.mjs", arguments, 10 * calls, ours);
  compare_with_peer(what + ", speed against php-curl and json_decode", "fetch.php", arguments, 10 * calls, ours, at_least_php);
}

void count_instructions() {
  const std::string what = "GET of 2 numbers, user instructions against raw libcurl";
  const std::string output = output_of("programs=$(dirname \"$(readlink /proc/" + std::to_string(getpid()) + "/exe)\"); bash '" +
                                       ALLO_BENCHMARK_FOLDER "/count_instructions.sh' \"$programs\"");
  const std::size_t ratio = output.rfind("ratio ");
  if (ratio == std::string::npos) return print_skipped(what, "valgrind is not installed");
  print_row(what, std::atof(output.c_str() + ratio + 6), Bar::AtMost, 1.12, output.substr(output.find(':') + 2, output.find(", ratio") - output.find(':') - 2));
}

}  // namespace

void measure_requests() {
  const ServerProcess server{{}};
  const AlloClient client{{.api_key = "benchmark_key", .base_url = server.base_url(), .transport = make_curl_transport()}};
  const auto numbers = [&] { client.numbers.list(); };
  compare("GET of 2 numbers", server.base_url() + "/numbers", 100, numbers, 1.10, std::nullopt);
  count_instructions();
  RawCurl raw;
  const std::string url = server.base_url() + "/numbers";
  const auto floor = [&] { raw.get(url); };
  floor();
  const auto ours = static_cast<double>(allocations_of(numbers));
  print_row("GET of 2 numbers, allocations beyond raw libcurl", ours - static_cast<double>(allocations_of(floor)), Bar::AtMost, 10);

  compare("page of 100 contacts, to structs", server.base_url() + "/contacts", 20, [&] { client.contacts.search({.size = 100}); },
          std::nullopt, std::nullopt);
  compare("1 MB page of 100 calls, to structs", server.base_url() + "/calls", 5,
          [&] { client.calls.search({.allo_number = "+1234567890", .size = 100}); }, std::nullopt, 2.0);
}

}  // namespace allo::benchmark
