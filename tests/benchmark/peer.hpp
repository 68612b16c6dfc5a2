#ifndef ALLO_TESTS_BENCHMARK_PEER_HPP
#define ALLO_TESTS_BENCHMARK_PEER_HPP

#include <optional>
#include <string>

namespace allo::benchmark {

/// CPU microseconds a round that a program of tests/benchmark/peers takes for `document`; no value where its
/// interpreter is not installed.
std::optional<double> peer_microseconds(const std::string& interpreter, const std::string& script, const std::string& document,
                                        int rounds, const std::string& mode = {});

}  // namespace allo::benchmark

#endif
