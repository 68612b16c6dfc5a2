// The examples of version 2, as programs of their own.
#include "examples/process.hpp"

#include <allo/testing/sandbox.hpp>
#include <allo/transport.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <string>
#include <thread>

namespace {

using allo::test::ProcessResult;
using allo::test::run_example;
using testing::AllOf;
using testing::HasSubstr;

class Version2Example : public testing::Test {
 protected:
  Version2Example() { std::filesystem::create_directories(folder_); }
  ~Version2Example() override { std::filesystem::remove_all(folder_); }

  ProcessResult run(const std::string& name, const std::vector<std::string>& arguments) const {
    return run_example(name, arguments,
                       {.environment = {{"ALLO_API_KEY", sandbox_.key()}, {"ALLO_BASE_URL", sandbox_.base_url()}}});
  }
  std::string file(const std::string& name) const { return (folder_ / name).string(); }

  allo::testing::Sandbox sandbox_{};
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("allo_version_2_" + std::to_string(getpid()));
};

TEST_F(Version2Example, CrmSyncTextsEachMissedCallerOnce) {
  const std::size_t before = sandbox_.messages().size();
  const ProcessResult first = run("crm_sync", {"--progress", file("progress"), "--days", "5"});
  ASSERT_EQ(first.status, 0) << first.err;
  const std::size_t texted = sandbox_.messages().size() - before;
  EXPECT_GT(texted, 0u);
  EXPECT_THAT(first.out, HasSubstr(std::to_string(texted) + " callers texted"));

  const ProcessResult second = run("crm_sync", {"--progress", file("progress"), "--days", "5"});
  EXPECT_EQ(second.status, 0) << second.err;
  EXPECT_THAT(second.out, HasSubstr("0 calls, 0 people created, 0 callers texted"));
  EXPECT_EQ(sandbox_.messages().size(), before + texted);
}

TEST_F(Version2Example, CrmSyncRepeatsNoTextWhoseAnswerWasLost) {
  const std::size_t before = sandbox_.messages().size();
  sandbox_.arm({.kind = allo::testing::FaultKind::ResetAfterReading, .route = "/sms", .times = 1, .carry_out = true});
  const ProcessResult lost = run("crm_sync", {"--progress", file("progress"), "--days", "5"});
  EXPECT_EQ(lost.status, 1);
  EXPECT_EQ(sandbox_.messages().size(), before + 1);
  const std::string caller = sandbox_.messages().back().to_number;

  const ProcessResult again = run("crm_sync", {"--progress", file("progress"), "--days", "5"});
  EXPECT_EQ(again.status, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr(caller + " may have been texted before"));
  std::size_t texts = 0;
  const auto messages = sandbox_.messages();
  for (std::size_t i = before; i < messages.size(); ++i) texts += messages[i].to_number == caller ? 1U : 0U;
  EXPECT_EQ(texts, 1u);
}

TEST_F(Version2Example, CrmSyncTriesATextAgainThatCertainlyWasNotSent) {
  const std::size_t before = sandbox_.messages().size();
  const std::uint64_t quota =
      sandbox_.arm({.kind = allo::testing::FaultKind::RateLimitQuota, .route = "/sms", .times = 0});
  EXPECT_EQ(run("crm_sync", {"--progress", file("progress"), "--days", "5"}).status, 1);
  EXPECT_EQ(sandbox_.messages().size(), before);
  sandbox_.disarm(quota);
  const ProcessResult again = run("crm_sync", {"--progress", file("progress"), "--days", "5"});
  EXPECT_EQ(again.status, 0) << again.err;
  EXPECT_THAT(again.out, testing::Not(HasSubstr("may have been texted")));
  EXPECT_GT(sandbox_.messages().size(), before);
}

TEST_F(Version2Example, PowerDialFollowsTheQueueToItsEnd) {
  std::ofstream{file("numbers.csv")} << "+12025550111,Ada,Lovelace,Engines\n+12025550112\n+12025550113\n";
  auto dialing = std::async(std::launch::async, [this] {
    const auto transport = allo::make_curl_transport();
    const std::string url = sandbox_.origin() + "/_sandbox/queue/run";
    for (int dialed = 0; dialed < 3;) {
      const auto answer = transport->send({.method = allo::HttpMethod::Post, .url = url, .body = "{}"});
      if (answer.body.find("\"number\":null") == std::string::npos) ++dialed;
      std::this_thread::yield();
    }
  });
  const ProcessResult result = run("power_dial", {file("numbers.csv"), "--follow", "--every", "0.05"});
  EXPECT_EQ(result.status, 0) << result.err;
  dialing.get();
  const auto calls = sandbox_.calls();
  const auto answered = std::count_if(calls.end() - 3, calls.end(),
                                      [](const auto& call) { return call.result == allo::CallResult::Answered; });
  EXPECT_THAT(result.out, AllOf(HasSubstr("3 of 3 numbers"), HasSubstr(std::to_string(answered) + " answered\n")));
  EXPECT_EQ(sandbox_.contacts().back().company->name, "Engines");
}

TEST_F(Version2Example, TeamReportShowsATableWithBars) {
  const ProcessResult result = run("team_report", {"--days", "30"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("\ncalls "), HasSubstr("Jane Smith"), HasSubstr("█")));
  EXPECT_EQ(run("team_report", {"--days", "0"}).status, 2);
}

TEST_F(Version2Example, PowerDialFillsTheQueue) {
  std::ofstream{file("numbers.csv")} << "number,name\n+12025550111,Ada\nnonsense,Bob\n";
  const ProcessResult result = run("power_dial", {file("numbers.csv")});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("skipped nonsense: INVALID_PHONE_NUMBER"), HasSubstr("1 of 2 numbers")));
  EXPECT_EQ(run("power_dial", {file("none.csv")}).status, 1);
}

}  // namespace
