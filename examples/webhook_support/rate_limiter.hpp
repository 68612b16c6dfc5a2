#ifndef EXAMPLE_WEBHOOK_SUPPORT_RATE_LIMITER_HPP
#define EXAMPLE_WEBHOOK_SUPPORT_RATE_LIMITER_HPP

#include "address_list.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>

namespace example {

/// Lets every subscriber (see subscriber_of) send so many requests a minute: a token bucket each, in bounded memory.
/// Safe from any thread.
class RateLimiter {
 public:
  using Clock = std::chrono::steady_clock;

  /// `per_minute` is at least 1.
  explicit RateLimiter(int per_minute, std::size_t max_subscribers = 10'000);

  /// Counts a request; false when it is one too many. What is no address shares one bucket.
  bool allow(const std::string& address, Clock::time_point now = Clock::now());

  /// How long until a subscriber that was refused has the next request free, rounded up.
  std::chrono::seconds retry_after() const;

 private:
  struct Bucket {
    double tokens;
    Clock::time_point filled;
  };
  void refill(Bucket& bucket, Clock::time_point now) const;
  void make_room(Clock::time_point now);

  double per_minute_;
  std::size_t max_subscribers_;
  std::mutex mutex_;
  std::map<Address, Bucket> buckets_;
};

}  // namespace example

#endif
