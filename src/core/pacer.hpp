#ifndef ALLO_SRC_CORE_PACER_HPP
#define ALLO_SRC_CORE_PACER_HPP

#include "core/pace_bucket.hpp"
#include "base/per_process.hpp"

#include <allo/cancellation.hpp>
#include <allo/http.hpp>
#include <allo/options.hpp>
#include <allo/pacing.hpp>

#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <optional>

ALLO_NAMESPACE_BEGIN

class Pacer {
 public:
  struct Waiter;
  enum class Turn { Granted, Cancelled, TimedOut };

  explicit Pacer(const PacingPolicy& policy);

  /// Waits until a request may go out, first come first served. Each granted turn must be followed by one finish().
  Turn acquire(HttpMethod method, const CancellationToken& cancellation,
               std::optional<std::chrono::steady_clock::time_point> deadline, detail::PaceBucket::Ticket& ticket);

  /// Ends a turn whose request got no response.
  void finish(HttpMethod method, const detail::PaceBucket::Ticket& ticket) noexcept;

  /// Ends a turn and learns from the response. `refused` says that the service answered 429 to the rate of requests.
  void finish(HttpMethod method, const detail::PaceBucket::Ticket& ticket, const RateLimitState& limits, bool refused,
              std::optional<std::chrono::milliseconds> retry_after);

  /// How many threads wait for a turn of that kind.
  std::size_t waiting(HttpMethod method);

 private:
  struct Lane {
    explicit Lane(double per_second) : bucket(per_second) {}
    void wake_first();

    std::mutex mutex;
    detail::PaceBucket bucket;
    std::list<Waiter*> queue;  // In the order of arrival; only the first watches the bucket.
  };
  struct Lanes {
    explicit Lanes(const PacingPolicy& policy) : reads(policy.reads_per_second), writes(policy.writes_per_second) {}

    Lane reads;
    Lane writes;
  };
  Lane& lane(HttpMethod method);

  // A forked child starts afresh: the queue that it inherits names threads that it does not have.
  detail::PerProcess<Lanes> lanes_;
};

ALLO_NAMESPACE_END

#endif
