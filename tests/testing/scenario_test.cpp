#include "testing/sandbox_client.hpp"

#include <cstdio>
#include <fstream>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace testing {
namespace {

/// A file that lasts as long as the test.
class ScenarioFile {
 public:
  explicit ScenarioFile(const std::string& text)
      : path_(::testing::TempDir() + "scenario_" + ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::ofstream{path_} << text;
  }
  ~ScenarioFile() { std::remove(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string refusal(const std::string& text) {
  const ScenarioFile file{text};
  SandboxOptions options;
  options.scenario = file.path();
  try {
    const Sandbox sandbox{options};
  } catch (const SandboxError& error) {
    const std::string message = error.what();
    EXPECT_EQ(message.substr(0, file.path().size()), file.path());
    return message.substr(file.path().size());
  }
  return "accepted";
}

TEST(ScenarioTest, PlaysItsSteps) {
  const ScenarioFile file{
      "# An account with one number\n"
      "\n"
      R"({"number": {"number": "+12025550177", "name": "Desk", "country": "US"}})"
      "\n"
      R"({"contact": {"id": "cnt_ada", "name": "Ada", "numbers": ["+12025550178"], "company": {"name": "Engines"}}})"
      "\n"
      R"({"call": {"from": "+12025550178", "summary": "Hello", "transcript": [{"source": "EXTERNAL", "text": "Hi"}]}})"
      "\r\n"
      R"({"past_call": {"from_number": "+12025550177", "to_number": "+12025550178", "start_date": "2020-01-15T10:30:00Z"}})"
      "\n"
      R"(  {"sms": {"from": "+12025550178", "content": "Are you there?"}})"
      "\n"
      R"({"key": {"key": "reader", "scopes": ["CONTACTS_READ"]}})"
      "\n"
      R"({"sender_id": {"sender_id": "Atelier", "active": false}})"
      "\n"
      R"({"webhook": {"allo_number": "+12025550177", "enabled": true, "url": "http://127.0.0.1/", "topics": ["PING"]}})"
      "\n"
      R"({"event": {"topic": "PING"}})"
      "\n"
      R"({"quirks": {"times": "zulu"}})"
      "\n"
      R"({"fault": {"kind": "status", "route": "/numbers"}})"
      "\n"
      R"({"advance": {"seconds": 60}})"};
  SandboxOptions options;
  options.empty_account = true;
  options.scenario = file.path();
  Sandbox sandbox{options};
  httplib::Client client = client_of(sandbox);
  const Json entries = Json::parse(client.Get("/v1/api/contact/cnt_ada/conversation")->body).at("data").at("results");
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[0].at("call").at("start_date"), "2020-01-15T10:30:00Z");
  EXPECT_EQ(entries[2].at("message").at("content"), "Are you there?");
  EXPECT_EQ(client.Get("/v1/api/numbers")->status, 503);
  EXPECT_EQ(sandbox.webhooks().size(), 1u);
}

TEST(ScenarioTest, ResetPutsBackWhatItMade) {
  const ScenarioFile file{
      "{\"contact\": {\"id\": \"cnt_ada\", \"numbers\": [\"+12025550178\"]}}\n"
      "{\"advance\": {\"seconds\": 60}}"};
  SandboxOptions options;
  options.empty_account = true;
  options.start_time = test_time;
  options.scenario = file.path();
  Sandbox sandbox{options};
  client_of(sandbox).Put("/v1/api/contacts/cnt_ada", R"({"name":"Eve"})", "application/json");
  sandbox.advance(std::chrono::hours{1});
  sandbox.reset();
  ASSERT_EQ(sandbox.contacts().size(), 1u);
  EXPECT_EQ(sandbox.contacts()[0].name, std::nullopt);
  EXPECT_EQ(sandbox.now(), test_time + std::chrono::seconds{60});
}

TEST(ScenarioTest, NamesLineAndReason) {
  EXPECT_EQ(refusal("# fine\n{\"contact\": {\"numbers\": [\"12\"]}}\n"), ":2: numbers: must be in E.164 form: 12");
  EXPECT_EQ(refusal("\n\n{\"fault\": {\"kind\": \"status\", \"colour\": 1}}"), ":3: colour: unknown field");
  EXPECT_EQ(refusal("{\"earthquake\": {}}").substr(0, 32), ":1: no such step: earthquake (th");
  EXPECT_EQ(refusal(R"({"webhook": {"allo_number": "+1", "enabled": 1, "url": "", "topics": ["PING"]}})"),
            ":1: enabled: must be true or false");
  EXPECT_EQ(refusal("{}"), ":1: must be an object with one step");
  EXPECT_EQ(refusal("[]"), ":1: must be an object with one step");
  EXPECT_NE(refusal("{\"sms\": ").find(":1: "), std::string::npos);
  EXPECT_NE(refusal("\n\n{\"sms\": ").find("parse error at column 9: "), std::string::npos);
  EXPECT_EQ(refusal("\n\n{\"sms\": ").substr(0, 4), ":3: ");
}

TEST(ScenarioTest, AMissingFileIsAnError) {
  SandboxOptions options;
  options.scenario = "/nonexistent/scenario";
  EXPECT_THROW(Sandbox{options}, SandboxError);
  options.scenario = ::testing::TempDir();
  EXPECT_THROW(Sandbox{options}, SandboxError) << "a folder";
}

}  // namespace
}  // namespace testing
ALLO_NAMESPACE_END
