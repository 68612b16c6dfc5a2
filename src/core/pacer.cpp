#include "core/pacer.hpp"

#include <allo/errors.hpp>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <memory>
#include <string>
#include <utility>

ALLO_NAMESPACE_BEGIN

Pacer::~Pacer() = default;

void Pacer::finish(HttpMethod, std::uint64_t, const PacedOutcome&) {}

PacerTurn Pacer::wait_until(std::chrono::steady_clock::time_point time, const PacedRequest& request) {
  std::mutex mutex;
  std::condition_variable woken;
  bool cancelled = false;
  const auto subscription = request.cancellation.subscribe([&] {
    const std::lock_guard lock{mutex};
    cancelled = true;
    woken.notify_one();
  });
  const auto end = std::min(time, request.deadline);
  std::unique_lock lock{mutex};
  if (woken.wait_until(lock, end, [&] { return cancelled; })) return PacerTurn::Cancelled;
  return end < time ? PacerTurn::TimedOut : PacerTurn::Granted;
}

namespace detail {

struct ProcessPacer::Waiter {
  std::condition_variable wake;
  bool cancelled = false;
};

void ProcessPacer::Lane::wake_first() {
  if (!queue.empty()) queue.front()->wake.notify_one();
}

ProcessPacer::ProcessPacer(const PacingPolicy& policy, std::function<Clock::time_point()> now)
    : now_(std::move(now)), lanes_([policy] { return std::make_unique<Lanes>(policy); }) {}

ProcessPacer::Lane& ProcessPacer::lane(HttpMethod method) {
  Lanes& lanes = lanes_.get();
  return method == HttpMethod::Get ? lanes.reads : lanes.writes;
}

PacerTurn ProcessPacer::acquire(const PacedRequest& request, std::uint64_t& ticket) {
  Lane& lane = this->lane(request.method);
  Waiter waiter;
  const auto subscription = request.cancellation.subscribe([&] {
    const std::lock_guard lock{lane.mutex};
    waiter.cancelled = true;
    waiter.wake.notify_one();
  });
  std::unique_lock lock{lane.mutex};
  const auto place = lane.queue.insert(lane.queue.end(), &waiter);
  const auto leave = [&](PacerTurn turn) {
    lane.queue.erase(place);
    lane.wake_first();
    return turn;
  };
  for (;;) {
    const auto now = now_();
    if (waiter.cancelled) return leave(PacerTurn::Cancelled);
    auto until = request.deadline;
    if (lane.queue.front() == &waiter) {
      const auto at = lane.bucket.next(now);
      if (at <= now) {
        ticket = lane.bucket.take(now);
        return leave(PacerTurn::Granted);
      }
      until = std::min(at, until);
    }
    if (now >= request.deadline) return leave(PacerTurn::TimedOut);
    if (until == Clock::time_point::max()) {
      waiter.wake.wait(lock);
    } else {
      waiter.wake.wait_until(lock, until);
    }
  }
}

void ProcessPacer::finish(HttpMethod method, std::uint64_t ticket, const PacedOutcome& outcome) {
  using namespace std::chrono;
  // A longer pause than this is a quota: the request goes out, and its error says what the matter is.
  constexpr milliseconds longest_pause = seconds{60};
  constexpr milliseconds pause_that_nobody_named = seconds{1};

  Lane& lane = this->lane(method);
  const std::lock_guard lock{lane.mutex};
  const auto now = now_();
  if (outcome.status == 0) {
    lane.bucket.fail(ticket, now);
  } else {
    const RateLimitState& limits = outcome.rate_limit;
    lane.bucket.finish(ticket, now);
    const bool is_shared =
        limits.remaining && lane.bucket.correct(ticket, static_cast<long long>(*limits.remaining), now);
    const milliseconds until_reset = std::min(limits.reset_after.value_or(milliseconds{0}), longest_pause);
    if (outcome.refused) {
      const milliseconds unnamed = std::max(until_reset, pause_that_nobody_named);
      lane.bucket.hold(now + std::min(outcome.retry_after.value_or(unnamed), longest_pause));
    } else if (is_shared && *limits.remaining == 0) {
      lane.bucket.hold(now + until_reset);
    }
  }
  lane.wake_first();
}

std::size_t ProcessPacer::waiting(HttpMethod method) {
  Lane& lane = this->lane(method);
  const std::lock_guard lock{lane.mutex};
  return lane.queue.size();
}

}  // namespace detail

std::shared_ptr<Pacer> make_pacer(PacingPolicy policy) {
  const auto check = [](double rate, const char* name) {
    if (!std::isfinite(rate) || rate <= 0.0) throw InvalidArgumentException(std::string{name} + " must be above 0");
  };
  check(policy.reads_per_second, "reads_per_second");
  check(policy.writes_per_second, "writes_per_second");
  return std::make_shared<detail::ProcessPacer>(policy);
}

ALLO_NAMESPACE_END
