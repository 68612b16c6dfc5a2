#include "core/pace_bucket.hpp"

#include <algorithm>
#include <cmath>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

PaceBucket::Duration seconds(double count) {
  return std::chrono::duration_cast<PaceBucket::Duration>(std::chrono::duration<double>{count});
}

constexpr double margin = 1.01;

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
  forget_old(now);
  full_at_ = std::max(full_at_, now) + interval_;
  slots_.push_back({next_ticket_, now, in_flight, room() - 1});
  return next_ticket_++;
}

void PaceBucket::finish(Ticket ticket, Time now) {
  fail(ticket, now);
  const Slot* const slot = find(ticket);
  if (slot == nullptr) return;
  // The slow drift upwards lets a route that has become longer count as the new normal.
  fastest_ = slot->latency < fastest_ ? slot->latency : fastest_ + (slot->latency - fastest_) / 256;
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
  forget_old(now);
  for (long long count = std::min(others, room()); count > 0; --count) {
    slots_.push_back({next_ticket_++, now, Duration::zero(), 0});
  }
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
  Duration lateness = now - slot.sent - usual_lateness > fastest_ ? max_lateness : usual_lateness;
  if (slot.latency != in_flight) lateness = std::clamp(slot.latency - fastest_, Duration::zero(), max_lateness);
  return slot.sent + window_ + lateness;
}

}  // namespace detail
ALLO_NAMESPACE_END
