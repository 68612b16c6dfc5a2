#include "benchmark/raw_curl.hpp"

#include <allo/allo.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

/// Sends GETs for a run under an instruction counter. Usage: allo_instructions raw|allo BASE_URL COUNT
int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: allo_instructions raw|allo BASE_URL COUNT\n");
    return 2;
  }
  const std::string base_url = argv[2];
  const int count = std::atoi(argv[3]);
  if (std::strcmp(argv[1], "raw") == 0) {
    allo::benchmark::RawCurl raw;
    const std::string url = base_url + "/numbers";
    for (int i = 0; i < count; ++i) {
      if (raw.get(url).empty()) return 1;
    }
  } else {
    const allo::AlloClient client{
        {.api_key = "benchmark_key", .base_url = base_url, .transport = allo::make_curl_transport()}};
    for (int i = 0; i < count; ++i) {
      if (client.numbers.list().size() != 2) return 1;
    }
  }
  return 0;
}
