#ifndef ALLO_PACING_HPP
#define ALLO_PACING_HPP

#include <allo/cancellation.hpp>
#include <allo/export.hpp>
#include <allo/http.hpp>
#include <allo/maybe.hpp>
#include <allo/timestamp.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

ALLO_NAMESPACE_BEGIN

/// How fast a key may be used. The defaults are the published limits of the service, per key.
struct PacingPolicy {
  double reads_per_second = 20.0;  ///< GET requests; above 0.
  double writes_per_second = 5.0;  ///< All other requests, those that only read included; above 0.
};

/// What the `X-RateLimit-*` headers of a response said; no value where one is missing.
struct RateLimitState {
  Maybe<std::uint64_t> limit{};      ///< Requests that may be made until `reset`.
  Maybe<std::uint64_t> remaining{};  ///< How many of them are left.
  std::optional<Timestamp> reset{};  ///< When the count begins anew, by the service's clock.
  /// How long that was from the response on, by the response's own `Date` where it has one; 0 or more.
  Maybe<std::chrono::milliseconds> reset_after{};
};

/// A request that asks a Pacer for its turn.
struct PacedRequest {
  HttpMethod method = HttpMethod::Get;  ///< The service counts GET as a read and every other verb as a write.
  CancellationToken cancellation{};     ///< Ends the wait early.
  /// When the wait must have ended; the largest time: never.
  std::chrono::steady_clock::time_point deadline{std::chrono::steady_clock::duration{INT64_MAX}};
};

/// What a Pacer answers.
enum class PacerTurn {
  Granted,    ///< The request goes out now.
  Cancelled,  ///< Its token was cancelled: it does not go out.
  TimedOut,   ///< Its turn does not come before its deadline: it does not go out.
};

/// What became of a request that had its turn.
struct PacedOutcome {
  int status = 0;        ///< The HTTP status; 0 when no response arrived, or the request was not sent after all.
  bool refused = false;  ///< The service refused it with 429 for the rate of requests; not for a spent daily quota.
  Maybe<std::chrono::milliseconds> retry_after{};  ///< How long the service asks to wait after a refusal.
  RateLimitState rate_limit{};                     ///< What the response said of the key's limits.
};

/// Decides when requests go out, so that the service need not refuse any. Each attempt of each call takes a turn;
/// clients that use one key should be given one pacer. make_pacer() makes the one for a single process; derive from
/// this class where several processes share a key, as the example `shared_pacer` does. Members are called from any
/// thread at once, on the thread of the call.
class ALLO_EXPORT Pacer {
 public:
  virtual ~Pacer();
  Pacer(const Pacer&) = delete;
  Pacer& operator=(const Pacer&) = delete;

  /// Waits until the request may go out, or until it is cancelled or its deadline passes. What it throws ends the call;
  /// nothing was sent then. `ticket` may be set to anything: it comes back with the outcome.
  virtual PacerTurn acquire(const PacedRequest& request, std::uint64_t& ticket) = 0;

  /// Told once for each turn that was granted, also when the transport threw. What it throws is ignored. Does nothing
  /// unless overridden.
  virtual void finish(HttpMethod method, std::uint64_t ticket, const PacedOutcome& outcome);

 protected:
  Pacer() = default;

  /// Waits for pacers: Granted once `time` has come, or earlier what ends the wait of the request.
  static PacerTurn wait_until(std::chrono::steady_clock::time_point time, const PacedRequest& request);
};

/// Makes a pacer for the clients of one process, for AlloClientOptions::pacer: for reads and for writes each a window
/// of one second and a token bucket that lets a quarter of a second's requests through at once, first come first served
/// between threads, corrected by the `X-RateLimit-*` headers of the responses. After a 429 all wait as long as the
/// service asks, 60 seconds at most, or one second where it asks for nothing.
/// @throws InvalidArgumentException for a rate that is not a finite number above 0.
ALLO_EXPORT std::shared_ptr<Pacer> make_pacer(PacingPolicy policy = {});

ALLO_NAMESPACE_END

#endif
