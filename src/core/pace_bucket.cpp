#include "core/pace_bucket.hpp"

#include <algorithm>
#include <cmath>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

PaceBucket::Duration seconds(double count) {
  return std::chrono::duration_cast<PaceBucket::Duration>(std::chrono::duration<double>{count});
}

// Without it 21 of 20 arrive in a second where each takes between 1 and 100 ms.
constexpr double margin = 1.01;

// Lets a route that has become longer count as the new normal: one that grew from 2 to 300 ms would else stay at 77 %
// of the rate for good.
constexpr int drift = 256;

}  // namespace

PaceBucket::PaceBucket(double per_second) {
  const double rate =
      std::clamp(per_second, 1e-6, 1e6);  // Beyond it a second has no meaning, and a duration overflows.
  capacity_ = static_cast<std::size_t>(std::ceil(rate));
  window_ = seconds(margin * std::ceil(rate) / rate);
  interval_ = seconds(1.0 / rate);
  burst_ = interval_ * static_cast<Duration::rep>((capacity_ + 3) / 4 - 1);
}

PaceBucket::Time PaceBucket::next(Time now) {
  forget_old(now);
  const Time at = std::max({now, held_until_, full_at_ - burst_});
  if (slots_.size() < capacity_) return at;
  Time first_free = Time::max();
  for (const Slot& slot : slots_) first_free = std::min(first_free, free_at(slot, now));
  return std::max(at, first_free);
}

PaceBucket::Ticket PaceBucket::take(Time now) {
  full_at_ = std::max(full_at_, now) + interval_;
  slots_.push_back({next_ticket_, now, std::nullopt, room() - 1});
  return next_ticket_++;
}

void PaceBucket::finish(Ticket ticket, Time now) {
  fail(ticket, now);
  const Slot* const slot = find(ticket);
  if (slot == nullptr) return;
  const Duration took = *slot->latency;
  const Duration fastest = fastest_.value_or(took);
  fastest_ = took < fastest ? took : fastest + (took - fastest) / drift;
}

void PaceBucket::fail(Ticket ticket, Time now) {
  if (Slot* const slot = find(ticket)) slot->latency = std::max(now - slot->sent, Duration::zero());
}

bool PaceBucket::correct(Ticket ticket, long long remaining, Time now) {
  const Slot* const slot = find(ticket);
  if (slot == nullptr) return false;
  const auto later = static_cast<long long>(next_ticket_ - ticket) - 1;
  const long long others = slot->left - later - remaining;
  if (others <= 0) return false;
  for (long long i = 0; i < others; ++i) slots_.push_back({next_ticket_++, now, Duration::zero(), 0});
  return true;
}

void PaceBucket::hold(Time until) { held_until_ = std::max(held_until_, until); }

void PaceBucket::forget_old(Time now) {
  const auto is_free = [&](const Slot& slot) { return free_at(slot, now) <= now; };
  slots_.erase(std::remove_if(slots_.begin(), slots_.end(), is_free), slots_.end());
}

/// The slot of the request; null when it was forgotten.
PaceBucket::Slot* PaceBucket::find(Ticket ticket) {
  const auto slot = std::find_if(slots_.begin(), slots_.end(), [&](const Slot& each) { return each.ticket == ticket; });
  return slot == slots_.end() ? nullptr : &*slot;
}

long long PaceBucket::room() const { return static_cast<long long>(capacity_) - static_cast<long long>(slots_.size()); }

/// When a request that was sent no longer counts: a window after the time at which it can have arrived last.
PaceBucket::Time PaceBucket::free_at(const Slot& slot, Time now) const {
  const Duration took = slot.latency.value_or(now - slot.sent);
  return slot.sent + window_ + std::clamp(took - fastest_.value_or(Duration::zero()), Duration::zero(), max_lateness);
}

}  // namespace detail
ALLO_NAMESPACE_END
