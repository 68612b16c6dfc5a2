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
  Time at = std::max({now, held_until_, full_at_ - burst_});
  if (slots_.size() >= capacity_) {
    // Not in the order of sending: one that was held up keeps its place, not those of all that went out after it.
    free_times_.clear();
    for (const Slot& slot : slots_) free_times_.push_back(free_at(slot, now));
    const auto enough = free_times_.begin() + static_cast<std::ptrdiff_t>(slots_.size() - capacity_);
    std::nth_element(free_times_.begin(), enough, free_times_.end());
    at = std::max(at, *enough);
  }
  return at;
}

PaceBucket::Ticket PaceBucket::take(Time now) {
  full_at_ = std::max(full_at_, now) + interval_;
  slots_.push_back({now, in_flight});
  return {first_number_ + slots_.size() - 1, room(now)};
}

void PaceBucket::finish(const Ticket& ticket, Time now) {
  const Slot* const slot = end_flight(ticket, now);
  if (slot == nullptr) return;
  // The slow drift upwards lets a route that has become longer count as the new normal.
  fastest_ = slot->latency < fastest_ ? slot->latency : fastest_ + (slot->latency - fastest_) / 256;
}

void PaceBucket::fail(const Ticket& ticket, Time now) { end_flight(ticket, now); }

bool PaceBucket::correct(const Ticket& ticket, long long remaining, Time now) {
  forget_old(now);
  const auto later = static_cast<long long>(first_number_ + slots_.size() - 1) - static_cast<long long>(ticket.number);
  const long long others = ticket.left_in_window - std::max(later, 0LL) - remaining;
  if (others <= 0) return false;
  const long long counted = std::min(others, room(now));
  for (long long i = 0; i < counted; ++i) slots_.push_back({now, Duration::zero()});
  return true;
}

void PaceBucket::hold(Time until) { held_until_ = std::max(held_until_, until); }

/// The slot of the request, with its latency; null when it was forgotten.
PaceBucket::Slot* PaceBucket::end_flight(const Ticket& ticket, Time now) {
  if (ticket.number < first_number_ || ticket.number - first_number_ >= slots_.size()) return nullptr;
  Slot& slot = slots_[static_cast<std::size_t>(ticket.number - first_number_)];
  slot.latency = std::max(now - slot.sent, Duration::zero());
  return &slot;
}

/// How many more requests the window has room for.
long long PaceBucket::room(Time now) const {
  const auto taken =
      std::count_if(slots_.begin(), slots_.end(), [&](const Slot& slot) { return free_at(slot, now) > now; });
  return static_cast<long long>(capacity_) - static_cast<long long>(taken);
}

/// By how much a request may have arrived later than it was sent.
PaceBucket::Duration PaceBucket::lateness(const Slot& slot, Time now) const {
  if (slot.latency != in_flight) return std::clamp(slot.latency - fastest_, Duration::zero(), max_lateness);
  const bool overdue = now - slot.sent - usual_lateness > fastest_;
  return overdue ? max_lateness : usual_lateness;
}

PaceBucket::Time PaceBucket::free_at(const Slot& slot, Time now) const {
  return slot.sent + window_ + lateness(slot, now);
}

void PaceBucket::forget_old(Time now) {
  while (!slots_.empty() && free_at(slots_.front(), now) <= now) {
    slots_.pop_front();
    ++first_number_;
  }
}

}  // namespace detail
ALLO_NAMESPACE_END
