#ifndef ALLO_TESTS_BENCHMARK_PEER_HPP
#define ALLO_TESTS_BENCHMARK_PEER_HPP

#include "benchmark/paired.hpp"
#include "benchmark/report.hpp"

#include <optional>
#include <string>

namespace allo::benchmark {

/// What a shell command prints; empty where it cannot be run.
std::string output_of(const std::string& command);

/// A document in a file of its own, for as long as it lives.
class DocumentFile {
 public:
  explicit DocumentFile(const std::string& document);
  DocumentFile(const DocumentFile&) = delete;
  DocumentFile& operator=(const DocumentFile&) = delete;
  ~DocumentFile();
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// CPU seconds a round that the program `script` of tests/benchmark/peers takes for its arguments; no value where its
/// interpreter is not installed.
std::optional<double> peer_seconds(const std::string& script, const std::string& arguments);

/// Prints how many times faster `work`, in CPU time, is than a peer's program, the median of runs of both in turn.
template <class Work>
void compare_with_peer(const std::string& what, const std::string& script, const std::string& arguments, int calls,
                       Work work, std::optional<double> at_least = std::nullopt) {
  std::vector<double> ratios;
  for (int round = 0; round < 7; ++round) {
    const std::optional<double> theirs = peer_seconds(script, arguments);
    if (!theirs) return print_skipped(what, "it is not installed");
    const double begin = thread_cpu_seconds();
    for (int i = 0; i < calls; ++i) work();
    ratios.push_back(*theirs / ((thread_cpu_seconds() - begin) / calls));
  }
  at_least ? print_row(what, median(ratios), Bar::AtLeast, *at_least) : print_row(what, median(ratios));
}

}  // namespace allo::benchmark

#endif
