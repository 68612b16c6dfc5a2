#include "http/later.hpp"

#include "http/transport_fixture.hpp"
#include "support/resolver.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <ctime>
#include <string>

namespace {
std::atomic<long> seconds_later{0};
}

/// Stand in the place of the system's, for libcurl too: they may be told to be later.
extern "C" __attribute__((visibility("default"))) int clock_gettime(clockid_t clock, timespec* time) noexcept {
  const auto result = static_cast<int>(::syscall(SYS_clock_gettime, clock, time));
  if (result == 0 && clock != CLOCK_REALTIME) time->tv_sec += seconds_later;
  return result;
}
extern "C" __attribute__((visibility("default"))) time_t time(time_t* result) noexcept {
  timespec now{};
  ::syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
  now.tv_sec += seconds_later;
  if (result != nullptr) *result = now.tv_sec;
  return now.tv_sec;
}

namespace allo::test {

Later::~Later() { seconds_later = 0; }

void Later::by(std::chrono::seconds time) { seconds_later += time.count(); }

namespace {

TEST(LongAfterwards, AConnectionIsUsedAgainUntilItWasIdleForTooLong) {
  FaultServer server;
  const auto transport = make_curl_transport({.idle_timeout = std::chrono::seconds(300)});
  Later later;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(transport->send(request_to(server.url("/"))).status, 200);
    later.by(std::chrono::seconds(298));
  }
  EXPECT_EQ(server.connections(), 1);
  later.by(std::chrono::seconds(3));
  EXPECT_EQ(transport->send(request_to(server.url("/"))).status, 200);
  EXPECT_EQ(server.connections(), 2);
}

TEST(LongAfterwards, ThoseThatWereIdleForTooLongAreClosed) {
  FaultServer one;
  FaultServer two;
  const auto transport = make_curl_transport({.idle_timeout = std::chrono::seconds(300)});
  Later later;
  EXPECT_EQ(transport->send(request_to(one.url("/"))).status, 200);
  later.by(std::chrono::seconds(200));
  EXPECT_EQ(transport->send(request_to(two.url("/"))).status, 200);
  EXPECT_EQ(sockets_to(one.port()).size(), 1U);
  later.by(std::chrono::seconds(200));
  EXPECT_EQ(transport->send(request_to(two.url("/"))).status, 200);
  EXPECT_EQ(sockets_to(one.port()).size(), 0U);
  EXPECT_EQ(two.connections(), 1);
}

TEST(LongAfterwards, AHostIsLookedUpOnceAMinute) {
  FaultServer server;
  const std::string url = "http://host.here.test:" + std::to_string(server.port()) + "/";
  const auto transport = make_curl_transport({.idle_timeout = std::chrono::hours(1)});
  Later later;
  const int before = look_ups();
  int minutes = 0;
  for (const int seconds : {0, 0, 58, 3, 30, 28, 3, 0, 200, 58}) {
    later.by(std::chrono::seconds(seconds));
    minutes += seconds == 3 || seconds == 200 || minutes == 0 ? 1 : 0;
    EXPECT_EQ(transport->send(request_to(url)).status, 200);
    EXPECT_EQ(look_ups() - before, minutes);
    ASSERT_TRUE(server.close_idle_connections());
  }
  EXPECT_EQ(minutes, 4);
}

}  // namespace
}  // namespace allo::test
