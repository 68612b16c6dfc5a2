#include "core/pacer.hpp"

#include <allo/errors.hpp>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <memory>

ALLO_NAMESPACE_BEGIN
namespace {

using detail::PaceBucket;
using Clock = PaceBucket::Clock;

}  // namespace

struct Pacer::Waiter {
  std::condition_variable wake;
  bool cancelled = false;
};

void Pacer::Lane::wake_first() {
  if (!queue.empty()) queue.front()->wake.notify_one();
}

Pacer::Pacer(const PacingPolicy& policy) : lanes_([policy] { return std::make_unique<Lanes>(policy); }) {}

Pacer::Lane& Pacer::lane(HttpMethod method) {
  Lanes& lanes = lanes_.get();
  return method == HttpMethod::Get ? lanes.reads : lanes.writes;
}

Pacer::Turn Pacer::acquire(HttpMethod method, const CancellationToken& cancellation,
                           std::optional<Clock::time_point> deadline, PaceBucket::Ticket& ticket) {
  Lane& lane = this->lane(method);
  {
    const std::lock_guard lock{lane.mutex};
    const auto now = Clock::now();
    if (lane.queue.empty() && lane.bucket.next(now) <= now) {
      ticket = lane.bucket.take(now);
      return Turn::Granted;
    }
  }

  Waiter waiter;
  const auto subscription = cancellation.subscribe([&] {
    const std::lock_guard lock{lane.mutex};
    waiter.cancelled = true;
    waiter.wake.notify_one();
  });
  std::unique_lock lock{lane.mutex};
  const auto place = lane.queue.insert(lane.queue.end(), &waiter);
  Turn turn = Turn::Granted;
  for (;;) {
    const auto now = Clock::now();
    if (waiter.cancelled) {
      turn = Turn::Cancelled;
      break;
    }
    if (deadline && now >= *deadline) {
      turn = Turn::TimedOut;
      break;
    }
    auto until = deadline;
    if (lane.queue.front() == &waiter) {
      const auto at = lane.bucket.next(now);
      if (at <= now) {
        ticket = lane.bucket.take(now);
        break;
      }
      until = std::min(at, deadline.value_or(at));
    }
    if (until) {
      waiter.wake.wait_until(lock, *until);
    } else {
      waiter.wake.wait(lock);
    }
  }
  lane.queue.erase(place);
  lane.wake_first();
  return turn;
}

void Pacer::finish(HttpMethod method, const PaceBucket::Ticket& ticket) noexcept {
  Lane& lane = this->lane(method);
  const std::lock_guard lock{lane.mutex};
  lane.bucket.fail(ticket, Clock::now());
  lane.wake_first();
}

void Pacer::finish(HttpMethod method, const PaceBucket::Ticket& ticket, const RateLimitState& limits, bool refused,
                   std::optional<std::chrono::milliseconds> retry_after) {
  using namespace std::chrono;
  // A longer pause than this is a quota: the request goes out, and its error says what the matter is.
  constexpr milliseconds longest_pause = seconds{60};
  const auto pause_until_reset = [&] {
    if (!limits.reset) return milliseconds{0};
    return std::clamp(ceil<milliseconds>(*limits.reset - system_clock::now()), milliseconds{0}, longest_pause);
  };
  Lane& lane = this->lane(method);
  const std::lock_guard lock{lane.mutex};
  const auto now = Clock::now();
  lane.bucket.finish(ticket, now);
  const bool shared = limits.remaining && lane.bucket.correct(ticket, *limits.remaining, now);
  if (refused) {
    const milliseconds pause = retry_after ? std::min(*retry_after, longest_pause) : pause_until_reset();
    lane.bucket.hold(now + std::max<milliseconds>(pause, seconds{retry_after ? 0 : 1}));
  } else if (shared && *limits.remaining == 0) {
    lane.bucket.hold(now + pause_until_reset());
  }
  lane.wake_first();
}

std::size_t Pacer::waiting(HttpMethod method) {
  Lane& lane = this->lane(method);
  const std::lock_guard lock{lane.mutex};
  return lane.queue.size();
}

std::shared_ptr<Pacer> make_pacer(PacingPolicy policy) {
  const auto check = [](double rate, const char* name) {
    if (!std::isfinite(rate) || rate <= 0.0) throw InvalidArgumentException(std::string{name} + " must be above 0");
  };
  check(policy.reads_per_second, "reads_per_second");
  check(policy.writes_per_second, "writes_per_second");
  return std::make_shared<Pacer>(policy);
}

ALLO_NAMESPACE_END
