#ifndef ALLO_SRC_CORE_PACER_HPP
#define ALLO_SRC_CORE_PACER_HPP

#include "base/per_process.hpp"
#include "core/pace_bucket.hpp"

#include <allo/pacing.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// The pacer of one process: a PaceBucket for reads and one for writes, first come first served.
class ProcessPacer final : public Pacer {
 public:
  using Clock = std::chrono::steady_clock;

  /// `now` is for tests, which set it and ask with a deadline that has come: then nothing waits.
  explicit ProcessPacer(const PacingPolicy& policy, std::function<Clock::time_point()> now = &Clock::now);

  PacerTurn acquire(const PacedRequest& request, std::uint64_t& ticket) override;
  void finish(HttpMethod method, std::uint64_t ticket, const PacedOutcome& outcome) override;

  /// How many threads wait for a turn of that kind.
  std::size_t waiting(HttpMethod method);

 private:
  struct Waiter;
  struct Lane {
    explicit Lane(double per_second) : bucket(per_second) {}
    void wake_first();

    std::mutex mutex;
    PaceBucket bucket;
    std::list<Waiter*> queue;  // In the order of arrival; only the first watches the bucket.
  };
  struct Lanes {
    explicit Lanes(const PacingPolicy& policy) : reads(policy.reads_per_second), writes(policy.writes_per_second) {}

    Lane reads;
    Lane writes;
  };
  Lane& lane(HttpMethod method);

  std::function<Clock::time_point()> now_;
  // A forked child starts afresh: the queue that it inherits names threads that it does not have.
  PerProcess<Lanes> lanes_;
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
