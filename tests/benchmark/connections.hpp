#ifndef ALLO_TESTS_BENCHMARK_CONNECTIONS_HPP
#define ALLO_TESTS_BENCHMARK_CONNECTIONS_HPP

namespace allo::benchmark {

/// Prints the rows about requests, connections and clients.
void run_connection_benchmarks();

}  // namespace allo::benchmark

#endif
