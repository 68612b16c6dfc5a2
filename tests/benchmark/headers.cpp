#include "benchmark/peer.hpp"
#include "benchmark/report.hpp"
#include "benchmark/sections.hpp"

#include <map>
#include <sstream>

namespace allo::benchmark {

void measure_headers() {
  struct Cost {
    double count = 0;
    double seconds = 0;
  };
  std::map<std::string, Cost> costs;
  std::istringstream lines(output_of("bash '" ALLO_BENCHMARK_FOLDER "/header_cost.sh' '" ALLO_BENCHMARK_COMPILER
                                     "' '" ALLO_BENCHMARK_FOLDER "/../../include'"));
  std::string name;
  for (Cost cost; lines >> name >> cost.count >> cost.seconds;) costs[name] = cost;
  print_row("<allo/allo.hpp>, compile time against its standard headers alone", costs["ratio"].count, Bar::AtMost,
            1.30);
  print_row("third-party headers that it includes", costs["third_party"].count, Bar::AtMost, 0);
  for (const auto& [key, what] : {std::pair{"allo", "<allo/allo.hpp>"},
                                  {"standard", "its standard headers"},
                                  {"nlohmann", "<nlohmann/json.hpp>"},
                                  {"httplib", "<httplib.h>"}}) {
    if (costs.count(key) == 0) continue;
    print_row(std::string(what) + ", seconds to compile", costs[key].seconds,
              rounded(costs[key].count) + " preprocessed lines");
  }
}

}  // namespace allo::benchmark
