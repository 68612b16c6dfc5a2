#include "testing/sandbox_client.hpp"

#include <string>

ALLO_NAMESPACE_BEGIN
namespace testing {
namespace {

class ExpectationsTest : public ::testing::Test {
 protected:
  SandboxOptions options() {
    SandboxOptions out;
    out.on_unmet = [this](std::string_view text) { report = text; };
    return out;
  }
  static ExpectedRequest sms(const std::string& body = {}) {
    ExpectedRequest expected;
    expected.method = "POST";
    expected.route = "/sms";
    expected.body = body;
    return expected;
  }
  std::string unmet() {
    try {
      sandbox->verify();
    } catch (const UnmetExpectations& error) {
      return error.what();
    }
    return {};
  }
  void send(const std::string& to) {
    client.Post("/v1/api/sms", Json{{"from", "+1234567890"}, {"to", to}, {"message", "x"}}.dump(), "application/json");
  }

  std::string report;
  std::unique_ptr<Sandbox> sandbox = std::make_unique<Sandbox>(options());
  httplib::Client client = client_of(*sandbox);
};

TEST_F(ExpectationsTest, NothingExpectedMeansNothingUnexpected) {
  client.Get("/v1/api/numbers");
  EXPECT_EQ(unmet(), "");
}

TEST_F(ExpectationsTest, MetByMethodRouteQueryIdAndBody) {
  sandbox->expect_request(sms(R"({"to":"+12025550100"})"));
  ExpectedRequest contact;
  contact.route = "/contact/{id}";
  contact.path_id = "cnt_abc123";
  contact.query = {{"extend", "activity"}};
  sandbox->expect_request(contact);
  send("+12025550100");
  client.Get("/v1/api/contact/cnt_abc123?extend=activity");
  EXPECT_EQ(unmet(), "");
}

TEST_F(ExpectationsTest, MissingUnexpectedAndTooOften) {
  sandbox->expect_request(sms(R"({"to":"+12025550100"})"));
  sandbox->expect_request(sms(R"({"to":"+12025550101"})"));
  send("+12025550100");
  send("+12025550100");
  client.Get("/v1/api/nothing");
  EXPECT_EQ(unmet(),
            "expected 1 times, came 0 times: POST /sms with {\"to\":\"+12025550101\"}\n"
            "more often than expected: POST /v1/api/sms\n"
            "unexpected: GET /v1/api/nothing\n");
  EXPECT_EQ(unmet(), "") << "forgotten";
}

TEST_F(ExpectationsTest, NeverMeansZeroTimes) {
  ExpectedRequest never = sms();
  never.times = 0;
  sandbox->expect_request(never);
  EXPECT_EQ(unmet(), "");
  sandbox->expect_request(never);
  send("+12025550100");
  EXPECT_EQ(unmet(), "more often than expected: POST /v1/api/sms\n");
}

TEST_F(ExpectationsTest, TheDestructorReports) {
  sandbox->expect_request(sms());
  sandbox.reset();
  EXPECT_EQ(report, "expected 1 times, came 0 times: POST /sms\n");
}

TEST(ExpectationsDeathTest, TheDestructorAbortsByDefault) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_DEATH(
      {
        Sandbox sandbox;
        ExpectedRequest expected;
        expected.route = "/numbers";
        sandbox.expect_request(expected);
      },
      "expected 1 times, came 0 times: any method /numbers");
}

TEST_F(ExpectationsTest, RefusesWhatNothingCanMatch) {
  ExpectedRequest expected = sms();
  expected.method = "GET";
  EXPECT_THROW(sandbox->expect_request(expected), std::invalid_argument);
  EXPECT_THROW(sandbox->expect_request(sms("{")), std::invalid_argument);
  expected = sms();
  expected.times = -1;
  EXPECT_THROW(sandbox->expect_request(expected), std::invalid_argument);
}

}  // namespace
}  // namespace testing
ALLO_NAMESPACE_END
