#ifndef ALLO_TESTS_BENCHMARK_SECTIONS_HPP
#define ALLO_TESTS_BENCHMARK_SECTIONS_HPP

/// The parts of the table; each prints its rows.
namespace allo::benchmark {

void measure_requests();     ///< Small GETs and pages, with the peers.
void measure_documents();    ///< Decoding.
void measure_webhooks();     ///< Signatures and deliveries.
void measure_connections();  ///< Threads and TLS.
void measure_clients();      ///< What a client and an idle connection hold.
void measure_headers();      ///< What including the library costs.

}  // namespace allo::benchmark

#endif
