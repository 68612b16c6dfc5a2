#include "webhook_support/address_list.hpp"
#include "webhook_support/client_address.hpp"
#include "webhook_support/holdings.hpp"
#include "webhook_support/rate_limiter.hpp"
#include "webhook_support/refusal_log.hpp"
#include "webhook_support/work_queue.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using example::AddressList;
using example::RateLimiter;

TEST(AddressList, AllowsEveryoneWhenEmpty) {
  EXPECT_TRUE(AddressList{{}}.allows("203.0.113.7"));
  EXPECT_TRUE(AddressList{{}}.allows("junk"));
}

TEST(AddressList, AllowsAddressesAndNetworksOfBothVersions) {
  const AddressList list{{"203.0.113.7", "198.51.100.0/25", "2001:db8::/33", "0.0.0.0/32"}};
  EXPECT_TRUE(list.allows("203.0.113.7"));
  EXPECT_TRUE(list.allows("::ffff:203.0.113.7"));
  EXPECT_FALSE(list.allows("203.0.113.8"));
  EXPECT_TRUE(list.allows("198.51.100.127"));
  EXPECT_FALSE(list.allows("198.51.100.128"));
  EXPECT_TRUE(list.allows("2001:db8:7fff::1"));
  EXPECT_FALSE(list.allows("2001:db8:8000::1"));
  EXPECT_FALSE(list.allows("junk"));
  EXPECT_FALSE(list.allows(""));
  EXPECT_TRUE(AddressList{{"0.0.0.0/0"}}.allows("8.8.8.8"));
  EXPECT_FALSE(AddressList{{"0.0.0.0/0"}}.allows("2001:db8::1"));
}

TEST(AddressList, RefusesWhatIsNoNetwork) {
  for (const char* entry : {"", "example.com", "203.0.113", "203.0.113.0/33", "203.0.113.0/-1", "203.0.113.0/",
                            "::/129", "203.0.113.0/8x"}) {
    EXPECT_THROW(AddressList{{entry}}, std::invalid_argument) << entry;
  }
}

TEST(RateLimiter, LetsSoManyThroughAMinuteAndRefills) {
  RateLimiter limiter{100};
  const auto start = RateLimiter::Clock::time_point{};
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(limiter.allow("203.0.113.7", start)) << i;
  EXPECT_FALSE(limiter.allow("203.0.113.7", start));
  EXPECT_TRUE(limiter.allow("203.0.113.8", start));
  EXPECT_FALSE(limiter.allow("203.0.113.7", start + 500ms));
  EXPECT_TRUE(limiter.allow("203.0.113.7", start + 1200ms));
  EXPECT_EQ(limiter.retry_after(), 1s);
  EXPECT_EQ(RateLimiter{1}.retry_after(), 60s);
}

TEST(RateLimiter, CountsANetworkOf64BitsAsOneSubscriber) {
  RateLimiter limiter{1};
  const auto start = RateLimiter::Clock::time_point{};
  EXPECT_TRUE(limiter.allow("2001:db8:1:2::1", start));
  EXPECT_FALSE(limiter.allow("2001:db8:1:2:ffff::2", start));
  EXPECT_TRUE(limiter.allow("2001:db8:1:3::1", start));
}

TEST(RateLimiter, KeepsNoMoreSubscribersThanAsked) {
  RateLimiter limiter{1, 2};
  const auto start = RateLimiter::Clock::time_point{};
  EXPECT_TRUE(limiter.allow("203.0.113.1", start));
  EXPECT_TRUE(limiter.allow("203.0.113.2", start));
  EXPECT_TRUE(limiter.allow("203.0.113.3", start));
  EXPECT_FALSE(limiter.allow("203.0.113.3", start));
  EXPECT_TRUE(limiter.allow("203.0.113.4", start + 1min));
}

TEST(TrustedProxies, ReadTheListFromItsEnd) {
  const example::TrustedProxies proxies{{"127.0.0.1", "10.0.0.0/8", "2001:db8::/32"}};
  EXPECT_EQ(proxies.client_of("127.0.0.1", "203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(proxies.client_of("127.0.0.1", "198.51.100.1,  203.0.113.7\t"), "203.0.113.7");
  EXPECT_EQ(proxies.client_of("127.0.0.1", "198.51.100.1,203.0.113.7,10.0.0.1,2001:db8::5"), "203.0.113.7");
  EXPECT_EQ(proxies.client_of("2001:db8::5", "2a00::1"), "2a00::1");
  EXPECT_EQ(proxies.client_of("203.0.113.9", "198.51.100.1"), "203.0.113.9");
  for (const char* unreadable : {"", " ", ",", "203.0.113.7,", "203.0.113.7, ,10.0.0.1", "unknown", "203.0.113.7:80",
                                 "203.0.113.7, _hidden", "10.0.0.1", "10.0.0.1, 10.0.0.2", "203.0.113.7;"}) {
    EXPECT_EQ(proxies.client_of("127.0.0.1", unreadable), "127.0.0.1") << unreadable;
  }
  EXPECT_EQ(example::TrustedProxies{{}}.client_of("127.0.0.1", "203.0.113.7"), "127.0.0.1");
  EXPECT_FALSE(example::TrustedProxies{{}}.contains("127.0.0.1"));
  EXPECT_THROW(example::TrustedProxies{{"proxy.example"}}, std::invalid_argument);
}

TEST(Holdings, BoundWhatOneAndAllMayHold) {
  const example::Address a = example::parse_address("203.0.113.1").value();
  const example::Address b = example::parse_address("203.0.113.2").value();
  example::Holdings holdings{{.connections = 4, .connections_per_address = 2, .bytes = 100, .bytes_per_address = 60}};
  EXPECT_TRUE(holdings.open(a, false));
  EXPECT_TRUE(holdings.open(a, false));
  EXPECT_FALSE(holdings.open(a, false));
  EXPECT_TRUE(holdings.open(a, true));
  EXPECT_FALSE(holdings.is_full());
  EXPECT_TRUE(holdings.open(b, false));
  EXPECT_TRUE(holdings.is_full());
  EXPECT_TRUE(holdings.hold(a, 0, 60, false));
  EXPECT_FALSE(holdings.hold(a, 60, 61, false));
  EXPECT_TRUE(holdings.hold(b, 0, 40, false));
  EXPECT_FALSE(holdings.hold(b, 40, 41, true));
  EXPECT_TRUE(holdings.hold(a, 60, 10, false));
  EXPECT_TRUE(holdings.hold(b, 40, 90, true));
  EXPECT_TRUE(holdings.hold(b, 90, 0, false));
  holdings.close(b);
  EXPECT_FALSE(holdings.is_full());
  EXPECT_TRUE(holdings.open(b, false));
}

TEST(RefusalLog, WritesTenLinesASecondAndCountsTheRest) {
  std::vector<std::string> lines;
  example::RefusalLog log{[&](const std::string& line) { lines.push_back(line); }};
  const auto start = example::RefusalLog::Clock::time_point{} + 1h;
  for (int i = 0; i < 25; ++i) log.note("203.0.113.7", 404, "unknown\npath", start + i * 1ms);
  ASSERT_EQ(lines.size(), 10u);
  EXPECT_EQ(lines[9], "refused 203.0.113.7: 404 unknown path");
  log.note("203.0.113.8", 0, "too slow", start + 1s);
  EXPECT_EQ(lines.at(10), "refused 203.0.113.8: too slow (and 15 before that)");
}

TEST(WorkQueue, RefusesWhatDoesNotFitAndWorksOffWhatIsLeft) {
  std::promise<void> started;
  std::promise<void> go;
  std::shared_future<void> gate = go.get_future().share();
  std::atomic<int> sum{0};
  {
    example::WorkQueue<int> queue{2, 1, [&](int item) {
                                    if (item == 1) started.set_value();
                                    gate.wait();
                                    sum += item;
                                  }};
    EXPECT_TRUE(queue.push(1));
    started.get_future().wait();
    EXPECT_TRUE(queue.push(2));
    EXPECT_TRUE(queue.push(3));
    EXPECT_FALSE(queue.push(4));
    go.set_value();
  }
  EXPECT_EQ(sum, 6);
}
