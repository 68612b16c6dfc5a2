#ifndef EXAMPLE_SHARED_PACER_REDIS_PACER_HPP
#define EXAMPLE_SHARED_PACER_REDIS_PACER_HPP

#include "support/redis.hpp"

#include <allo/pacing.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace example {

/// Who shares the key.
struct RedisPacerOptions {
  std::string prefix = "allo-pacer";  ///< What the names of the keys begin with; one for each API key.
  int processes = 1;                  ///< How many there are; without Redis each keeps to its part of the rate.
  int reads_per_second = 20;
  int writes_per_second = 5;
  /// Told once when Redis is lost and once when it is back.
  std::function<void(const std::string&)> report{};
};

/// Keeps the requests of several processes together within the limits of the key that they share.
///
/// Redis holds a token bucket for reads and one for writes, by its own clock. A turn is counted until one second after
/// its answer came, so that the service sees no more than the rate in any one second however long a request was on its
/// way. A process that dies leaves turns behind that end by themselves after two seconds.
///
/// Without Redis each process waits until the turns of the last second have passed, and then keeps to its part of the
/// rate. It looks for Redis once a second. For three seconds after one came back all still keep to their parts, and
/// Redis only counts: by then the others are back, too.
class RedisPacer final : public allo::Pacer {
 public:
  RedisPacer(std::shared_ptr<Redis> redis, RedisPacerOptions options);

  allo::PacerTurn acquire(const allo::PacedRequest& request, std::uint64_t& ticket) override;
  void finish(allo::HttpMethod method, std::uint64_t ticket, const allo::PacedOutcome& outcome) override;

 private:
  using Clock = std::chrono::steady_clock;
  using microseconds = std::chrono::microseconds;

  /// What this process knows of one of the two buckets.
  struct Lane {
    std::string turns;  // The key of the turns that count.
    std::string full;   // The key of the time at which the bucket will be full again.
    std::string rate;
    microseconds fastest = microseconds::max();  // From a turn to its answer.
  };

  std::optional<microseconds> ask_redis(Lane& lane, std::uint64_t& ticket);
  allo::PacerTurn take_from_own_part(const allo::PacedRequest& request, std::uint64_t& ticket);
  void lose_redis(std::string_view reason);
  void find_redis();
  Lane& lane(allo::HttpMethod method) { return method == allo::HttpMethod::Get ? reads_ : writes_; }
  std::string name_of(std::uint64_t ticket) const { return id_ + ':' + std::to_string(ticket); }

  std::shared_ptr<Redis> redis_;
  RedisPacerOptions options_;
  std::string id_;  // Of this process.
  std::string warming_;
  std::shared_ptr<allo::Pacer> part_;

  std::mutex mutex_;  // For all below.
  Lane reads_;
  Lane writes_;
  std::uint64_t last_ticket_ = 0;
  bool is_lost_ = false;
  Clock::time_point part_begins_{};
  Clock::time_point next_look_{};
};

}  // namespace example

#endif
