// Waits and times that the service names, by its own clock and by one that is wrong here.
#include "core/response_headers.hpp"
#include "support/fake_transport.hpp"

#include <allo/client.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using namespace std::chrono_literals;
using detail::read_rate_limit;
using detail::read_retry_after;
using test::FakeClient;
using test::respond;
using test::thrown_by;
using Wall = std::chrono::system_clock;
using Waits = std::vector<std::chrono::milliseconds>;

// 1,700,000,000 in Unix seconds.
constexpr const char* service_date = "Tue, 14 Nov 2023 22:13:20 GMT";
constexpr const char* seven_later = "Tue, 14 Nov 2023 22:13:27 GMT";
const Wall::time_point right = Wall::from_time_t(1'700'000'000);

/// A client whose clock shows `wall`, refused once with 429 and then answered.
Waits waits_after_a_refusal(Wall::time_point wall, const HttpHeaders& headers, const std::string& body = "") {
  FakeClient fake;
  fake.time.wall_clock = [=] { return wall; };
  fake.transport->then(respond(429, body, headers)).then(respond(200, R"({"data":[]})"));
  fake.client().numbers.list();
  return *fake.waits;
}

TEST(ServiceTimes, AClockThatIsWrongHereChangesNoWait) {
  for (const Wall::time_point wall : {right - 1h, right, right + 1h, right - 24h * 365}) {
    EXPECT_EQ(waits_after_a_refusal(wall, {{"Date", service_date}, {"Retry-After", seven_later}}), Waits{7s});
    EXPECT_EQ(waits_after_a_refusal(wall, {{"Date", service_date}, {"X-RateLimit-Reset", "1700000007"}}), Waits{7s});
    EXPECT_EQ(waits_after_a_refusal(wall, {{"Date", service_date}, {"X-RateLimit-Reset", "1700000007500"}}),
              Waits{7500ms});
    EXPECT_EQ(waits_after_a_refusal(wall, {{"Date", service_date}, {"X-RateLimit-Reset", "7"}}), Waits{7s});
    EXPECT_EQ(waits_after_a_refusal(wall, {{"Date", service_date}, {"Retry-After", service_date}}), Waits{0s});
  }
}

TEST(ServiceTimes, WithoutADateOfTheResponseTheClockHereCounts) {
  for (const char* no_date : {"", "soon", "2023-11-14T22:13:20Z"}) {
    EXPECT_EQ(waits_after_a_refusal(right + 2s, {{"Date", no_date}, {"Retry-After", seven_later}}), Waits{5s});
    EXPECT_EQ(waits_after_a_refusal(right + 2s, {{"Date", no_date}, {"X-RateLimit-Reset", "1700000007"}}), Waits{5s});
  }
  EXPECT_EQ(waits_after_a_refusal(right + 6500ms, {{"Retry-After", seven_later}}), Waits{500ms});
}

TEST(ServiceTimes, ARefusalWithoutRetryAfterWaitsForTheReset) {
  EXPECT_EQ(waits_after_a_refusal(right, {{"X-RateLimit-Reset", "1700000003"}}), Waits{3s});
  EXPECT_EQ(waits_after_a_refusal(right, {{"X-RateLimit-Reset", "1700000004000"}}), Waits{4s});
  EXPECT_EQ(waits_after_a_refusal(right, {{"X-RateLimit-Reset", "5"}}), Waits{5s});
  EXPECT_EQ(waits_after_a_refusal(right, {{"X-RateLimit-Reset", "1700000003"}, {"Retry-After", "2"}}), Waits{2s});
  EXPECT_EQ(waits_after_a_refusal(right, {{"X-RateLimit-Reset", "1700000003"}, {"Retry-After", "0"}}), Waits{0s});
  const std::string two = R"({"error":{"code":"RATE_LIMIT_EXCEEDED","retry_after_seconds":2}})";
  EXPECT_EQ(waits_after_a_refusal(right, {{"X-RateLimit-Reset", "1700000003"}}, two), Waits{2s});
  EXPECT_EQ(waits_after_a_refusal(right, {{"Retry-After", "6"}}, two), Waits{6s}) << "the header wins";
  // A reset that has been, or none: the back-off.
  for (const char* reset : {"1699999999", "1700000000", "0", "1699999999000", "soon", "-3", ""}) {
    EXPECT_EQ(waits_after_a_refusal(right, {{"X-RateLimit-Reset", reset}}), Waits{250ms}) << reset;
  }
  FakeClient fake;
  fake.transport->then(respond(503, "", {{"X-RateLimit-Reset", "5"}})).then(respond(200, R"({"data":[]})"));
  fake.client().numbers.list();
  EXPECT_EQ(*fake.waits, Waits{250ms}) << "only a 429 speaks of the limits";
}

TEST(ServiceTimes, AResetThatIsFarOffEndsTheRequestAndIsReported) {
  FakeClient fake;
  fake.transport->then(respond(429, R"({"code":"RATE_LIMITED"})", {{"X-RateLimit-Reset", "86400"}}));
  const auto error = thrown_by<RateLimitException>([&] { fake.client().numbers.list(); });
  EXPECT_EQ(error.retry_after(), 24h);
  EXPECT_EQ(fake.transport->count(), 1U);
}

TEST(ServiceTimes, ATimeInThePastIsNoNegativeWait) {
  const HttpHeaders past{{"Retry-After", service_date}, {"X-RateLimit-Reset", "1700000000"}};
  EXPECT_EQ(read_retry_after(past, right + 1h), 0ms);
  EXPECT_EQ(read_rate_limit(past, right + 1h).reset_after, 0ms);
  FakeClient fake;
  fake.options.retry.max_attempts = 1;
  fake.transport->then(respond(429, "", past));
  EXPECT_EQ(thrown_by<RateLimitException>([&] { fake.client().numbers.list(); }).retry_after(), 0ms);
}

TEST(ServiceTimes, CodesThatMeanUntilTomorrowAreNotRepeated) {
  for (const char* code :
       {"API_KEY_QUOTA_EXCEEDED", "TRIAL_SMS_LIMIT_REACHED", "SMS_LIMIT_REACHED", "DAILY_SMS_LIMIT_REACHED"}) {
    for (const std::string& body :
         {R"({"code":")" + std::string{code} + R"("})",
          R"({"error":{"retryable":true,"retry_after_seconds":1,"code":")" + std::string{code} + R"("}})"}) {
      FakeClient fake;
      fake.transport->then(respond(429, body, {{"Retry-After", "1"}}));
      const auto error = thrown_by<RateLimitException>(
          [&] { fake.client().sms.send({.from = "+1234567890", .to = "+12025550100", .message = "hello"}); });
      EXPECT_EQ(fake.transport->count(), 1U) << body;
      EXPECT_TRUE(error.quota_exhausted());
      EXPECT_FALSE(error.retryable());
      EXPECT_EQ(error.delivery(), DeliveryState::Rejected);
    }
  }
}

struct Reset {
  const char* text;
  std::chrono::milliseconds time;  // In Unix time.
};

TEST(ServiceTimes, TheSizeOfAResetTellsItsUnit) {
  for (const Reset& each : std::vector<Reset>{
           {"0", 1'700'000'000s},
           {"1", 1'700'000'001s},
           {"999999999", 2'699'999'999s},
           {"1000000000", 1'000'000'000s},
           {"1700000060", 1'700'000'060s},
           {"999999999999", 9'000'000'000s},
           {"1000000000000", 9'000'000'000s},
           {"1000000000001", 1'000'000'000'001ms},
           {"1700000060123", 1'700'000'060'123ms},
           {"9999999999999", 9'000'000'000s},
           {"99999999999999999999999", 9'000'000'000s},
       }) {
    const RateLimitState state = read_rate_limit({{"X-RateLimit-Reset", each.text}}, right);
    EXPECT_EQ(state.reset, Wall::time_point{each.time}) << each.text;
    EXPECT_EQ(state.reset_after, std::max<std::chrono::milliseconds>(each.time - 1'700'000'000s, 0ms)) << each.text;
  }
  EXPECT_FALSE(read_rate_limit({}, right).reset);
  EXPECT_FALSE(read_rate_limit({}, right).reset_after);
}

TEST(ServiceTimes, OfTheEndsOfTheCalendarOverflowNothing) {
  const HttpHeaders headers{{"Date", "Sat, 01 Jan 1583 00:00:00 GMT"},
                            {"Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"},
                            {"X-RateLimit-Reset", "9999999999999"}};
  EXPECT_EQ(read_retry_after(headers, right), 18'000'000'000s);
  EXPECT_EQ(read_rate_limit(headers, right).reset_after, 18'000'000'000s);
  const RateLimitState late =
      read_rate_limit({{"Date", "Fri, 31 Dec 9999 23:59:59 GMT"}, {"X-RateLimit-Reset", "999999999"}}, right);
  EXPECT_EQ(late.reset, Wall::time_point{9'000'000'000s});
  EXPECT_EQ(late.reset_after, 999'999'999s);
}

TEST(ServiceTimes, AreToldToTheCallerAsTheServiceSaidThem) {
  FakeClient fake;
  fake.time.wall_clock = [] { return right + 1h; };
  fake.transport->then(
      respond(200, R"({"data":[]})",
              {{"Date", service_date}, {"X-RateLimit-Reset", "1700000005"}, {"X-RateLimit-Remaining", "3"}}));
  ResponseInfo info;
  fake.client().numbers.list({.response = &info});
  EXPECT_EQ(info.rate_limit.reset, right + 5s);
  EXPECT_EQ(info.rate_limit.reset_after, 5s);
  EXPECT_EQ(info.rate_limit.remaining, 3);
}

TEST(ResponseInfo, ShowsNothingOfTheCallBefore) {
  FakeClient fake;
  fake.transport->then(
      respond(200, R"({"data":[]})",
              {{"X-Request-Id", "req_1"}, {"X-RateLimit-Limit", "20"}, {"Idempotency-Replayed", "true"}}));
  ResponseInfo info;
  const AlloClient client = fake.client();
  client.numbers.list({.response = &info});
  EXPECT_EQ(info.request_id, "req_1");
  EXPECT_TRUE(info.idempotency_replayed);
  CancellationSource source;
  source.cancel();
  EXPECT_THROW(client.numbers.list({.cancellation = source.token(), .response = &info}), TransportException);
  EXPECT_EQ(info.status, 0);
  EXPECT_TRUE(info.headers.empty());
  EXPECT_EQ(info.request_id, "");
  EXPECT_EQ(info.attempts, 0);
  EXPECT_FALSE(info.rate_limit.limit);
  EXPECT_FALSE(info.idempotency_replayed);
  EXPECT_EQ(fake.transport->count(), 1U);
}

}  // namespace
ALLO_NAMESPACE_END
