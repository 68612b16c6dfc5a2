#ifndef ALLO_TESTS_BENCHMARK_DOCUMENTS_HPP
#define ALLO_TESTS_BENCHMARK_DOCUMENTS_HPP

namespace allo::benchmark {

/// Prints the rows about decoding and about webhooks.
void run_document_benchmarks();

}  // namespace allo::benchmark

#endif
