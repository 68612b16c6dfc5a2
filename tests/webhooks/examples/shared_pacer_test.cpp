#include "webhooks/examples/redis.hpp"

#include <allo/testing/sandbox.hpp>

#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using allo::test::Daemon;
using namespace std::chrono_literals;

namespace {

/// Three programs with one key at a service that permits 20 reads a second.
class SharedPacer : public allo::test::WithRedis {
 protected:
  static constexpr int processes = 3;

  void SetUp() override {
    WithRedis::SetUp();
    if (IsSkipped()) return;
    for (int i = 0; i < processes; ++i) {
      fleet.push_back(std::make_unique<Daemon>(
          ALLO_SHARED_PACER,
          std::vector<std::string>{"--redis-port", std::to_string(port), "--processes", std::to_string(processes),
                                   "--seconds", "600"},
          std::map<std::string, std::string>{{"ALLO_API_KEY", sandbox.key()}, {"ALLO_BASE_URL", sandbox.base_url()}}));
    }
    while (sandbox.requests().size() < 20) std::this_thread::sleep_for(10ms);
  }

  /// How many reads a second the service answers within the next `span`.
  double rate_over(std::chrono::milliseconds span) {
    const auto begin = std::chrono::system_clock::now();
    std::this_thread::sleep_for(span);
    const auto requests = sandbox.requests();
    const auto count = std::count_if(requests.begin(), requests.end(), [&](const auto& request) {
      return request.status == 200 && request.time >= begin && request.time < begin + span;
    });
    return static_cast<double>(count) / std::chrono::duration<double>{span}.count();
  }

  /// How often the service refused.
  auto refused() const {
    const auto requests = sandbox.requests();
    return std::count_if(requests.begin(), requests.end(), [](const auto& request) { return request.status == 429; });
  }

  static int lines_with(Daemon& daemon, std::string_view text) {
    const std::string output = daemon.output();
    int count = 0;
    for (auto at = output.find(text); at != std::string::npos; at = output.find(text, at + 1)) ++count;
    return count;
  }

  allo::testing::Sandbox sandbox{{.rate_limit = true}};
  std::vector<std::unique_ptr<Daemon>> fleet;
};

}  // namespace

TEST_F(SharedPacer, KeepsAFleetWithinTheRateAndOutlivesADeath) {
  const double together = rate_over(3s);
  EXPECT_LE(together, 20.4);  // A first and a last request on the edges.
  EXPECT_GE(together, 18.0);

  fleet[0]->signal(SIGKILL);
  fleet[0]->wait();
  std::this_thread::sleep_for(2s);  // Its last turns count until then.
  const double without_it = rate_over(3s);
  EXPECT_LE(without_it, 20.4);
  EXPECT_GE(without_it, 18.0);
  EXPECT_EQ(refused(), 0);
}

TEST_F(SharedPacer, KeepsEachToItsPartWhileRedisIsDown) {
  server->signal(SIGKILL);
  server->wait();
  for (const auto& member : fleet) {
    EXPECT_NE(member->wait_for_line("keeping to 1/3 of the rate"), "") << member->output();
  }
  std::this_thread::sleep_for(1s);  // What the last second before has seen still counts.
  const double apart = rate_over(2s);
  EXPECT_LE(apart, 18.6);  // Each keeps to 6, the whole number below a third of 20.
  EXPECT_GE(apart, 15.0);

  start_redis();
  for (const auto& member : fleet) {
    EXPECT_NE(member->wait_for_line("Redis is back"), "") << member->output();
  }
  std::this_thread::sleep_for(4s);  // They keep to their parts until all are back.
  const double together = rate_over(3s);
  EXPECT_LE(together, 20.4);
  EXPECT_GE(together, 18.0);
  EXPECT_EQ(refused(), 0);
  for (const auto& member : fleet) {
    EXPECT_EQ(lines_with(*member, "keeping to"), 1) << member->output();
    EXPECT_EQ(lines_with(*member, "Redis is back"), 1) << member->output();
  }
}
