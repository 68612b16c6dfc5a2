#ifndef ALLO_PACING_HPP
#define ALLO_PACING_HPP

#include <allo/export.hpp>

#include <memory>

ALLO_NAMESPACE_BEGIN

/// How fast a key may be used. The defaults are the published limits of the service, per key.
struct PacingPolicy {
  double reads_per_second = 20.0;  ///< GET requests; above 0.
  double writes_per_second = 5.0;  ///< All other requests; above 0.
};

/// Spreads requests so that the service need not refuse any: one token bucket for reads and one for writes, first come
/// first served between threads, corrected by the `X-RateLimit-*` headers of the responses. All copies of a client
/// share its pacer; clients that use one key should be given one pacer. Safe from any thread, owns none.
class Pacer;

/// Makes a pacer, for AlloClientOptions::pacer.
/// @throws InvalidArgumentException for a rate that is not a finite number above 0.
ALLO_EXPORT std::shared_ptr<Pacer> make_pacer(PacingPolicy policy = {});

ALLO_NAMESPACE_END

#endif
