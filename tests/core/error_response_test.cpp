#include "core/core.hpp"
#include "support/fake_transport.hpp"

#include <allo/client.hpp>
#include <allo/error_codes.hpp>

#include <gtest/gtest.h>

#include <string>

ALLO_NAMESPACE_BEGIN
namespace {

using namespace std::chrono_literals;
using test::FakeClient;
using test::respond;
using test::thrown_by;

template <class E = AlloApiException>
E error_of(HttpResponse response, const RequestOptions& options = {}) {
  FakeClient fake;
  fake.options.retry.max_attempts = 1;
  fake.transport->then(std::move(response));
  return thrown_by<E>([&] { fake.client().numbers.list(options); });
}

TEST(ErrorResponse, InTheFormsOfTheService) {
  const auto invalid = error_of<AuthenticationException>(respond(401, R"({"code":"API_KEY_INVALID","details":null})"));
  EXPECT_EQ(invalid.code(), codes::ApiKeyInvalid);
  EXPECT_STREQ(invalid.what(), "HTTP 401 API_KEY_INVALID");
  EXPECT_EQ(invalid.body(), R"({"code":"API_KEY_INVALID","details":null})");
  EXPECT_EQ(invalid.delivery(), DeliveryState::Rejected);

  const auto scope = error_of<ForbiddenException>(respond(
      403,
      R"({"code":"API_KEY_INSUFFICIENT_SCOPE","details":[{"message":"required=CONTACTS_READ","field":"scope"}]})"));
  EXPECT_EQ(scope.required_scopes(), std::vector<std::string>{"CONTACTS_READ"});

  const auto contact = error_of<ValidationException>(respond(400, R"({"code":"CONTACT_NOT_FOUND","details":null})"));
  EXPECT_TRUE(contact.not_found());

  EXPECT_EQ(error_of<NotFoundException>(respond(404, R"({"error":"WEBHOOK_NOT_FOUND"})")).code(), "WEBHOOK_NOT_FOUND");

  const auto quota = error_of<RateLimitException>(respond(
      429,
      R"({"code":"API_KEY_QUOTA_EXCEEDED","details":[{"message":"limit=1000;type=DAILY;reset_in=3600","field":"DAILY"}]})"));
  EXPECT_TRUE(quota.quota_exhausted());
  EXPECT_EQ(quota.retry_after(), 3600s);

  const auto limited = error_of<RateLimitException>(respond(429, R"({"code":"RATE_LIMITED"})", {{"retry-after", "7"}}));
  EXPECT_EQ(limited.retry_after(), 7s);
  EXPECT_TRUE(limited.retryable());

  const auto newer = error_of<RateLimitException>(respond(
      429,
      R"({"error":{"type":"rate_limit_error","code":"RATE_LIMIT_EXCEEDED","message":"Slow down","retryable":true,)"
      R"("request_id":"req_9","retry_after_seconds":1,"errors":[{"field":"to","code":"BAD","message":"is bad"}]}})",
      {{"X-Request-Id", "from the header"}}));
  EXPECT_EQ(newer.code(), codes::RateLimitExceeded);
  EXPECT_EQ(newer.message(), "Slow down");
  EXPECT_EQ(newer.request_id(), "req_9");
  EXPECT_EQ(newer.retry_after(), 1s);
  ASSERT_EQ(newer.details().size(), 1U);
  EXPECT_EQ(newer.details()[0].field, "to");
}

TEST(ErrorResponse, IsWhatHasNoStatusOf200To299) {
  for (const int status : {100, 199, 300, 304, 399, 400, 499, 500, 599, 600, 999}) {
    EXPECT_EQ(error_of<AlloApiException>(respond(status, R"({"data":[]})")).status(), status);
  }
  for (const int status : {200, 201, 206, 299}) {
    FakeClient fake;
    fake.transport->then(respond(status, R"({"data":[{"number":"+1234567890"}]})"));
    EXPECT_EQ(fake.client().numbers.list().size(), 1U) << status;
  }
}

TEST(ErrorResponse, OfAProxyIsKeptAsItIs) {
  const auto html = error_of<ServerException>(respond(502, "<html>\r\nBad gateway</html>"));
  EXPECT_EQ(html.code(), "");
  EXPECT_EQ(html.body(), "<html>\r\nBad gateway</html>");
  EXPECT_EQ(html.delivery(), DeliveryState::MaybeSent);
  EXPECT_EQ(error_of(respond(503, "")).body(), "");
  EXPECT_STREQ(error_of(respond(503, R"({"code":"CUT)")).what(), "HTTP 503");
  EXPECT_EQ(error_of(respond(500, R"({"message":"oops"})")).message(), "oops");
  EXPECT_EQ(error_of(respond(500, "[1,2]")).status(), 500);
  EXPECT_EQ(error_of(respond(500, std::string(100'000, '['))).status(), 500);
}

TEST(ErrorResponse, OfARedirectIsAnErrorLikeAnyOther) {
  for (const int status : {301, 302, 303, 307, 308}) {
    FakeClient fake;
    fake.transport->then(respond(status, "", {{"Location", "https://evil.test/"}}));
    const auto error = thrown_by<AlloApiException>([&] {
      fake.client().sms.send({"+12345678901", "+12345678902", "Hi"});
    });
    EXPECT_EQ(typeid(error), typeid(AlloApiException));
    EXPECT_EQ(error.status(), status);
    EXPECT_EQ(fake.transport->count(), 1U);
  }
}

TEST(ErrorResponse, BodyIsBoundedTo64Kibibytes) {
  const std::string body(65 * 1024, 'x');
  EXPECT_EQ(error_of(respond(500, body)).body(), body.substr(0, 64 * 1024));
}

TEST(ErrorResponse, TakesTheRequestIdWhereItFindsOne) {
  EXPECT_EQ(error_of(respond(500, "", {{"x-request-id", "header"}})).request_id(), "header");
  EXPECT_EQ(error_of(respond(500), {.headers = {{"X-Request-Id", "mine"}}}).request_id(), "mine");
  EXPECT_EQ(error_of(respond(500)).request_id().size(), 32U) << "the client's own";
}

TEST(ErrorResponse, FillsTheResponseInfo) {
  ResponseInfo info;
  info.status = 7;
  error_of(
      respond(429, R"({"error":{"code":"X","request_id":"req_9"}})",
              {{"X-RateLimit-Limit", "20"}, {"X-RateLimit-Remaining", " 0"}, {"X-RateLimit-Reset", "1700000000 \t"}}),
      {.response = &info});
  EXPECT_EQ(info.status, 429);
  EXPECT_EQ(info.attempts, 1);
  EXPECT_EQ(info.request_id, "req_9");
  EXPECT_EQ(info.headers.get("x-ratelimit-limit"), "20");
  EXPECT_EQ(info.rate_limit.limit, 20);
  EXPECT_EQ(info.rate_limit.remaining, 0);
  EXPECT_EQ(info.rate_limit.reset, std::chrono::system_clock::time_point{1700000000s});
}

TEST(ResponseInfo, IsOfTheLastAttempt) {
  FakeClient fake;
  fake.transport->then(respond(503, "", {{"X-Old", "1"}}))
      .then(respond(200, R"({"data":[]})", {{"X-Request-Id", "req_2"}, {"X-RateLimit-Remaining", "-1"}}))
      .then_fail(TransportError::Tls, false);
  ResponseInfo info;
  fake.client().numbers.list({.response = &info});
  EXPECT_EQ(info.status, 200);
  EXPECT_EQ(info.attempts, 2);
  EXPECT_EQ(info.request_id, "req_2");
  EXPECT_FALSE(info.headers.get("X-Old"));
  EXPECT_FALSE(info.rate_limit.remaining);

  EXPECT_THROW(fake.client().numbers.list({.response = &info}), TransportException);
  EXPECT_EQ(info.status, 0);
  EXPECT_EQ(info.attempts, 1);
  EXPECT_TRUE(info.headers.empty());
  EXPECT_EQ(info.request_id, fake.transport->last().headers.get("X-Request-Id"));
}

TEST(Secrets, AreTakenOutOfWhatAServerSendsBack) {
  const std::string key = test::test_key;
  const auto error = error_of(respond(500,
                                      R"({"code":"X","message":"you sent )" + key + R"(","details":[{"field":")" + key +
                                          R"(","message":"Authorization: )" + key + R"("}]})",
                                      {{"X-Request-Id", key}}));
  for (const std::string& text : {std::string{error.what()}, error.message(), error.body(), error.request_id(),
                                  error.details().at(0).field, error.details().at(0).message}) {
    EXPECT_EQ(text.find(key), std::string::npos) << text;
    EXPECT_NE(text.find("[api key]"), std::string::npos) << text;
  }
  // Also where the bound of the body would cut it in two.
  const auto cut = error_of(respond(500, std::string(64 * 1024 - 5, 'x') + key));
  EXPECT_EQ(cut.body().find("test_"), std::string::npos);
  // Also where keys before it were taken out, which draws what the bound had cut off into it.
  const auto drawn = error_of(respond(500, key + key + key + std::string(64 * 1024 - 3 * key.size() + 1, 'x') + key));
  EXPECT_EQ(drawn.body().find("test_"), std::string::npos);

  ResponseInfo info;
  FakeClient fake;
  fake.transport->then(respond(200, R"({"data":[]})", {{"X-Request-Id", key}}));
  fake.client().numbers.list({.response = &info});
  EXPECT_EQ(info.request_id, "[api key]");
}

TEST(Secrets, AreTakenOutInTheEscapesOfJson) {
  AlloClientOptions options;
  options.api_key = "live/key+4f1d9c=";
  options.retry.max_attempts = 1;
  FakeClient fake{options};
  fake.transport->then(respond(502, R"({"message":"sent live\/key+4f1d9c\u003D","details":[{"field":"Authorization",)"
                                    R"("message":"{\"was\":\"live\\\/key+4f1d9c=\"}"}]})"));
  const auto error = thrown_by<ServerException>([&] { fake.client().numbers.list(); });
  EXPECT_EQ(error.body(), R"({"message":"sent [api key]","details":[{"field":"Authorization",)"
                          R"("message":"{\"was\":\"[api key]\"}"}]})");
  EXPECT_EQ(error.details().at(0).message, R"({"was":"[api key]"})");
  EXPECT_STREQ(error.what(), "HTTP 502: sent [api key]");
}

TEST(Secrets, AreTakenOutOfWhatATransportSays) {
  FakeClient fake;
  fake.transport->then([](const HttpRequest& request) -> HttpResponse {
    throw TransportException(TransportError::Tls, "failed with " + std::string{*request.headers.get("Authorization")},
                             false);
  });
  EXPECT_STREQ(thrown_by<TransportException>([&] { fake.client().numbers.list(); }).what(), "failed with [api key]");
}

TEST(ErrorResponse, TheHeaderSaysHowLongToWaitBeforeTheBodyDoes) {
  const auto wait = [](const char* body, HttpHeaders headers) {
    return error_of<RateLimitException>(respond(429, body, std::move(headers))).retry_after();
  };
  const char* const newer = R"({"error":{"code":"RATE_LIMIT_EXCEEDED","retry_after_seconds":5}})";
  const char* const quota =
      R"({"code":"API_KEY_QUOTA_EXCEEDED","details":[{"message":"reset_in=3600","field":"DAILY"}]})";
  EXPECT_EQ(wait(newer, {{"Retry-After", "2"}}), 2s);
  EXPECT_EQ(wait(newer, {{"Retry-After", "7"}}), 7s);
  EXPECT_EQ(wait(quota, {{"Retry-After", "2"}}), 2s);
  EXPECT_EQ(wait(newer, {}), 5s);
  EXPECT_EQ(wait(quota, {}), 3600s);
}

TEST(UnreadableAnswer, ComesWithItsStatusItsRequestIdAndItsBody) {
  const std::string body =
      R"({"data":[{"number":"+1234567890"},{"number":5}],"echo":")" + std::string{test::test_key} + "\"}";
  const auto error = error_of<DecodeException>(respond(201, body, {{"X-Request-Id", "req_1"}}));
  EXPECT_STREQ(error.what(), "data[1].number: expected a string, found a number");
  EXPECT_EQ(error.path(), "data[1].number");
  EXPECT_EQ(error.delivery(), DeliveryState::MaybeSent);
  EXPECT_EQ(error.status(), 201);
  EXPECT_EQ(error.request_id(), "req_1");
  EXPECT_EQ(error.body(), R"({"data":[{"number":"+1234567890"},{"number":5}],"echo":"[api key]"})");

  const auto page = error_of<DecodeException>(respond(200, "<html>" + std::string(100'000, 'x')));
  EXPECT_EQ(page.body().size(), 64U * 1024U);
  EXPECT_EQ(page.status(), 200);

  // One's own, whatever the answer says.
  RequestOptions options;
  options.headers.add("X-Request-Id", "mine");
  EXPECT_EQ(error_of<DecodeException>(respond(200, "{}"), options).request_id(), "mine");

  FakeClient fake;
  fake.transport->then(respond(200, "{", {{"X-Request-Id", "req_2"}}));
  const auto free = thrown_by<DecodeException>([&] { fake.client().request(HttpMethod::Get, "/x"); });
  EXPECT_EQ(free.status(), 200);
  EXPECT_EQ(free.request_id(), "req_2");
  EXPECT_EQ(free.body(), "{");

  const DecodeException alone{"data", "missing"};
  EXPECT_EQ(alone.status(), 0);
  EXPECT_EQ(alone.request_id(), "");
  EXPECT_EQ(alone.body(), "");
}

TEST(UnreadableAnswer, NamesTheErrorThatItReportsWithAStatusOfSuccess) {
  const auto what = [](const std::string& body) {
    return std::string{error_of<DecodeException>(respond(200, body)).what()};
  };
  EXPECT_EQ(what(R"({"error":{"code":"RATE_LIMIT_EXCEEDED","message":"slow\ndown"}})"),
            "data: missing; the response reports RATE_LIMIT_EXCEEDED: slow down");
  EXPECT_EQ(what(R"({"error":{"message":"no"}})"), "data: missing; the response reports no");
  EXPECT_EQ(what(R"({"code":"API_KEY_INVALID","details":null})"),
            "data: missing; the response reports API_KEY_INVALID");
  EXPECT_EQ(what(R"({"data":null,"error":"WEBHOOK_NOT_FOUND"})"),
            "data: expected an array, found null; the response reports WEBHOOK_NOT_FOUND");
  EXPECT_EQ(what(R"({"error":{"code":")" + std::string{test::test_key} + R"("}})"),
            "data: missing; the response reports [api key]");
  EXPECT_EQ(what(R"({"message":"all is well"})"), "data: missing");
}

TEST(UnreadableAnswer, IsAnErrorAlsoWhereNobodyReadsTheAnswer) {
  FakeClient fake;
  const auto core = fake.core();
  const auto send = [&](const detail::Operation<void>& operation, HttpResponse response) {
    fake.transport->then(std::move(response));
    core->run(operation(), {});
  };
  const auto post = detail::post<void>("/x");
  const HttpResponse refusal = respond(200, R"({"error":{"code":"TAG_NOT_FOUND"}})");
  const auto error = thrown_by<DecodeException>([&] { send(post, refusal); });
  EXPECT_STREQ(error.what(), "error: found in an answer that reports success; the response reports TAG_NOT_FOUND");
  EXPECT_EQ(error.status(), 200);
  for (const char* body : {"", "{}", "<html>", "{", R"({"message":"done"})", R"({"error":null})", "\"error\""}) {
    EXPECT_NO_THROW(send(post, respond(200, body))) << body;
  }
  EXPECT_NO_THROW(send(detail::del<void>("/x"), refusal));
}

}  // namespace
ALLO_NAMESPACE_END
