#include "support/daemon.hpp"
#include "support/ports.hpp"

#include <allo/testing/sandbox.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <signal.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

using allo::test::Daemon;
using testing::HasSubstr;
using testing::Not;

namespace {

const std::string token = "0123456789abcdef0123456789abcdef";

/// The program before a sandbox.
class WebhookProxy : public testing::Test {
 protected:
  httplib::Result post(const std::string& body, const std::string& authorization = "Bearer " + token) {
    httplib::Client client{"127.0.0.1", port_};
    return client.Post("/sms", {{"Authorization", authorization}}, body, "application/json");
  }

  allo::testing::Sandbox sandbox_;
  Daemon daemon_{
      ALLO_WEBHOOK_PROXY,
      {"--rate", "10000"},
      {{"ALLO_PROXY_TOKEN", token}, {"ALLO_API_KEY", sandbox_.key()}, {"ALLO_BASE_URL", sandbox_.base_url()}}};
  int port_ = daemon_.wait_for_port();
};

std::string sms(const std::string& message, const std::string& from = "+1234567890",
                const std::string& to = "+12025550143") {
  return R"({"from":")" + from + R"(","to":")" + to + R"(","message":")" + message + "\"}";
}

}  // namespace

TEST_F(WebhookProxy, SendsWhatItIsAskedTo) {
  const std::size_t before = sandbox_.messages().size();
  const httplib::Result result = post(sms("Hello \\u00e9"));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 200) << result->body;
  EXPECT_EQ(result->get_header_value("Content-Type"), "application/json");
  EXPECT_THAT(result->body, HasSubstr(R"("to_number":"+12025550143")"));
  ASSERT_EQ(sandbox_.messages().size(), before + 1);
  EXPECT_EQ(sandbox_.messages().back().content, "Hello \xc3\xa9");
}

TEST_F(WebhookProxy, AnswersBadInputWith422AndSendsNothing) {
  const std::size_t before = sandbox_.messages().size();
  std::string many;
  for (int i = 0; i < 1'001; ++i) many += "\xc3\xa9";
  const std::vector<std::pair<std::string, std::string>> bodies = {
      {"", ""},
      {"not json", ""},
      {"[]", ""},
      {"\xff", ""},
      {std::string(500'000, '['), ""},
      {std::string(500'000, '[') + std::string(500'000, ']'), ""},
      {R"({"from":"+1234567890"})", "message"},
      {sms(""), "message"},
      {sms(many), "message"},
      {R"({"from":"+1234567890","to":"+12025550143","message":7})", "message"},
      {R"({"from":"+1234567890","to":"+12025550143","message":null})", "message"},
      {sms("Hi", "1234567890"), "from"},
      {sms("Hi", "+0123"), "from"},
      {sms("Hi", "+1234567890\\n"), "from"},
      {sms("Hi", "+1234567890", "+1 202 555 0143"), "to"},
      {sms("Hi", "+1234567890", ""), "to"},
      {R"({"from":["+1234567890"],"to":"+12025550143","message":"Hi"})", "from"},
  };
  for (const auto& [body, field] : bodies) {
    const httplib::Result result = post(body);
    ASSERT_TRUE(result) << body;
    EXPECT_EQ(result->status, 422) << body;
    EXPECT_THAT(result->body, HasSubstr(R"("field":")" + field + "\"")) << body;
  }
  EXPECT_EQ(sandbox_.messages().size(), before);
}

TEST_F(WebhookProxy, CountsCharactersNotBytes) {
  std::string message;
  for (int i = 0; i < 1'000; ++i) message += "\xc3\xa9";
  const httplib::Result result = post(sms(message));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 200) << result->body;
}

TEST_F(WebhookProxy, PassesOnWhatTheServiceSays) {
  const httplib::Result result = post(sms("Hi", "+19998887777"));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 400);
  EXPECT_THAT(result->body, HasSubstr("FROM_NUMBER_NOT_FOUND"));
}

TEST_F(WebhookProxy, PassesOnEveryStatusOfTheService) {
  const std::size_t before = sandbox_.messages().size();
  // A redirect is nothing that a caller should follow.
  const std::vector<std::pair<int, int>> statuses = {{302, 502}, {401, 401}, {403, 403}, {404, 404},
                                                     {409, 409}, {422, 422}, {500, 500}, {503, 503}};
  for (const auto& [status, passed_on] : statuses) {
    sandbox_.arm({.route = "/sms", .status = status, .code = "SAID_BY_THE_SERVICE"});
    const httplib::Result result = post(sms("Hi"));
    ASSERT_TRUE(result) << status;
    EXPECT_EQ(result->status, passed_on);
    EXPECT_THAT(result->body, HasSubstr(R"("error":"SAID_BY_THE_SERVICE")"));
  }
  sandbox_.arm(
      {.kind = allo::testing::FaultKind::RateLimitQuota, .route = "/sms", .retry_after = std::chrono::hours{1}});
  const httplib::Result limited = post(sms("Hi"));
  ASSERT_TRUE(limited);
  EXPECT_EQ(limited->status, 429);
  EXPECT_EQ(limited->get_header_value("Retry-After"), "3600");
  EXPECT_THAT(limited->body, HasSubstr("API_KEY_QUOTA_EXCEEDED"));
  EXPECT_EQ(sandbox_.messages().size(), before);
}

TEST_F(WebhookProxy, WantsItsToken) {
  const std::size_t before = sandbox_.messages().size();
  for (const std::string authorization : {"", "Bearer", "Bearer wrong", "bearer 0123456789abcdef0123456789abcdef"}) {
    const httplib::Result result = post(sms("Hi"), authorization);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->status, 401) << authorization;
  }
  EXPECT_EQ(sandbox_.messages().size(), before);
  EXPECT_THAT(daemon_.output(), Not(HasSubstr(token)));
  EXPECT_THAT(daemon_.output(), Not(HasSubstr(sandbox_.key())));
}

TEST_F(WebhookProxy, StopsGracefully) {
  ASSERT_GT(port_, 0);
  daemon_.signal(SIGTERM);
  EXPECT_EQ(daemon_.wait(), 0);
}

TEST(WebhookProxyStart, NeedsATokenThatIsNotEasilyGuessed) {
  Daemon without{ALLO_WEBHOOK_PROXY, {}};
  EXPECT_EQ(without.wait(), 2);
  Daemon weak{ALLO_WEBHOOK_PROXY, {}, {{"ALLO_PROXY_TOKEN", "short"}}};
  EXPECT_EQ(weak.wait(), 2);
}

TEST(WebhookProxyStart, AServiceThatIsNotThereIsA502) {
  const allo::test::ReservedPort nobody;
  const std::string base_url = "http://127.0.0.1:" + std::to_string(nobody.port()) + "/v1/api";
  Daemon daemon{
      ALLO_WEBHOOK_PROXY, {}, {{"ALLO_PROXY_TOKEN", token}, {"ALLO_API_KEY", "k"}, {"ALLO_BASE_URL", base_url}}};
  httplib::Client client{"127.0.0.1", daemon.wait_for_port()};
  client.set_read_timeout(30);
  const httplib::Result result =
      client.Post("/sms", {{"Authorization", "Bearer " + token}}, sms("Hi"), "application/json");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 502);
  EXPECT_THAT(result->body, HasSubstr(R"("maybe_sent":false)"));
}
