// Every documented form of an error body, and the odd ones.
#include "json/support.hpp"

#include <chrono>
#include <string>

namespace allo::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::IsEmpty;

ApiError read(std::string_view body) {
  ApiError error;
  detail::decode_error_body(body, error);
  return error;
}

TEST(ErrorBody, ACodeWithoutDetails) {
  for (const auto& [name, code] : {std::pair{"api_key_invalid", "API_KEY_INVALID"},
                                   {"contact_not_found", "CONTACT_NOT_FOUND"},
                                   {"from_number_not_found", "FROM_NUMBER_NOT_FOUND"},
                                   {"invalid_to_number", "INVALID_TO_NUMBER"},
                                   {"to_number_country_mismatch", "TO_NUMBER_COUNTRY_MISMATCH"},
                                   {"invalid_length", "INVALID_LENGTH"},
                                   {"provider_not_supported", "PROVIDER_NOT_SUPPORTED"},
                                   {"invalid_sender_id", "INVALID_SENDER_ID"},
                                   {"sender_id_not_active", "SENDER_ID_NOT_ACTIVE"},
                                   {"rate_limited", "RATE_LIMITED"},
                                   {"webhook_not_found", "WEBHOOK_NOT_FOUND"}}) {
    const ApiError error = read(fixture(std::string{"errors/"} + name + ".json"));
    EXPECT_EQ(error.code, code);
    EXPECT_EQ(error.message, "") << name;
    EXPECT_THAT(error.details, IsEmpty()) << name;
    EXPECT_EQ(error.retry_after, std::nullopt) << name;
    EXPECT_EQ(error.retryable, std::nullopt) << name;
  }
}

TEST(ErrorBody, DetailsNameTheMissingScope) {
  const ApiError error = read(fixture("errors/api_key_insufficient_scope.json"));
  EXPECT_EQ(error.code, "API_KEY_INSUFFICIENT_SCOPE");
  ASSERT_EQ(error.details.size(), 1U);
  EXPECT_EQ(error.details[0].field, "scope");
  EXPECT_EQ(error.details[0].message, "required=CONTACTS_READ");
  EXPECT_EQ(error.retry_after, std::nullopt);
}

TEST(ErrorBody, ASpentQuotaSaysWhenItIsReset) {
  const ApiError error = read(fixture("errors/api_key_quota_exceeded.json"));
  EXPECT_EQ(error.code, "API_KEY_QUOTA_EXCEEDED");
  ASSERT_EQ(error.details.size(), 1U);
  EXPECT_EQ(error.details[0].field, "DAILY");
  EXPECT_EQ(error.retry_after, seconds{3600});
}

TEST(ErrorBody, AWordIsACodeInCapitalsDigitsAndUnderlinesAlone) {
  constexpr std::string_view of_a_code = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
  for (char c = ' '; c <= '~'; ++c) {
    if (c == '"' || c == '\\') continue;
    const std::string word = {c, 'A', c};
    const ApiError error = read(R"({"error":")" + word + R"("})");
    const bool is_code = of_a_code.find(c) != std::string_view::npos;
    EXPECT_EQ(error.code, is_code ? word : "");
    EXPECT_EQ(error.message, is_code ? "" : word);
  }
}

TEST(ErrorBody, TheNewerEnvelope) {
  const ApiError error = read(fixture("errors/newer_envelope.json"));
  EXPECT_EQ(error.code, "RATE_LIMIT_EXCEEDED");
  EXPECT_EQ(error.message, "Slow down.");
  EXPECT_EQ(error.retryable, true);
  EXPECT_EQ(error.request_id, "req_abc123");
  EXPECT_EQ(error.retry_after, seconds{1});
  ASSERT_EQ(error.details.size(), 2U);
  EXPECT_EQ(error.details[0].field, "to");
  EXPECT_EQ(error.details[0].message, "is not a number");
  EXPECT_EQ(error.details[1].field, "from");
  EXPECT_EQ(error.details[1].message, "MISSING");
}

TEST(ErrorBody, TheNewerEnvelopeWithAParameterAlone) {
  const ApiError error = read(R"({"error":{"code":"INVALID","message":"bad","param":"to","retryable":false}})");
  ASSERT_EQ(error.details.size(), 1U);
  EXPECT_EQ(error.details[0].field, "to");
  EXPECT_EQ(error.details[0].message, "bad");
  EXPECT_EQ(error.retryable, false);
}

TEST(ErrorBody, AMessageAlone) {
  EXPECT_EQ(read(fixture("errors/message_only.json")).message, "Service Unavailable");
  EXPECT_EQ(read(R"({"error":"Not Found","message":"no such route"})").message, "no such route");
  const ApiError prose = read(R"({"status":404,"error":"Not Found"})");
  EXPECT_EQ(prose.code, "") << "prose is no code";
  EXPECT_EQ(prose.message, "Not Found");
}

TEST(ErrorBody, WhatIsNoErrorLeavesTheFieldsEmpty) {
  using namespace std::string_literals;
  for (const std::string& body :
       {""s, "null"s, "[]"s, "5"s, "\"API_KEY_INVALID\""s, "{}"s, fixture("errors/bad_gateway.html"),
        R"({"code":"API_KEY_INVALID")"s, R"({"code":"A"} trailing)"s, "{\"code\":\"\xFF\"}"s, R"({"code":"\ud80"})"s,
        std::string(100'000, '['), R"({"code":"A","x":)"s + std::string(200, '[') + std::string(200, ']') + "}",
        R"({"code":")"s + std::string(300'000, 'A') + "\"}"}) {
    const ApiError error = read(body);
    EXPECT_EQ(error.code, "") << body.substr(0, 40);
    EXPECT_EQ(error.message, "") << body.substr(0, 40);
    EXPECT_THAT(error.details, IsEmpty()) << body.substr(0, 40);
    EXPECT_EQ(error.retry_after, std::nullopt) << body.substr(0, 40);
  }
}

TEST(ErrorBody, OddFieldsAreSkippedAndTheRestIsKept) {
  for (const char* details :
       {"null", "\"text\"", "{}", "7", "[]", "[null,7,\"x\",[],{}]", "[{\"field\":7,\"message\":null}]"}) {
    const ApiError error = read(std::string{R"({"code":"A_B","details":)"} + details + "}");
    EXPECT_EQ(error.code, "A_B") << details;
    EXPECT_THAT(error.details, IsEmpty()) << details;
  }
  const ApiError mixed = read(R"({"code":7,"message":["x"],"details":[5,{"field":"to","message":7},{"message":"m"}]})");
  EXPECT_EQ(mixed.code, "");
  EXPECT_EQ(mixed.message, "");
  ASSERT_EQ(mixed.details.size(), 2U);
  EXPECT_EQ(mixed.details[0].field, "to");
  EXPECT_EQ(mixed.details[1].message, "m");
  const ApiError odd = read(
      R"({"error":{"code":null,"message":7,"retryable":"yes","request_id":5,"retry_after_seconds":"soon","errors":{}}})");
  EXPECT_EQ(odd.code, "");
  EXPECT_EQ(odd.retryable, std::nullopt);
  EXPECT_EQ(odd.request_id, "");
  EXPECT_EQ(odd.retry_after, std::nullopt);
}

TEST(ErrorBody, WaitsNeverOverflow) {
  const auto wait = [](const std::string& number) {
    return read(R"({"error":{"retry_after_seconds":)" + number + "}}").retry_after;
  };
  EXPECT_EQ(wait("0"), milliseconds{0});
  EXPECT_EQ(wait("1.5"), milliseconds{1500});
  EXPECT_EQ(wait("0.0001"), milliseconds{1});
  EXPECT_EQ(wait("-1"), std::nullopt);
  const std::chrono::hours ten_years{10 * 365 * 24};
  EXPECT_EQ(wait("1e300"), ten_years);
  EXPECT_EQ(wait("18446744073709551615"), ten_years);
  const auto reset = [](const std::string& message) {
    return read(R"({"details":[{"message":")" + message + R"("}]})").retry_after;
  };
  EXPECT_EQ(reset("reset_in=60"), seconds{60});
  EXPECT_EQ(reset("limit=1; reset_in=60; type=SMS"), seconds{60});
  EXPECT_EQ(reset("reset_in=" + std::string(400, '9')), ten_years);
  EXPECT_EQ(reset("reset_in="), std::nullopt);
  EXPECT_EQ(reset("reset_in=-5"), std::nullopt);
  EXPECT_EQ(reset("reset_in=5x"), std::nullopt);
  EXPECT_EQ(reset("no_reset_in=5"), std::nullopt);
}

TEST(ErrorBody, WhatTheHeadersSaidIsKept) {
  ApiError error;
  error.retry_after = seconds{7};
  error.request_id = "from-header";
  detail::decode_error_body(fixture("errors/newer_envelope.json"), error);
  EXPECT_EQ(error.retry_after, seconds{7});
  EXPECT_EQ(error.request_id, "from-header");
  EXPECT_EQ(error.code, "RATE_LIMIT_EXCEEDED");
}

}  // namespace
}  // namespace allo::test
