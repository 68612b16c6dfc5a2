#include "core/pace_bucket.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <functional>
#include <random>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

using namespace std::chrono_literals;
using Time = PaceBucket::Time;
using Duration = PaceBucket::Duration;

Time at(Duration since_start) { return Time{} + std::chrono::hours{1} + since_start; }

/// The largest number of arrivals in any one second.
std::size_t most_in_a_second(std::vector<Time> arrivals) {
  std::sort(arrivals.begin(), arrivals.end());
  std::size_t most = 0;
  for (std::size_t first = 0, last = 0; last < arrivals.size(); ++last) {
    while (arrivals[last] - arrivals[first] >= 1s) ++first;
    most = std::max(most, last - first + 1);
  }
  return most;
}

/// One caller after the other, each request on the road for `out` and back for `back`.
struct Simulation {
  std::vector<Time> arrivals;
  Duration took{};

  Simulation(PaceBucket bucket, int requests, const std::function<Duration(int)>& out, Duration back, bool concurrent) {
    Time now = at(0s);
    std::deque<std::pair<Time, PaceBucket::Ticket>> in_flight;
    const auto finish_until = [&](Time until) {
      while (!in_flight.empty()) {
        const auto first = std::min_element(in_flight.begin(), in_flight.end(),
                                            [](const auto& a, const auto& b) { return a.first < b.first; });
        if (first->first > until) return;
        bucket.finish(first->second, first->first);
        in_flight.erase(first);
      }
    };
    for (int i = 0; i < requests; ++i) {
      for (Time next = bucket.next(now); next > now; next = bucket.next(now)) {
        now = next;
        finish_until(now);
      }
      const Duration road = out(i);
      arrivals.push_back(now + road);
      in_flight.emplace_back(now + road + back, bucket.take(now));
      if (!concurrent) {
        now += road + back;
        finish_until(now);
      }
    }
    took = now - at(0s);
  }
};

TEST(PaceBucket, KeepsToTheRateAndNearlyReachesIt) {
  const Simulation simulation{PaceBucket{20}, 2000, [](int) { return Duration{1ms}; }, 1ms, true};
  EXPECT_LE(most_in_a_second(simulation.arrivals), 20U);
  EXPECT_LE(simulation.took, Duration{100s} / 95 * 100);  // 95 % of 20 a second.
  EXPECT_GE(simulation.took, Duration{98s});
}

TEST(PaceBucket, KeepsWritesToTheirRate) {
  const Simulation simulation{PaceBucket{5}, 500, [](int) { return Duration{1ms}; }, 1ms, true};
  EXPECT_LE(most_in_a_second(simulation.arrivals), 5U);
  EXPECT_LE(simulation.took, Duration{100s} / 95 * 100);
}

TEST(PaceBucket, CountsAFirstRequestThatArrivesLate) {
  // A handshake holds up the first request while the others follow on a connection that stands.
  const Simulation simulation{PaceBucket{20}, 200, [](int i) { return i == 0 ? Duration{150ms} : Duration{2ms}; }, 2ms,
                              true};
  EXPECT_LE(most_in_a_second(simulation.arrivals), 20U);
  EXPECT_LE(simulation.took, 10700ms);
}

TEST(PaceBucket, CountsARequestThatABusyMachineHeldUp) {
  // Where one in a hundred is held up, no matter which of those that follow a second later meets it.
  for (const auto held_up : {400ms, 700ms, 950ms}) {
    const Simulation simulation{PaceBucket{20}, 2000,
                                [&](int i) { return i % 100 == 50 ? Duration{held_up} : Duration{2ms}; }, 2ms, true};
    EXPECT_LE(most_in_a_second(simulation.arrivals), 20U) << held_up.count();
    EXPECT_LE(simulation.took, Duration{100s} / 90 * 100) << held_up.count();
  }
}

TEST(PaceBucket, CountsARequestThatIsOverdue) {
  PaceBucket bucket{1};
  bucket.finish(bucket.take(at(0s)), at(2ms));  // The fastest.
  const Time sent = at(10s);
  const PaceBucket::Ticket ticket = bucket.take(sent);
  EXPECT_EQ(bucket.next(sent + 1300ms), sent + 2010ms) << "its answer is 1298 ms late: it may arrive even now";
  bucket.finish(ticket, sent + 1500ms);
  EXPECT_EQ(bucket.next(sent + 1500ms), sent + 2010ms);
}

TEST(PaceBucket, CostsAMixedRouteLittle) {
  // Every fifth request takes half a second, most of it at the service.
  const Simulation simulation{PaceBucket{20}, 1000, [](int i) { return i % 5 == 0 ? Duration{500ms} : Duration{20ms}; },
                              20ms, true};
  EXPECT_LE(most_in_a_second(simulation.arrivals), 20U);
  EXPECT_LE(simulation.took, Duration{50s} / 85 * 100);
}

TEST(PaceBucket, HoldsAmongJitter) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    std::mt19937 generator{seed};
    std::uniform_int_distribution<int> jitter{2, 100};
    // Every tenth request is fast, so that the fastest round trip is known well.
    const Simulation simulation{
        PaceBucket{20}, 2000,
        [&](int i) { return i % 10 == 0 ? Duration{1ms} : std::chrono::milliseconds{jitter(generator)}; }, 1ms, true};
    EXPECT_LE(most_in_a_second(simulation.arrivals), 20U) << seed;
  }
}

TEST(PaceBucket, CostsASlowRouteNothing) {
  // 300 ms for each round trip, from many threads: the rate is what it was.
  const Simulation simulation{PaceBucket{20}, 1000, [](int) { return Duration{150ms}; }, 150ms, true};
  EXPECT_LE(most_in_a_second(simulation.arrivals), 20U);
  EXPECT_LE(simulation.took, Duration{50s} / 95 * 100);
}

TEST(PaceBucket, CostsARouteLongerThanASecondLittle) {
  const Simulation simulation{PaceBucket{20}, 1000, [](int) { return Duration{1s}; }, 1s, true};
  EXPECT_LE(most_in_a_second(simulation.arrivals), 20U);
  EXPECT_LE(simulation.took, Duration{50s} / 95 * 100);
}

TEST(PaceBucket, LearnsThatARouteHasBecomeLonger) {
  const auto out = [](int i) { return i < 100 ? Duration{1ms} : Duration{299ms}; };
  const Simulation simulation{PaceBucket{20}, 4000, out, 1ms, true};
  EXPECT_LE(most_in_a_second(simulation.arrivals), 20U);
  EXPECT_LE(simulation.took, Duration{200s} / 95 * 100);
}

TEST(PaceBucket, LearnsNothingOfTheRouteFromAFailure) {
  PaceBucket bucket{20};
  bucket.fail(bucket.take(at(-10s)), at(-10s));  // A refused connection takes no time.
  const Simulation simulation{bucket, 200, [](int) { return Duration{150ms}; }, 150ms, true};
  EXPECT_LE(most_in_a_second(simulation.arrivals), 20U);
  EXPECT_LE(simulation.took, Duration{10s} / 95 * 100);
}

TEST(PaceBucket, LetsASmallBurstThroughAtOnce) {
  PaceBucket bucket{20};
  Time now = at(0s);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(bucket.next(now), now) << i;
    bucket.take(now);
  }
  EXPECT_EQ(bucket.next(now), now + 50ms);
  PaceBucket writes{5};
  writes.take(now);
  writes.take(now);
  EXPECT_EQ(writes.next(now), now + 200ms);
}

TEST(PaceBucket, TakesRatesBelowOneASecond) {
  PaceBucket bucket{0.5};
  const Time now = at(0s);
  EXPECT_EQ(bucket.next(now), now);
  bucket.finish(bucket.take(now), now);
  EXPECT_GE(bucket.next(now), now + 2s);
  EXPECT_LE(bucket.next(now), now + 2100ms);
}

TEST(PaceBucket, WaitsLongerWhileARequestIsInFlight) {
  PaceBucket bucket{1};
  const Time now = at(0s);
  const PaceBucket::Ticket ticket = bucket.take(now);
  EXPECT_EQ(bucket.next(now + 1100ms), now + 2010ms);  // It may arrive even now.
  bucket.finish(ticket, now + 1100ms);
  EXPECT_EQ(bucket.next(now + 1100ms), now + 1100ms);
}

TEST(PaceBucket, CountsTheRequestsOfOthers) {
  PaceBucket bucket{20};
  Time now = at(0s);
  const PaceBucket::Ticket ticket = bucket.take(now);
  bucket.finish(ticket, now);
  EXPECT_TRUE(bucket.correct(ticket, 3, now));  // 19 by its own count: others have used 16.
  for (int i = 0; i < 3; ++i) {
    now = bucket.next(now);
    EXPECT_LT(now, at(200ms));
    bucket.finish(bucket.take(now), now);
  }
  EXPECT_GE(bucket.next(now), at(1s));
}

TEST(PaceBucket, CountsASingleRequestOfOthersOnce) {
  PaceBucket bucket{2};
  const Time now = at(0s);
  const PaceBucket::Ticket ticket = bucket.take(now);
  bucket.finish(ticket, now);
  EXPECT_TRUE(bucket.correct(ticket, 0, now));
  EXPECT_FALSE(bucket.correct(ticket, 0, now)) << "it is counted already";
  EXPECT_EQ(bucket.next(now + 900ms), now + 1010ms);
}

TEST(PaceBucket, IsNotMisledByAWindowOfItsOwnMaking) {
  PaceBucket bucket{20};
  Time now = at(0s);
  std::vector<PaceBucket::Ticket> tickets;
  for (int i = 0; i < 20; ++i) {
    now = bucket.next(now);
    tickets.push_back(bucket.take(now));
  }
  // The answers come in another order; each says what was left when its request was counted.
  for (const int i : {3, 0, 19, 7}) {
    const auto index = static_cast<std::size_t>(i);
    bucket.finish(tickets[index], now);
    EXPECT_FALSE(bucket.correct(tickets[index], 19 - i, now)) << i;
  }
  // A wider limit than ours changes nothing.
  EXPECT_FALSE(bucket.correct(tickets[19], 500, now));
}

TEST(PaceBucket, HoldsWhenItIsToldTo) {
  PaceBucket bucket{20};
  const Time now = at(0s);
  bucket.hold(now + 5s);
  bucket.hold(now + 1s);
  EXPECT_EQ(bucket.next(now), now + 5s);
  EXPECT_EQ(bucket.next(now + 5s), now + 5s);
}

TEST(PaceBucket, ForgetsATicketOfLongAgo) {
  PaceBucket bucket{1};
  const PaceBucket::Ticket old = bucket.take(at(0s));
  EXPECT_EQ(bucket.next(at(10s)), at(10s));
  bucket.finish(old, at(10s));
  bucket.take(at(10s));
  bucket.finish(old, at(11s));
  EXPECT_GT(bucket.next(at(11s)), at(11s));
  EXPECT_FALSE(bucket.correct(old, 0, at(11s)));
  PaceBucket fresh{1};
  fresh.finish(old, at(10s));  // As in a forked child, which starts afresh.
  EXPECT_EQ(fresh.next(at(10s)), at(10s));
}

}  // namespace
}  // namespace detail
ALLO_NAMESPACE_END
