#ifndef ALLO_SRC_CORE_PACE_BUCKET_HPP
#define ALLO_SRC_CORE_PACE_BUCKET_HPP

#include <allo/export.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// When requests of one kind may go out, so that a service which counts them on arrival never sees more than the rate
/// in any one second. Only arithmetic: it neither waits nor locks nor reads a clock. One thread at a time.
///
/// Two rules hold together. A token bucket spreads the requests; alone it lets 24 of 20 through. A window then bounds
/// what the token bucket cannot know: of two requests sent a second apart the first may arrive late, in a handshake or
/// on a busy machine. A request that takes longer than the fastest one therefore counts as sent by so much later,
/// within `max_lateness`; without that up to 25 of 20 arrive in one second. A plain token bucket would have to stay
/// below 90 % of the rate, without any burst, to keep to it.
class PaceBucket {
 public:
  using Clock = std::chrono::steady_clock;
  using Time = Clock::time_point;
  using Duration = Clock::duration;
  using Ticket = std::uint64_t;  ///< A request that was let through.

  explicit PaceBucket(double per_second);

  /// The earliest time at which the next request may go out, as far as is known now; never before `now`.
  Time next(Time now);

  /// Lets a request through.
  Ticket take(Time now);

  /// Notes that the request was answered.
  void finish(Ticket ticket, Time now);

  /// Notes that the request failed. How long that took says nothing of the route: a refused connection takes no time.
  void fail(Ticket ticket, Time now);

  /// Takes over what the service said it has left for this key. Where that is less than this bucket's own count allows,
  /// others use the key too, and their requests are counted here as well. True when there were such.
  bool correct(Ticket ticket, long long remaining, Time now);

  /// Lets nothing through before `until`.
  void hold(Time until);

 private:
  struct Slot {
    Ticket ticket;
    Time sent;
    std::optional<Duration> latency;  // None: it is on its way.
    long long left;                   // How many more requests the window had room for when this one was let through.
  };

  void forget_old(Time now);
  Slot* find(Ticket ticket);
  long long room() const;
  Time free_at(const Slot& slot, Time now) const;

  static constexpr Duration max_lateness = std::chrono::seconds{1};

  std::size_t capacity_ = 1;  // Requests in one window.
  Duration window_{};         // A second, or longer for a rate that is no whole number; and a margin of 1 %.
  Duration interval_{};       // Between two tokens.
  Duration burst_{};          // How far ahead of the tokens a burst may run.
  Time full_at_{};            // When the token bucket will be full again.
  Time held_until_{};
  std::optional<Duration> fastest_;  // From sending to the answer.
  std::vector<Slot> slots_;          // What the window counts, in the order of sending.
  Ticket next_ticket_ = 0;
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
