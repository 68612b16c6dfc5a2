#include "v2/operations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

/// The signing secret of a webhook and the key of a partner's account: fields that a program reads and nothing prints.
namespace allo::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* signing_secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
constexpr const char* partner_key = "ak_live_5b1f0c7de2";

std::string webhook(const std::string& more = "") {
  return std::string{R"({"data":{"id":"ep_1","url":"https://example.com","signing_secret":")"} + signing_secret + '"' +
         more + "}}";
}
std::string account(const std::string& more = "") {
  return std::string{R"({"data":{"id":"usr_1","api_key":")"} + partner_key + '"' + more + "}}";
}

template <class T>
std::string printed(const T& model) {
  std::ostringstream out;
  out << model;
  EXPECT_EQ(out.str(), to_string(model));
  return out.str();
}

TEST(Secrets, AreFieldsThatNothingPrints) {
  const FakeV2 fake;
  fake.transport->then(respond(200, webhook()));
  const v2::Webhook made = fake.v2().webhooks.get("ep_1");
  EXPECT_EQ(made.signing_secret, signing_secret);
  EXPECT_THAT(printed(made), AllOf(Not(HasSubstr("whsec_")), HasSubstr("ep_1")));
  // This form is asked for, and read again.
  EXPECT_THAT(to_json_text(made).str(), HasSubstr(signing_secret));

  fake.transport->then(respond(200, account()));
  const v2::PartnerAccount client = fake.v2().partner_accounts.get("usr_1");
  EXPECT_EQ(client.api_key, partner_key);
  EXPECT_THAT(printed(client), AllOf(Not(HasSubstr(partner_key)), HasSubstr("usr_1")));
  EXPECT_THAT(to_json_text(client).str(), HasSubstr(partner_key));
}

TEST(Secrets, AreNotInAnExceptionOverAnAnswerThatCannotBeRead) {
  const auto check = [](const char* name, const std::string& answer, const char* secret) {
    const FakeV2 fake;
    const auto error = thrown_by<DecodeException>([&] { fake.run(operation(name), respond(201, answer)); });
    EXPECT_THAT(error.what(), Not(HasSubstr(secret)));
    EXPECT_THAT(error.body(), AllOf(Not(HasSubstr(secret)), HasSubstr("example")));
    EXPECT_EQ(error.status(), 201);
  };
  check("createWebhook", webhook(R"(,"description":"example","enabled":"yes")"), signing_secret);
  check("createPartnerAccount", account(R"(,"status":"example","activated":7)"), partner_key);
}

TEST(Secrets, AreNotInAnExceptionOverAnErrorThatSaysThem) {
  for (const char* name : {"signing_secret", "api_key", "signingSecret", "apiKey"}) {
    for (const std::string& body :
         {std::string{R"({"error":{"code":"CONFLICT","message":"There is one"},")"} + name + R"(":"s3cr3t-value"})",
          std::string{R"({"error":{"code":"CONFLICT","message":"There is one","existing":{")"} + name +
              R"(" : "s3cr3t-value","id":"x"}}})"}) {
      const FakeV2 fake;
      const auto error =
          thrown_by<ConflictException>([&] { fake.run(operation("createWebhook"), respond(409, body)); });
      EXPECT_THAT(error.what(), Not(HasSubstr("s3cr3t-value")));
      EXPECT_THAT(error.body(), AllOf(Not(HasSubstr("s3cr3t-value")), HasSubstr("CONFLICT"))) << name;
    }
  }
}

TEST(Secrets, ReachNoHook) {
  FakeV2 fake;
  std::ostringstream log;
  fake.options.on_request = [&](const RequestEvent& event) { log << event.route; };
  fake.options.on_response = [&](const ResponseEvent& event) {
    log << event.route << event.request_id;
    for (const HttpHeader header : event.headers) log << header.name << header.value;
  };
  fake.options.retry.on_retry = [&](const RetryEvent& event) { log << event.route; };
  fake.transport->then(respond(503, webhook()));
  fake.run(operation("createWebhook"), respond(201, webhook()));
  EXPECT_THAT(log.str(), AllOf(Not(HasSubstr("whsec_")), Not(HasSubstr(test_key)), HasSubstr("/webhooks")));
}

}  // namespace
}  // namespace allo::test
