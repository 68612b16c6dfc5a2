#include "support/fake_transport.hpp"

#include <allo/client.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <string>
#include <thread>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using test::FakeClient;
using test::respond;
using test::thrown_by;
using Waits = std::vector<milliseconds>;

constexpr const char* id_path = "/things/1";

/// One operation of each kind that the rules tell apart.
JsonText call(const FakeClient& fake, HttpMethod method, const RequestOptions& options = {}) {
  return fake.client().request(method, id_path, {}, method == HttpMethod::Get ? "" : "{}", options);
}

constexpr HttpMethod repeatable[] = {HttpMethod::Get, HttpMethod::Put, HttpMethod::Delete};
constexpr HttpMethod once_only[] = {HttpMethod::Post, HttpMethod::Patch};

TEST(Retry, RepeatsReadsPutsAndDeletesOnTheStatusesThatPass) {
  for (const HttpMethod method : repeatable) {
    for (const int status : {408, 425, 429, 500, 502, 503, 504}) {
      FakeClient fake;
      fake.transport->then(respond(status)).then(respond(status)).then(respond(200, "7"));
      ResponseInfo info;
      EXPECT_EQ(call(fake, method, {.response = &info}), "7") << status;
      EXPECT_EQ(info.attempts, 3);
      EXPECT_EQ(info.status, 200);
      EXPECT_EQ(*fake.waits, (Waits{250ms, 500ms}));
    }
  }
}

TEST(Retry, RepeatsNoOtherStatus) {
  for (const HttpMethod method : {HttpMethod::Get, HttpMethod::Put, HttpMethod::Delete, HttpMethod::Post}) {
    for (const int status : {100, 301, 302, 304, 307, 308, 400, 401, 402, 403, 404, 405, 409, 410, 422, 501, 505}) {
      FakeClient fake;
      fake.transport->then(respond(status));
      EXPECT_EQ(thrown_by<AlloApiException>([&] { call(fake, method); }).status(), status);
      EXPECT_EQ(fake.transport->count(), 1U);
    }
  }
}

TEST(Retry, RepeatsAPostOnlyWhenItWasRefusedForItsRate) {
  for (const HttpMethod method : once_only) {
    for (const int status : {408, 425, 500, 502, 503, 504}) {
      FakeClient fake;
      fake.transport->then(respond(status));
      EXPECT_THROW(call(fake, method), AlloApiException);
      EXPECT_EQ(fake.transport->count(), 1U) << status;
    }
    FakeClient fake;
    fake.transport->then(respond(429)).then(respond(200, "7"));
    EXPECT_EQ(call(fake, method), "7");
  }
}

TEST(Retry, RepeatsWhatBrokeBelowHttpWhereThatIsSafe) {
  using enum TransportError;
  for (const TransportError kind : {Unknown, Timeout, Connect, Resolve, Send, Receive}) {
    for (const bool maybe_sent : {false, true}) {
      for (const HttpMethod method : {HttpMethod::Get, HttpMethod::Put, HttpMethod::Delete, HttpMethod::Post}) {
        FakeClient fake;
        fake.transport->then_fail(kind, maybe_sent).then(respond(200, "7"));
        if (method == HttpMethod::Post && maybe_sent) {
          const auto error = thrown_by<TransportException>([&] { call(fake, method); });
          EXPECT_EQ(error.kind(), kind);
          EXPECT_TRUE(error.request_may_have_been_sent());
          EXPECT_EQ(fake.transport->count(), 1U);
        } else {
          EXPECT_EQ(call(fake, method), "7");
          EXPECT_EQ(fake.transport->count(), 2U);
        }
      }
    }
  }
}

TEST(Retry, NeverRepeatsWhatARepetitionDoesNotMend) {
  using enum TransportError;
  for (const TransportError kind : {Tls, TooLarge, BadEncoding, Cancelled}) {
    for (const HttpMethod method : {HttpMethod::Get, HttpMethod::Post}) {
      FakeClient fake;
      fake.transport->then_fail(kind, false);
      EXPECT_EQ(thrown_by<TransportException>([&] { call(fake, method); }).kind(), kind);
      EXPECT_EQ(fake.transport->count(), 1U);
    }
  }
}

TEST(Retry, TakesTheWordOfATransportForWhatMayPass) {
  FakeClient fake;
  fake.transport
      ->then([](const HttpRequest&) -> HttpResponse {
        throw TransportException(TransportError::Tls, "the certificate is being renewed", false, {}, true);
      })
      .then(respond(200, "7"));
  EXPECT_EQ(call(fake, HttpMethod::Post), "7");
  EXPECT_EQ(fake.transport->count(), 2U);
}

TEST(Retry, NeverRepeatsAnAnswerThatCannotBeRead) {
  FakeClient fake;
  fake.transport->then(respond(200, "<html>"));
  EXPECT_THROW(fake.client().numbers.list(), DecodeException);
  EXPECT_EQ(fake.transport->count(), 1U);
}

TEST(Retry, LetsForeignExceptionsThrough) {
  FakeClient fake;
  fake.transport->then(respond(503)).then([](const HttpRequest&) -> HttpResponse { throw std::bad_alloc(); });
  std::vector<std::pair<int, TransportError>> told;
  fake.options.on_response = [&](const ResponseEvent& event) {
    told.emplace_back(event.status, event.transport_error);
  };
  ResponseInfo info;
  EXPECT_THROW(call(fake, HttpMethod::Get, {.response = &info}), std::bad_alloc);
  EXPECT_EQ(info.attempts, 2);
  EXPECT_EQ(info.status, 0) << "of the last attempt, which got no response";
  const std::vector<std::pair<int, TransportError>> answer_then_none{{503, TransportError::Unknown},
                                                                     {0, TransportError::Unknown}};
  EXPECT_EQ(told, answer_then_none);
  fake.transport->then(respond(200, "7"));
  EXPECT_EQ(call(fake, HttpMethod::Get), "7");
}

TEST(Retry, NeverRepeatsOnASpentQuota) {
  for (
      const char* body :
      {R"({"code":"API_KEY_QUOTA_EXCEEDED","details":[{"message":"limit=1000;type=DAILY;reset_in=1","field":"DAILY"}]})",
       R"({"code":"DAILY_SMS_LIMIT_REACHED"})",
       R"({"error":{"code":"API_KEY_QUOTA_EXCEEDED","retryable":true,"retry_after_seconds":1}})"}) {
    for (const HttpMethod method : {HttpMethod::Get, HttpMethod::Post}) {
      FakeClient fake;
      fake.transport->then(respond(429, body, {{"Retry-After", "1"}}));
      const auto error = thrown_by<RateLimitException>([&] { call(fake, method); });
      EXPECT_TRUE(error.quota_exhausted());
      EXPECT_EQ(error.retry_after(), 1s);
      EXPECT_EQ(fake.transport->count(), 1U);
    }
  }
}

TEST(Retry, ObeysTheServicesWord) {
  const auto envelope = [](bool retryable) {
    return std::string{R"({"error":{"code":"X","retryable":)"} + (retryable ? "true" : "false") + "}}";
  };
  {
    FakeClient fake;
    fake.transport->then(respond(503, envelope(false)));
    EXPECT_THROW(call(fake, HttpMethod::Get), ServerException);
  }
  {
    FakeClient fake;
    fake.transport->then(respond(429, envelope(false)));
    EXPECT_THROW(call(fake, HttpMethod::Post), RateLimitException);
  }
  {
    FakeClient fake;
    fake.transport->then(respond(409, envelope(true))).then(respond(200, "7"));
    EXPECT_EQ(call(fake, HttpMethod::Get), "7");
  }
  {
    FakeClient fake;
    fake.transport->then(respond(503, envelope(true)));
    EXPECT_THROW(call(fake, HttpMethod::Post), ServerException);
  }
}

TEST(Retry, DoublesTheBoundUpToTheCapAndDrawsWithinIt) {
  FakeClient fake;
  fake.options.retry.max_attempts = 7;
  fake.options.retry.initial_delay = 100ms;
  fake.options.retry.max_delay = 1s;
  std::vector<double> draws{0.0, 0.999, 0.5, 1.0 / 3, 0.25, 0.75};
  std::size_t next = 0;
  fake.time.random = [&] { return draws[next++]; };
  fake.transport->always([](const HttpRequest&) { return respond(503); });
  EXPECT_THROW(call(fake, HttpMethod::Get), ServerException);
  EXPECT_EQ(*fake.waits, (Waits{0ms, 199ms, 200ms, 266ms, 250ms, 750ms}));
  EXPECT_EQ(fake.transport->count(), 7U);
}

TEST(Retry, CapsTheBoundAtTheLongestWaitToTheMillisecond) {
  for (const auto& [most, waits] :
       {std::pair{9ms, Waits{4ms, 8ms, 9ms, 9ms}}, std::pair{8ms, Waits{4ms, 8ms, 8ms, 8ms}},
        std::pair{7ms, Waits{4ms, 7ms, 7ms, 7ms}}, std::pair{4ms, Waits{4ms, 4ms, 4ms, 4ms}},
        std::pair{17ms, Waits{4ms, 8ms, 16ms, 17ms}}}) {
    FakeClient fake;
    fake.options.retry.max_attempts = 5;
    fake.options.retry.initial_delay = 4ms;
    fake.options.retry.max_delay = most;
    fake.time.random = [] { return 1.0; };
    fake.transport->always([](const HttpRequest&) { return respond(503); });
    EXPECT_THROW(call(fake, HttpMethod::Get), ServerException);
    EXPECT_EQ(*fake.waits, waits);
  }
}

TEST(Retry, SurvivesARandomSourceThatIsNone) {
  for (const double draw : {-1.0, 1.0, std::numeric_limits<double>::infinity(), std::nan("")}) {
    FakeClient fake;
    fake.time.random = [=] { return draw; };
    fake.transport->then(respond(503)).then(respond(200, "7"));
    EXPECT_EQ(call(fake, HttpMethod::Get), "7");
    EXPECT_EQ(*fake.waits, Waits{draw >= 1 ? 500ms : 0ms});
  }
}

TEST(Retry, OfOneAttemptIsNone) {
  FakeClient fake;
  fake.options.retry.max_attempts = 1;
  fake.transport->then(respond(503));
  EXPECT_THROW(call(fake, HttpMethod::Get), ServerException);
  EXPECT_EQ(fake.transport->count(), 1U);
}

TEST(Retry, APolicyOfTheCallTakesTheClientsPlace) {
  FakeClient fake;
  RetryPolicy once = fake.options.retry;
  once.max_attempts = 1;
  fake.transport->then(respond(503));
  EXPECT_THROW(call(fake, HttpMethod::Get, {.retry = once}), ServerException);
  EXPECT_EQ(fake.transport->count(), 1U);
}

TEST(RetryAfter, IsWaitedOutInsteadOfTheBackOff) {
  FakeClient fake;
  fake.options.retry.max_attempts = 4;
  fake.time.wall_clock = [] { return std::chrono::system_clock::time_point{std::chrono::seconds{784111770}}; };
  fake.transport->then(respond(429, "", {{"Retry-After", "3"}}))
      .then(respond(503, "", {{"Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"}}))
      .then(respond(429, R"({"error":{"code":"RATE_LIMIT_EXCEEDED","retryable":true,"retry_after_seconds":2}})"))
      .then(respond(200, "7"));
  EXPECT_EQ(call(fake, HttpMethod::Get), "7");
  EXPECT_EQ(*fake.waits, (Waits{3s, 7s, 2s}));
}

TEST(RetryAfter, InThePastMeansNow) {
  FakeClient fake;
  fake.transport->then(respond(429, "", {{"Retry-After", "0"}}))
      .then(respond(429, "", {{"Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"}}))
      .then(respond(200, "7"));
  EXPECT_EQ(call(fake, HttpMethod::Get), "7");
  EXPECT_EQ(*fake.waits, (Waits{0ms, 0ms}));
}

TEST(RetryAfter, MayHaveBlanksAroundIt) {
  FakeClient fake;
  fake.time.wall_clock = [] { return std::chrono::system_clock::time_point{std::chrono::seconds{784111770}}; };
  fake.transport->then(respond(429, "", {{"Retry-After", " 5"}}))
      .then(respond(429, "", {{"Retry-After", "\tSun, 06 Nov 1994 08:49:37 GMT \t"}}))
      .then(respond(200, "7"));
  EXPECT_EQ(call(fake, HttpMethod::Get), "7");
  EXPECT_EQ(*fake.waits, (Waits{5s, 7s}));
}

TEST(RetryAfter, ThatIsMalformedCountsAsNone) {
  for (const char* value : {"", " \t ", "1 2", "soon", "-5", "1e3", "12 s", "0x10", "Sun, 99 Nov 1994 08:49:37 GMT"}) {
    FakeClient fake;
    fake.transport->then(respond(429, "", {{"Retry-After", value}})).then(respond(200, "7"));
    EXPECT_EQ(call(fake, HttpMethod::Get), "7");
    EXPECT_EQ(*fake.waits, Waits{250ms}) << value;
  }
}

TEST(RetryAfter, LongerThanTheCapEndsTheRequestAndIsReported) {
  for (const char* value : {"31", "99999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"}) {
    FakeClient fake;
    fake.transport->then(respond(429, "", {{"Retry-After", value}}));
    const auto error = thrown_by<RateLimitException>([&] { call(fake, HttpMethod::Get); });
    EXPECT_GE(error.retry_after(), 31s);
    EXPECT_EQ(fake.transport->count(), 1U);
  }
  FakeClient fake;
  fake.transport->then(respond(429, "", {{"Retry-After", "30"}})).then(respond(200, "7"));
  EXPECT_EQ(call(fake, HttpMethod::Get), "7");
}

TEST(Deadline, CutsTheTimeoutOfEachAttemptToWhatIsLeft) {
  FakeClient fake;
  auto now = std::make_shared<std::chrono::steady_clock::time_point>();
  fake.options.timeout = 4s;
  fake.options.retry.max_attempts = 10;
  fake.options.retry.deadline = 6s;
  fake.time.clock = [now] { return *now; };
  fake.time.sleep = [now](milliseconds wait) { *now += wait; };
  fake.transport->always([now](const HttpRequest& request) -> HttpResponse {
    *now += request.timeout;
    throw TransportException(TransportError::Timeout, "too slow", true);
  });
  const auto error = thrown_by<TransportException>([&] { call(fake, HttpMethod::Get); });
  EXPECT_EQ(error.kind(), TransportError::Timeout);
  const auto requests = fake.transport->requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(requests[0].timeout, 4000ms);
  EXPECT_EQ(requests[1].timeout, 1750ms);  // 6 s less 4 s less a wait of 250 ms.
}

TEST(Deadline, EndsWithTheLastErrorRatherThanAWaitThatIsTooLong) {
  FakeClient fake;
  fake.options.retry.deadline = 2s;
  fake.time.clock = [] { return std::chrono::steady_clock::time_point{}; };
  fake.transport->then(respond(503, "", {{"Retry-After", "2"}}));
  EXPECT_EQ(thrown_by<ServerException>([&] { call(fake, HttpMethod::Get); }).status(), 503);
  EXPECT_TRUE(fake.waits->empty());
}

TEST(Deadline, ThatPassesWhileWaitingReportsTheFailureThatItCouldNotMend) {
  FakeClient fake;
  auto now = std::make_shared<std::chrono::steady_clock::time_point>();
  fake.options.retry.deadline = 1s;
  fake.time.clock = [now] { return *now; };
  fake.time.sleep = [now](milliseconds) { *now += 1h; };  // The machine was asleep.
  fake.transport->then_fail(TransportError::Receive, true);
  const auto error = thrown_by<TransportException>([&] { call(fake, HttpMethod::Get); });
  EXPECT_EQ(error.kind(), TransportError::Receive);
  EXPECT_EQ(error.delivery(), DeliveryState::MaybeSent);
}

TEST(Deadline, OfTheLongestTimeThereIsNeverComes) {
  FakeClient fake;
  fake.options.retry.deadline = milliseconds::max();
  fake.transport->then(respond(503)).then(respond(200, "7"));
  EXPECT_EQ(call(fake, HttpMethod::Get), "7");
}

TEST(Delete, ThatFindsNothingAfterAnAttemptWithoutAnswerSucceeded) {
  FakeClient fake;
  fake.transport->then_fail(TransportError::Receive, true).then(respond(404, R"({"error":"WEBHOOK_NOT_FOUND"})"));
  ResponseInfo info;
  EXPECT_NO_THROW(fake.client().webhooks.remove("wh_1", {.response = &info}));
  EXPECT_EQ(info.attempts, 2);
  fake.transport->then(respond(503)).then(respond(404));
  EXPECT_NO_THROW(fake.client().webhooks.remove("wh_1"));
}

TEST(Delete, ThatFindsNothingAfterARefusalFailed) {
  FakeClient fake;
  fake.transport->then(respond(404)).then(respond(429)).then(respond(404));
  EXPECT_THROW(fake.client().webhooks.remove("wh_1"), NotFoundException);
  EXPECT_THROW(fake.client().webhooks.remove("wh_1"), NotFoundException);
  fake.transport->then_fail(TransportError::Connect, false).then(respond(404));
  EXPECT_THROW(fake.client().webhooks.remove("wh_1"), NotFoundException);
}

TEST(IdempotencyKey, ThatIsTrustedLetsAPostBeRepeatedUnderOneKey) {
  FakeClient fake;
  fake.options.retry.trust_idempotency_keys = true;
  fake.options.retry.max_attempts = 4;
  fake.transport->then_fail(TransportError::Receive, true)
      .then(respond(500))
      .then(respond(429))
      .then(respond(200, "7", {{"Idempotency-Replayed", "true"}}))
      .then(respond(200, "8"));
  ResponseInfo info;
  EXPECT_EQ(call(fake, HttpMethod::Post, {.response = &info}), "7");
  EXPECT_TRUE(info.idempotency_replayed);
  EXPECT_EQ(call(fake, HttpMethod::Post, {.response = &info}), "8");
  EXPECT_FALSE(info.idempotency_replayed);
  const auto requests = fake.transport->requests();
  ASSERT_EQ(requests.size(), 5U);
  const std::string key{requests[0].headers.get("Idempotency-Key").value()};
  EXPECT_EQ(key.size(), 32U);
  EXPECT_EQ(key.find_first_not_of("0123456789abcdef"), std::string::npos);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(requests[static_cast<std::size_t>(i)].headers.all("Idempotency-Key"), std::vector<std::string_view>{key});
  }
  EXPECT_NE(requests[4].headers.get("Idempotency-Key"), key);
}

TEST(IdempotencyKey, OfTheCallerIsKept) {
  FakeClient fake;
  fake.options.retry.trust_idempotency_keys = true;
  fake.transport->then(respond(500)).then(respond(200, "7"));
  call(fake, HttpMethod::Post, {.idempotency_key = "order-17"});
  for (const HttpRequest& request : fake.transport->requests()) {
    EXPECT_EQ(request.headers.all("Idempotency-Key"), std::vector<std::string_view>{"order-17"});
  }
}

TEST(IdempotencyKey, AloneDoesNotLetAPostBeRepeated) {
  FakeClient fake;
  fake.transport->then(respond(500));
  EXPECT_THROW(call(fake, HttpMethod::Post, {.idempotency_key = "order-17"}), ServerException);
  EXPECT_EQ(fake.transport->count(), 1U);
}

TEST(Delivery, SpeaksForAllAttemptsTogether) {
  const auto delivery = [](HttpMethod method, auto script) {
    FakeClient fake;
    fake.options.retry.trust_idempotency_keys = true;
    script(*fake.transport);
    return thrown_by<AlloException>([&] { call(fake, method); }).delivery();
  };
  using enum TransportError;
  EXPECT_EQ(delivery(HttpMethod::Post, [](auto& t) { t.then(respond(400)); }), DeliveryState::Rejected);
  EXPECT_EQ(delivery(HttpMethod::Post, [](auto& t) { t.then_fail(Receive, true).then(respond(400)); }),
            DeliveryState::MaybeSent);
  EXPECT_EQ(delivery(HttpMethod::Post, [](auto& t) { t.then(respond(503)).then(respond(401)); }),
            DeliveryState::MaybeSent);
  EXPECT_EQ(delivery(HttpMethod::Post, [](auto& t) { t.then_fail(Connect, false).then(respond(400)); }),
            DeliveryState::Rejected);
  EXPECT_EQ(delivery(HttpMethod::Post,
                     [](auto& t) { t.then_fail(Send, true).then_fail(Connect, false).then_fail(Resolve, false); }),
            DeliveryState::MaybeSent);
  EXPECT_EQ(delivery(HttpMethod::Post,
                     [](auto& t) { t.then(respond(429)).then_fail(Connect, false).then_fail(Connect, false); }),
            DeliveryState::Rejected);
  EXPECT_EQ(delivery(HttpMethod::Post, [](auto& t) { t.then(respond(429)).then(respond(429)).then(respond(429)); }),
            DeliveryState::Rejected);
}

TEST(Cancelling, BeforeTheCallSendsNothing) {
  FakeClient fake;
  CancellationSource source;
  source.cancel();
  ResponseInfo info;
  const auto error = thrown_by<TransportException>(
      [&] { call(fake, HttpMethod::Post, {.cancellation = source.token(), .response = &info}); });
  EXPECT_EQ(error.kind(), TransportError::Cancelled);
  EXPECT_EQ(error.delivery(), DeliveryState::NotSent);
  EXPECT_EQ(fake.transport->count(), 0U);
  EXPECT_EQ(info.attempts, 0);
}

TEST(Cancelling, EndsABackOff) {
  for (const bool maybe_sent : {false, true}) {
    FakeClient fake;
    fake.time.sleep = nullptr;
    fake.options.retry.initial_delay = 1h;
    fake.options.retry.max_delay = 1h;
    CancellationSource source;
    std::thread canceller;
    std::chrono::steady_clock::time_point cancelled_at;
    fake.options.retry.on_retry = [&](const RetryEvent&) {
      canceller = std::thread{[&] {
        std::this_thread::sleep_for(20ms);
        cancelled_at = std::chrono::steady_clock::now();
        source.cancel();
      }};
    };
    fake.transport->then_fail(TransportError::Receive, maybe_sent);
    const auto error =
        thrown_by<TransportException>([&] { call(fake, HttpMethod::Get, {.cancellation = source.token()}); });
    const auto ended_at = std::chrono::steady_clock::now();
    canceller.join();
    EXPECT_EQ(error.kind(), TransportError::Cancelled);
    EXPECT_STREQ(error.what(), "cancelled while waiting to try again");
    EXPECT_EQ(error.request_may_have_been_sent(), maybe_sent);
    EXPECT_LT(ended_at - cancelled_at, 5s);
  }
}

TEST(Cancelling, DuringAReplacedSleepIsSeenAfterIt) {
  FakeClient fake;
  CancellationSource source;
  fake.time.sleep = [&](milliseconds) { source.cancel(); };
  fake.transport->then(respond(503));
  const auto error =
      thrown_by<TransportException>([&] { call(fake, HttpMethod::Get, {.cancellation = source.token()}); });
  EXPECT_EQ(error.kind(), TransportError::Cancelled);
  EXPECT_EQ(fake.transport->count(), 1U);
}

}  // namespace
ALLO_NAMESPACE_END
