#include "benchmark/peer.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace allo::benchmark {

std::string output_of(const std::string& command) {
  std::string output;
  if (FILE* const pipe = popen((command + " 2>/dev/null").c_str(), "r")) {
    char buffer[4096];
    for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) output.append(buffer, got);
    pclose(pipe);
  }
  return output;
}

DocumentFile::DocumentFile(const std::string& document)
    : path_(std::filesystem::temp_directory_path() / ("allo-benchmark-" + std::to_string(getpid()) + ".json")) {
  std::ofstream(path_, std::ios::binary) << document;
}

DocumentFile::~DocumentFile() { std::filesystem::remove(path_); }

std::optional<double> peer_seconds(const std::string& script, const std::string& arguments) {
  const bool php = script.find(".php") != std::string::npos;
  const double microseconds = std::atof(
      output_of((php ? "php '" : "node '") + (ALLO_BENCHMARK_FOLDER "/peers/" + script) + "' " + arguments).c_str());
  return microseconds > 0 ? std::optional<double>{microseconds * 1e-6} : std::nullopt;
}

}  // namespace allo::benchmark
