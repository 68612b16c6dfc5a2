#ifndef ALLO_TESTS_BENCHMARK_WEBHOOKS_HPP
#define ALLO_TESTS_BENCHMARK_WEBHOOKS_HPP

namespace allo::benchmark {

/// What answering a signed delivery costs, and how that divides into its parts.
void run_webhook_benchmarks();

}  // namespace allo::benchmark

#endif
