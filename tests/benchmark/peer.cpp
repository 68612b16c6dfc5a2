#include "benchmark/peer.hpp"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace allo::benchmark {

std::optional<double> peer_microseconds(const std::string& interpreter, const std::string& script, const std::string& document,
                                        int rounds, const std::string& mode) {
  const std::filesystem::path file = std::filesystem::temp_directory_path() / ("allo-peer-" + std::to_string(getpid()) + ".json");
  std::ofstream(file, std::ios::binary) << document;
  const std::string command = interpreter + " '" ALLO_BENCHMARK_PEERS "/" + script + "' '" + file.string() + "' " +
                              std::to_string(rounds) + " " + mode + " 2>/dev/null";
  std::optional<double> result;
  if (FILE* output = popen(command.c_str(), "r")) {
    double value = 0;
    if (std::fscanf(output, "%lf", &value) == 1 && value > 0) result = value;
    pclose(output);
  }
  std::filesystem::remove(file);
  return result;
}

}  // namespace allo::benchmark
