#include "rate_limiter.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace example {

RateLimiter::RateLimiter(int per_minute, std::size_t max_subscribers)
    : per_minute_(per_minute), max_subscribers_(std::max<std::size_t>(max_subscribers, 1)) {
  if (per_minute < 1) throw std::invalid_argument("a rate limit is at least 1 a minute");
}

bool RateLimiter::allow(const std::string& address, Clock::time_point now) {
  const Address subscriber = subscriber_of(parse_address(address).value_or(Address{}));
  const std::lock_guard lock{mutex_};
  auto position = buckets_.find(subscriber);
  if (position == buckets_.end()) {
    if (buckets_.size() >= max_subscribers_) make_room(now);
    position = buckets_.emplace(subscriber, Bucket{per_minute_, now}).first;
  }
  Bucket& bucket = position->second;
  refill(bucket, now);
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

std::chrono::seconds RateLimiter::retry_after() const {
  return std::chrono::seconds{static_cast<int>(std::ceil(60 / per_minute_))};
}

void RateLimiter::refill(Bucket& bucket, Clock::time_point now) const {
  const std::chrono::duration<double, std::chrono::minutes::period> passed = now - bucket.filled;
  bucket.tokens = std::min(per_minute_, bucket.tokens + passed.count() * per_minute_);
  bucket.filled = now;
}

void RateLimiter::make_room(Clock::time_point now) {
  // A full bucket is no different from none.
  for (auto position = buckets_.begin(); position != buckets_.end();) {
    refill(position->second, now);
    position = position->second.tokens >= per_minute_ ? buckets_.erase(position) : std::next(position);
  }
  if (buckets_.size() >= max_subscribers_) buckets_.erase(buckets_.begin());
}

}  // namespace example
