#include "support/fake_transport.hpp"

#include <allo/api_error.hpp>
#include <allo/error_codes.hpp>

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

ALLO_NAMESPACE_BEGIN
namespace {

using test::thrown_by;

ApiError error_of(int status, std::string code = "", std::string message = "") {
  ApiError error;
  error.status = status;
  error.code = std::move(code);
  error.message = std::move(message);
  return error;
}

template <class E>
void expect_class(int status) {
  try {
    throw_api_error(error_of(status));
  } catch (const AlloApiException& error) {
    EXPECT_EQ(typeid(error), typeid(E)) << status;
    EXPECT_EQ(error.status(), status);
  }
}

TEST(ThrowApiError, TheClassFollowsTheStatusAlone) {
  expect_class<ValidationException>(400);
  expect_class<ValidationException>(422);
  expect_class<AuthenticationException>(401);
  expect_class<ForbiddenException>(403);
  expect_class<NotFoundException>(404);
  expect_class<RateLimitException>(429);
  for (const int status : {500, 501, 502, 503, 504, 599}) expect_class<ServerException>(status);
  expect_class<ConflictException>(409);
  for (const int status : {0, 100, 103, 199, 301, 302, 304, 307, 308, 402, 405, 408, 410, 418, 425, 600, 999}) {
    expect_class<AlloApiException>(status);
  }
}

TEST(AlloApiException, SaysStatusCodeAndMessage) {
  EXPECT_STREQ(AlloApiException(error_of(400, "INVALID_SENDER_ID", "Not approved")).what(),
               "HTTP 400 INVALID_SENDER_ID: Not approved");
  EXPECT_STREQ(AlloApiException(error_of(502)).what(), "HTTP 502");
  EXPECT_STREQ(AlloApiException(error_of(500, "", "oops")).what(), "HTTP 500: oops");
  ApiError detailed = error_of(403, "API_KEY_INSUFFICIENT_SCOPE");
  detailed.details = {{"scope", "required=CONTACTS_READ"}, {"", "no field"}, {"no message", ""}};
  EXPECT_STREQ(AlloApiException(detailed).what(),
               "HTTP 403 API_KEY_INSUFFICIENT_SCOPE: scope: required=CONTACTS_READ; no field");
}

TEST(AlloApiException, WritesOneLineWhateverTheServiceSends) {
  const std::string what =
      AlloApiException(error_of(400, "A\nB", std::string("x\r\n2024 ERROR forged\x1B[0m") + '\0')).what();
  EXPECT_EQ(what, "HTTP 400 A B: x  2024 ERROR forged [0m ");
  std::string euros;
  for (int i = 0; i < 1000; ++i) euros += "\xE2\x82\xAC";
  const std::string cut = AlloApiException(error_of(400, "", euros)).what();
  EXPECT_EQ(cut, "HTTP 400: " + euros.substr(0, 498) + "...");
}

TEST(AlloApiException, GivesAllThatTheResponseSaid) {
  ApiError error = error_of(429, "RATE_LIMITED", "slow down");
  error.details = {{"field", "text"}};
  error.request_id = "req_1";
  error.retry_after = std::chrono::seconds{3};
  error.body = "{}";
  const RateLimitException thrown = thrown_by<RateLimitException>([&] { throw_api_error(error); });
  const RateLimitException copy = thrown;
  EXPECT_EQ(copy.code(), codes::RateLimited);
  EXPECT_EQ(copy.message(), "slow down");
  ASSERT_EQ(copy.details().size(), 1U);
  EXPECT_EQ(copy.details()[0].field, "field");
  EXPECT_EQ(copy.details()[0].message, "text");
  EXPECT_EQ(copy.request_id(), "req_1");
  EXPECT_EQ(copy.retry_after(), std::chrono::milliseconds{3000});
  EXPECT_EQ(copy.body(), "{}");
}

TEST(AlloApiException, RetryableFollowsTheServiceThenTheStatus) {
  for (const int status : {408, 425, 429, 500, 502, 503, 504}) {
    EXPECT_TRUE(AlloApiException(error_of(status)).retryable()) << status;
  }
  for (const int status : {301, 400, 401, 403, 404, 409, 422, 501, 505}) {
    EXPECT_FALSE(AlloApiException(error_of(status)).retryable()) << status;
  }
  ApiError said = error_of(503);
  said.retryable = false;
  EXPECT_FALSE(AlloApiException(said).retryable());
  said.status = 409;
  said.retryable = true;
  EXPECT_TRUE(AlloApiException(said).retryable());
}

TEST(AlloApiException, ASpentQuotaIsNotRetryable) {
  for (const char* code :
       {"API_KEY_QUOTA_EXCEEDED", "DAILY_SMS_LIMIT_REACHED", "TRIAL_SMS_LIMIT_REACHED", "SMS_LIMIT_REACHED"}) {
    ApiError error = error_of(429, code);
    error.retryable = true;
    const AlloApiException thrown{error};
    EXPECT_TRUE(thrown.quota_exhausted()) << code;
    EXPECT_FALSE(thrown.retryable()) << code;
  }
  EXPECT_FALSE(AlloApiException(error_of(429, "RATE_LIMITED")).quota_exhausted());
  EXPECT_FALSE(AlloApiException(error_of(429, "MMS_LIMIT_REACHED")).quota_exhausted());
}

TEST(AlloApiException, NotFoundKnowsTheServicesWays) {
  EXPECT_TRUE(AlloApiException(error_of(404)).not_found());
  EXPECT_TRUE(AlloApiException(error_of(400, "CONTACT_NOT_FOUND")).not_found());
  EXPECT_FALSE(AlloApiException(error_of(400, "NOT_FOUND_AT_ALL")).not_found());
  EXPECT_FALSE(AlloApiException(error_of(500, "CONTACT_NOT_FOUND")).not_found());
}

TEST(AlloApiException, TheDeliveryStateFollowsTheStatusUnlessMoreIsKnown) {
  for (const int status : {307, 308, 400, 401, 403, 404, 409, 422, 425, 429}) {
    EXPECT_EQ(AlloApiException(error_of(status)).delivery(), DeliveryState::Rejected) << status;
  }
  for (const int status : {100, 301, 302, 303, 408, 500, 502, 503, 504}) {
    EXPECT_EQ(AlloApiException(error_of(status)).delivery(), DeliveryState::MaybeSent) << status;
  }
  ApiError error = error_of(400);
  error.delivery = DeliveryState::MaybeSent;
  EXPECT_EQ(AlloApiException(error).delivery(), DeliveryState::MaybeSent);
}

TEST(ForbiddenException, NamesTheScopes) {
  const auto scopes = [](std::vector<ErrorDetail> details) {
    ApiError error = error_of(403);
    error.details = std::move(details);
    return ForbiddenException(error).required_scopes();
  };
  using List = std::vector<std::string>;
  EXPECT_EQ(scopes({{"scope", "required=CONTACTS_READ"}}), List{"CONTACTS_READ"});
  EXPECT_EQ(scopes({{"scope", "required=A,B, C"}}), (List{"A", "B", "C"}));
  EXPECT_EQ(scopes({{"scope", "required=A"}, {"scope", "required=B"}}), (List{"A", "B"}));
  EXPECT_EQ(scopes({{"other", "required=A"}, {"scope", "needs A"}, {"scope", "required="}}), List{});
  EXPECT_EQ(scopes({{"", "required=A"}, {"", "needs B"}}), List{"A"});
  EXPECT_EQ(scopes({}), List{});
}

TEST(Exceptions, HaveTheirPlacesInTheTree) {
  static_assert(std::is_base_of_v<std::runtime_error, AlloException>);
  static_assert(std::is_base_of_v<std::invalid_argument, InvalidArgumentException>);
  static_assert(std::is_base_of_v<AlloException, TransportException>);
  static_assert(std::is_base_of_v<AlloException, DecodeException>);
  static_assert(std::is_nothrow_copy_constructible_v<AlloApiException>);
  static_assert(std::is_nothrow_copy_constructible_v<DecodeException>);
  EXPECT_EQ(ValidationException(error_of(400)).errors().size(), 0U);
}

TEST(TransportException, SaysWhetherTheRequestMayHaveGoneOut) {
  const TransportException sent{TransportError::Receive, "cut off", true};
  EXPECT_EQ(sent.kind(), TransportError::Receive);
  EXPECT_STREQ(sent.what(), "cut off");
  EXPECT_TRUE(sent.request_may_have_been_sent());
  EXPECT_EQ(sent.delivery(), DeliveryState::MaybeSent);
  EXPECT_EQ(TransportException(TransportError::Connect, "", false).delivery(), DeliveryState::NotSent);
}

TEST(DecodeException, NamesThePath) {
  const DecodeException error{"data.results[3].start_date", "expected a string"};
  EXPECT_STREQ(error.what(), "data.results[3].start_date: expected a string");
  EXPECT_EQ(error.path(), "data.results[3].start_date");
  EXPECT_EQ(error.delivery(), DeliveryState::MaybeSent);
  EXPECT_STREQ(DecodeException("", "cut off").what(), "cut off");
}

TEST(Words, OfEnumerations) {
  EXPECT_EQ(to_string(DeliveryState::NotSent), "not sent");
  EXPECT_EQ(to_string(DeliveryState::MaybeSent), "maybe sent");
  EXPECT_EQ(to_string(DeliveryState::Rejected), "rejected");
  EXPECT_EQ(to_string(TransportError::Unknown), "unknown");
  EXPECT_EQ(to_string(TransportError::Timeout), "timeout");
  EXPECT_EQ(to_string(TransportError::TooLarge), "too large");
  EXPECT_EQ(to_string(TransportError::BadEncoding), "bad encoding");
  EXPECT_EQ(to_string(TransportError::Cancelled), "cancelled");
}

}  // namespace
ALLO_NAMESPACE_END
