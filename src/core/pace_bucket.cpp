#include "core/pace_bucket.hpp"

#include <algorithm>
#include <cmath>

namespace allo::detail {
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
  if (slots_.size() >= capacity_) at = std::max(at, free_at(slots_[slots_.size() - capacity_]));
  return at;
}

PaceBucket::Ticket PaceBucket::take(Time now) {
  full_at_ = std::max(full_at_, now) + interval_;
  slots_.push_back({now, in_flight});
  return {first_number_ + slots_.size() - 1, static_cast<long long>(capacity_) - static_cast<long long>(slots_.size())};
}

void PaceBucket::finish(const Ticket& ticket, Time now) {
  const Slot* const slot = end_flight(ticket, now);
  if (slot == nullptr) return;
  // The slow drift upwards lets a route that has become longer count as the new normal.
  fastest_ = slot->latency < fastest_ ? slot->latency : fastest_ + (slot->latency - fastest_) / 64;
}

void PaceBucket::fail(const Ticket& ticket, Time now) { end_flight(ticket, now); }

bool PaceBucket::correct(const Ticket& ticket, long long remaining, Time now) {
  forget_old(now);
  const auto later = static_cast<long long>(first_number_ + slots_.size() - 1) - static_cast<long long>(ticket.number);
  const long long others = ticket.left_in_window - std::max(later, 0LL) - remaining;
  if (others <= 0) return false;
  const auto room = static_cast<long long>(capacity_) - static_cast<long long>(slots_.size());
  for (long long i = 0; i < std::min(others, room); ++i) slots_.push_back({now, Duration::zero()});
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

PaceBucket::Time PaceBucket::free_at(const Slot& slot) const {
  Duration late = max_lateness;
  if (slot.latency != in_flight) late = std::clamp(slot.latency - fastest_, Duration::zero(), max_lateness);
  return slot.sent + window_ + late;
}

void PaceBucket::forget_old(Time now) {
  while (!slots_.empty() && free_at(slots_.front()) <= now) {
    slots_.pop_front();
    ++first_number_;
  }
}

}  // namespace allo::detail
