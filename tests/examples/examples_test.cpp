#include "examples/process.hpp"

#include <allo/client.hpp>
#include <allo/testing/sandbox.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace {

using allo::test::ProcessResult;
using allo::test::run_example;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::vector<std::string> programs{
    "call_history", "error_handling", "export_contacts",     "list_numbers", "manage_contacts", "manage_webhooks",
    "quickstart",   "request_logger", "retry_on_rate_limit", "send_sms",     "shared_client",   "smoke_test",
};

/// Those that work on the account of ALLO_API_KEY, of which the second list must be told whom to text or change.
const std::vector<std::string> readers{"call_history",   "error_handling", "export_contacts", "list_numbers",
                                       "request_logger", "shared_client",  "smoke_test"};
const std::vector<std::string> writers{"crm_sync",   "manage_contacts",     "manage_webhooks",
                                       "quickstart", "retry_on_rate_limit", "send_sms"};

std::map<std::string, std::string> account(const allo::testing::Sandbox& sandbox, const std::string& key) {
  return {{"ALLO_API_KEY", key}, {"ALLO_BASE_URL", sandbox.base_url()}};
}

std::map<std::string, std::string> account(const allo::testing::Sandbox& sandbox) {
  return account(sandbox, sandbox.key());
}

allo::AlloClient client(const allo::testing::Sandbox& sandbox) { return allo::AlloClient{sandbox.client_options()}; }

std::size_t count(const std::string& text, std::string_view what) {
  std::size_t result = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++result;
  return result;
}

class EveryExample : public testing::TestWithParam<std::string> {};

TEST_P(EveryExample, ExplainsItself) {
  const ProcessResult result = run_example(GetParam(), {"--help"});
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.out, AllOf(HasSubstr("Usage:"), HasSubstr("ALLO_API_KEY"), HasSubstr("Exit status:")));
  EXPECT_EQ(result.err, "");
}

TEST_P(EveryExample, RefusesAnArgumentThatItDoesNotKnow) {
  const ProcessResult result = run_example(GetParam(), {"--no-such-option"});
  EXPECT_EQ(result.status, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr("--no-such-option"));
}

TEST_P(EveryExample, RunsWithoutAnAccountAndSaysSo) {
  const ProcessResult result = run_example(GetParam());
  EXPECT_EQ(result.status, 0) << result.err;
  const bool writes_data = GetParam() == "export_contacts";
  EXPECT_THAT(result.out, StartsWith(writes_data ? "id,name," : "On a sandbox, not on an account: nothing reaches"));
  EXPECT_THAT(result.err, HasSubstr("sandbox"));
  EXPECT_THAT(result.out + result.err, Not(HasSubstr("allo_sandbox_key")));
}

INSTANTIATE_TEST_SUITE_P(Examples, EveryExample, testing::ValuesIn(programs),
                         [](const auto& each) { return each.param; });

class Reader : public testing::TestWithParam<std::string> {};

TEST_P(Reader, EndsWithOneWhenTheKeyIsUnknownAndNeverShowsIt) {
  const allo::testing::Sandbox sandbox;
  const std::string key = "not-a-key-3f9c1b";
  const ProcessResult result = run_example(GetParam(), {}, {.environment = account(sandbox, key)});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("API_KEY_INVALID"));
  EXPECT_THAT(result.out + result.err, Not(HasSubstr(key)));
}

TEST_P(Reader, EndsWithOneWhenNobodyAnswers) {
  // The port is free, for its sandbox is gone.
  const std::string base_url = allo::testing::Sandbox{}.base_url();
  const ProcessResult result =
      run_example(GetParam(), {}, {.environment = {{"ALLO_API_KEY", "key"}, {"ALLO_BASE_URL", base_url}}});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("error: "));
}

TEST_P(Reader, EndsWithTwoWhenTheKeyIsMissing) {
  const ProcessResult result = run_example(GetParam(), {}, {.environment = {{"ALLO_BASE_URL", "http://127.0.0.1:9"}}});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("ALLO_API_KEY"));
}

INSTANTIATE_TEST_SUITE_P(Examples, Reader, testing::ValuesIn(readers), [](const auto& each) { return each.param; });

class Writer : public testing::TestWithParam<std::string> {};

TEST_P(Writer, DoesNothingOnARealAccountUntilItIsToldWhom) {
  // Any key but the one that every sandbox knows counts as a real account's.
  allo::testing::Sandbox sandbox;
  sandbox.add_key("real-key-77aa", {"SMS_SEND", "CONTACTS_READ_WRITE", "WEBHOOKS_READ_WRITE", "CONVERSATIONS_READ"});
  const ProcessResult result = run_example(GetParam(), {}, {.environment = account(sandbox, "real-key-77aa")});
  EXPECT_EQ(result.status, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, AllOf(HasSubstr("is needed on a real account"), Not(HasSubstr("real-key-77aa"))));
  EXPECT_EQ(sandbox.requests().size(), 0u);
}

INSTANTIATE_TEST_SUITE_P(Examples, Writer, testing::ValuesIn(writers), [](const auto& each) { return each.param; });

TEST(Quickstart, NumbersAllTwelveOperations) {
  const allo::testing::Sandbox sandbox;
  const ProcessResult result = run_example("quickstart", {}, {.environment = account(sandbox)});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.err, "");
  for (const char* step : {"[ 1/12] numbers.list", "[ 2/12] sms.send:", "[ 3/12] sms.send_france",
                           "[ 4/12] calls.search", "[ 5/12] contacts.create", "[ 6/12] contacts.get",
                           "[ 7/12] contacts.update", "[ 8/12] contacts.search", "[ 9/12] contacts.conversation",
                           "[10/12] webhooks.create", "[11/12] webhooks.list", "[12/12] webhooks.delete"}) {
    EXPECT_THAT(result.out, HasSubstr(step));
  }
  EXPECT_THAT(result.out, HasSubstr("Jean Dupont jean.dupont@example.com"));
  EXPECT_THAT(result.out, HasSubstr("\nAll twelve operations succeeded.\n"));
  EXPECT_EQ(sandbox.webhooks().size(), 0u);
}

TEST(ListNumbers, ShowsEachNumber) {
  const allo::testing::Sandbox sandbox;
  const ProcessResult result = run_example("list_numbers", {}, {.environment = account(sandbox)});
  const std::vector<allo::PhoneNumber> numbers = client(sandbox).numbers.list();
  ASSERT_FALSE(numbers.empty());
  for (const allo::PhoneNumber& n : numbers) EXPECT_THAT(result.out, HasSubstr(n.number.value()));
  EXPECT_EQ(count(result.out, "\n"), numbers.size());
}

TEST(SendSms, SendsBothFlavours) {
  const allo::testing::Sandbox sandbox;
  const ProcessResult result = run_example("send_sms", {}, {.environment = account(sandbox)});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("from +1234567890 to +12025550143: Hello from Allo\n"));
  EXPECT_THAT(result.out, HasSubstr("from MyCompany to +33612345678: Hello from Allo\n"));
}

TEST(SendSms, SendsWhatItIsToldOnce) {
  const allo::testing::Sandbox sandbox;
  const std::vector<std::string> arguments{"--from",       "+1234567890", "--to",
                                           "+12025550143", "--message",   "Only this \x1b[31mone"};
  const ProcessResult result = run_example("send_sms", arguments, {.environment = account(sandbox)});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("from +1234567890 to +12025550143: Only this  [31mone\n"));
  EXPECT_EQ(count(result.out, "\n"), 1u);
  ASSERT_EQ(sandbox.requests().size(), 1u);
  EXPECT_EQ(sandbox.messages().back().content, "Only this \x1b[31mone");
}

TEST(SendSms, SaysThatARefusedSmsWasNotSent) {
  const allo::testing::Sandbox sandbox;
  const std::vector<std::string> arguments{"--sender-id", "Unverified", "--to", "+33612345678", "--message", "Hi"};
  const ProcessResult result = run_example("send_sms", arguments, {.environment = account(sandbox)});
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, AllOf(HasSubstr("The SMS was not sent."), HasSubstr("INVALID_SENDER_ID")));
}

TEST(SendSms, SaysWhenTheSmsMayHaveBeenSentAndDoesNotSendItAgain) {
  allo::testing::Sandbox sandbox;
  sandbox.arm({.kind = allo::testing::FaultKind::ResetAfterReading, .route = "/sms", .times = 0, .carry_out = true});
  const std::vector<std::string> arguments{"--from", "+1234567890", "--to", "+12025550143", "--message", "Once"};
  const ProcessResult result = run_example("send_sms", arguments, {.environment = account(sandbox)});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("The SMS may have been sent."));
  EXPECT_EQ(sandbox.requests().size(), 1u);
}

TEST(SendSms, RefusesWrongArgumentsBeforeSending) {
  const allo::testing::Sandbox sandbox;
  const allo::test::ProcessOptions here{.environment = account(sandbox)};
  EXPECT_EQ(run_example("send_sms", {"--from", "1234567890", "--to", "+12025550143"}, here).status, 2);
  EXPECT_EQ(run_example("send_sms", {"--from", "+1234567890", "--to", "nobody"}, here).status, 2);
  EXPECT_EQ(run_example("send_sms", {"--from", "+1234567890", "--message", std::string(1001, 'x')}, here).status, 2);
  EXPECT_EQ(run_example("send_sms", {"--from", "+1234567890", "--sender-id", "MyCompany"}, here).status, 2);
  EXPECT_EQ(sandbox.requests().size(), 0u);
}

TEST(CallHistory, ShowsTranscriptAndRecording) {
  const allo::testing::Sandbox sandbox;
  const ProcessResult result = run_example("call_history", {}, {.environment = account(sandbox)});
  ASSERT_EQ(result.status, 0) << result.err;
  const allo::AlloClient allo = client(sandbox);
  const auto calls = allo.calls.search({.allo_number = allo.numbers.list().front().number.value(), .size = 20}).results;
  const auto told =
      std::find_if(calls.begin(), calls.end(), [](const allo::Call& call) { return !call.transcript.empty(); });
  ASSERT_NE(told, calls.end());
  EXPECT_THAT(result.out, HasSubstr(told->transcript.front().text));
  EXPECT_THAT(result.out, HasSubstr("Recording: http"));

  const ProcessResult brief =
      run_example("call_history", {"--no-transcript", "--limit", "1"}, {.environment = account(sandbox)});
  EXPECT_EQ(brief.status, 0);
  EXPECT_THAT(brief.out, StartsWith(allo::to_iso8601(calls.front().start_date)));
  EXPECT_THAT(brief.out, Not(HasSubstr(calls.at(1).from_number + " -> " + calls.at(1).to_number.value_or("-") + "\n")));
}

TEST(ManageContacts, CreatesReadsAndChanges) {
  const allo::testing::Sandbox sandbox;
  const std::vector<std::string> arguments{"--number",    "+12025550177", "--name",  "Ada",
                                           "--last-name", "Lovelace",     "--email", "ada@example.com"};
  const ProcessResult result = run_example("manage_contacts", arguments, {.environment = account(sandbox)});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("Created: Ada Lovelace, CTO, +12025550177, website https://example.com"),
                    HasSubstr("e-mail: ada@example.com"),
                    HasSubstr("Updated: Ada Lovelace, CEO, +12025550177, website -"), HasSubstr("Conversation:")));
}

TEST(ManageWebhooks, CreatesListsAndDeletes) {
  const allo::testing::Sandbox sandbox;
  const allo::test::ProcessOptions here{.environment = account(sandbox)};
  const std::size_t before = client(sandbox).webhooks.list().size();
  const ProcessResult created = run_example(
      "manage_webhooks",
      {"create", "--number", "+1234567890", "--url", "https://crm.example.com/hook", "--topic", "CONTACT_CREATED"},
      here);
  ASSERT_EQ(created.status, 0) << created.err;
  EXPECT_THAT(created.out, AllOf(HasSubstr("https://crm.example.com/hook"), HasSubstr("CONTACT_CREATED")));
  EXPECT_THAT(run_example("manage_webhooks", {"list"}, here).out, HasSubstr("https://crm.example.com/hook"));

  const std::string id = created.out.substr(0, created.out.find(' '));
  EXPECT_EQ(run_example("manage_webhooks", {"delete", id}, here).status, 0);
  EXPECT_EQ(client(sandbox).webhooks.list().size(), before);
  const ProcessResult again = run_example("manage_webhooks", {"delete", id}, here);
  EXPECT_EQ(again.status, 1);
  EXPECT_THAT(again.err, HasSubstr("WEBHOOK_NOT_FOUND"));
  EXPECT_EQ(run_example("manage_webhooks", {"create", "--number", "+1234567890"}, here).status, 2);
  EXPECT_EQ(run_example("manage_webhooks",
                        {"create", "--number", "+1234567890", "--url", "https://e.com/", "--topic", "NO_SUCH"}, here)
                .status,
            2);
}

TEST(ErrorHandling, ProvokesEachCodeOfTheTable) {
  const ProcessResult result = run_example("error_handling");
  EXPECT_EQ(result.status, 0) << result.err;
  for (const char* answer : {"401 API_KEY_INVALID", "403 API_KEY_INSUFFICIENT_SCOPE", "404 WEBHOOK_NOT_FOUND",
                             "400 CONTACT_NOT_FOUND", "400 INVALID_SENDER_ID", "429 RATE_LIMITED"}) {
    EXPECT_THAT(result.out, HasSubstr(answer));
  }
}

TEST(ErrorHandling, ReachesNobodyOnAnAccountOfSomebodyElse) {
  const allo::testing::Sandbox sandbox;
  const ProcessResult result = run_example("error_handling", {}, {.environment = account(sandbox)});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(count(result.out, "not provoked on this account"), 3u) << result.out;
  std::vector<std::string> targets;
  for (const allo::testing::RecordedRequest& request : sandbox.requests()) {
    targets.push_back(request.method + ' ' + request.target);
  }
  EXPECT_THAT(targets, testing::ElementsAre("GET /v1/api/numbers", "DELETE /v1/api/webhooks/whk_gone",
                                            "GET /v1/api/contact/cnt_gone"));
}

TEST(RetryOnRateLimit, OnlyReadsWhereNobodyIsNamed) {
  allo::testing::Sandbox sandbox;
  sandbox.add_key("real-key-77aa", {"CONVERSATIONS_READ"});
  const std::vector<std::string> arguments{"--messages", "0", "--reads", "3"};
  const ProcessResult result =
      run_example("retry_on_rate_limit", arguments, {.environment = account(sandbox, "real-key-77aa")});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("  3 reads in "));
  EXPECT_EQ(sandbox.requests().size(), 3u);
}

TEST(RetryOnRateLimit, GetsThroughAndIsNotRefusedWhenPaced) {
  const ProcessResult result = run_example("retry_on_rate_limit");
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("RATE_LIMITED"));
  const std::string paced = result.out.substr(std::min(result.out.find("Pacing the requests:"), result.out.size()));
  EXPECT_THAT(paced, AllOf(HasSubstr("  8 messages in "), HasSubstr("  60 reads in ")));
  EXPECT_EQ(count(paced, " a second, 0 refused\n"), 2u) << result.out;
}

TEST(SmokeTest, OnlyReadsUnlessToldOtherwise) {
  const allo::testing::Sandbox sandbox;
  const ProcessResult reads = run_example("smoke_test", {}, {.environment = account(sandbox)});
  EXPECT_EQ(reads.status, 0) << reads.err;
  EXPECT_EQ(count(reads.out, "PASS"), 6u) << reads.out;
  EXPECT_EQ(count(reads.out, "SKIP"), 2u);
  EXPECT_THAT(reads.out, HasSubstr("6 passed, 0 failed\n"));
  for (const allo::testing::RecordedRequest& request : sandbox.requests()) EXPECT_EQ(request.method, "GET");

  const std::vector<std::string> arguments{"--number", "+1234567890", "--sms-to", "+12025550143"};
  const ProcessResult writes = run_example("smoke_test", arguments, {.environment = account(sandbox)});
  EXPECT_EQ(writes.status, 0) << writes.err;
  EXPECT_THAT(writes.out, HasSubstr("8 passed, 0 failed\n"));
}

TEST(SmokeTest, GoesOnAfterAFailureAndEndsWithOne) {
  allo::testing::Sandbox sandbox;
  sandbox.arm({.kind = allo::testing::FaultKind::Html, .route = "/webhooks", .times = 0, .status = 200});
  const ProcessResult result = run_example("smoke_test", {}, {.environment = account(sandbox)});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.out, AllOf(HasSubstr("FAIL  webhooks.list"), HasSubstr("5 passed, 1 failed\n")));
}

TEST(RequestLogger, WritesNeitherIdsNorNumbersNorTheKey) {
  const allo::testing::Sandbox sandbox;
  const ProcessResult result = run_example("request_logger", {}, {.environment = account(sandbox)});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("msg=request method=GET route=/numbers attempt=1"),
                    HasSubstr("msg=response method=GET route=/contact/{id} attempt=1 status=200"),
                    HasSubstr("level=warn msg=response method=GET route=/contact/{id} attempt=1 status=400")));
  EXPECT_THAT(result.out, AllOf(Not(HasSubstr(sandbox.key())), Not(HasSubstr("no-such-contact"))));
  for (const allo::Contact& contact : sandbox.contacts()) {
    EXPECT_THAT(result.out, Not(HasSubstr(contact.id)));
    for (const std::string& number : contact.numbers) EXPECT_THAT(result.out, Not(HasSubstr(number)));
  }
}

TEST(SharedClient, ShowsNoControlCharactersOfANewContact) {
  allo::testing::Sandbox sandbox{{.empty_account = true}};
  sandbox.add_contact({.name = "Eve\x1b]0;title\x07\u202E",  // The last turns what follows around.
                       .last_name = "Two\nlines",
                       .numbers = {"+12025550177"}});
  const ProcessResult result = run_example("shared_client", {}, {.environment = account(sandbox)});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("Eve ]0;title   Two lines\n"));
}

TEST(SharedClient, LooksUpEachContactOfThePage) {
  const allo::testing::Sandbox sandbox;
  const ProcessResult result = run_example("shared_client", {"--threads", "3"}, {.environment = account(sandbox)});
  ASSERT_EQ(result.status, 0) << result.err;
  const std::size_t contacts = client(sandbox).contacts.search().results.size();
  EXPECT_THAT(result.out, HasSubstr(std::to_string(contacts) + " contacts looked up by 3 threads"));
  EXPECT_EQ(count(result.out, "\n"), contacts + 1);
  EXPECT_EQ(run_example("shared_client", {"--threads", "0"}).status, 2);
}

}  // namespace
