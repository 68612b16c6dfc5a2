#include "examples/process.hpp"

#include <allo/client.hpp>
#include <allo/testing/sandbox.hpp>
#include <allo/transport.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>

namespace {

using allo::test::ProcessResult;
using allo::test::run_example;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class AlloCli : public testing::Test {
 protected:
  ProcessResult run(const std::vector<std::string>& arguments) const {
    return run_example("allo", arguments,
                       {.environment = {{"ALLO_API_KEY", sandbox_.key()}, {"ALLO_BASE_URL", sandbox_.base_url()}}});
  }
  std::size_t requests() const { return sandbox_.requests().size(); }

  allo::testing::Sandbox sandbox_{};
};

TEST_F(AlloCli, ListsNumbersAsATableAndAsJson) {
  const ProcessResult table = run({"numbers"});
  EXPECT_EQ(table.status, 0) << table.err;
  EXPECT_THAT(table.out,
              StartsWith("NUMBER         COUNTRY  SHARED  NAME\n+1234567890    US       no      Main Line\n"));
  EXPECT_THAT(table.out, Not(HasSubstr("\x1b")));
  EXPECT_EQ(table.err, "");
  const std::string first = R"({"number":"+1234567890","name":"Main Line","country":"US","is_shared_number":false})";
  EXPECT_THAT(run({"--json", "numbers"}).out, StartsWith("[\n" + first + ",\n"));
  EXPECT_THAT(run({"numbers", "--json"}).out, StartsWith("[\n" + first + ",\n"));
}

TEST_F(AlloCli, WritesAnEmptyJsonList) { EXPECT_EQ(run({"webhooks", "list", "--json"}).out, "[]\n"); }

TEST_F(AlloCli, SendsAnSmsOnce) {
  const ProcessResult result = run({"sms", "send", "--from", "+1234567890", "--to", "+12025550143", "Hello there"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("Sent to +12025550143 at "));
  EXPECT_EQ(sandbox_.messages().back().content, "Hello there");
  EXPECT_EQ(requests(), 1u);
  const ProcessResult french =
      run({"sms", "send", "--sender-id", "MyCompany", "--to", "+33612345678", "Bonjour", "--json"});
  EXPECT_THAT(french.out, HasSubstr(R"("sender_id":"MyCompany")"));
}

TEST_F(AlloCli, WantsExactlyOneSender) {
  EXPECT_EQ(run({"sms", "send", "--to", "+12025550143", "Hi"}).status, 2);
  EXPECT_EQ(run({"sms", "send", "--from", "+1", "--sender-id", "X", "--to", "+12025550143", "Hi"}).status, 2);
  EXPECT_EQ(run({"sms", "send", "--from", "+1234567890", "--to", "+12025550143"}).status, 2);
  EXPECT_EQ(run({"sms", "send", "--from", "+1234567890", "--to", "nobody", "Hi"}).status, 2);
  EXPECT_EQ(requests(), 0u);
}

TEST_F(AlloCli, SaysWhenAnSmsMayHaveBeenSent) {
  sandbox_.arm({.kind = allo::testing::FaultKind::ResetAfterReading, .route = "/sms", .times = 0, .carry_out = true});
  const ProcessResult result = run({"sms", "send", "--from", "+1234567890", "--to", "+12025550143", "Once"});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("may have been sent"));
  EXPECT_EQ(requests(), 1u);
}

TEST_F(AlloCli, ShowsCallsWithTheirTranscripts) {
  const ProcessResult brief = run({"calls", "--limit", "3"});
  EXPECT_EQ(std::count(brief.out.begin(), brief.out.end(), '\n'), 3);
  const ProcessResult full = run({"calls", "--number", "+1234567890", "--limit", "100", "--transcript"});
  EXPECT_THAT(full.out, AllOf(HasSubstr("\n  EXTERNAL: "), HasSubstr("/recordings/")));
  EXPECT_EQ(run({"calls", "--limit", "0"}).status, 2);
}

TEST_F(AlloCli, CreatesReadsAndUpdatesAContact) {
  const ProcessResult created =
      run({"contacts", "create", "--number", "+12025550177", "--number", "+12025550178", "--name", "Ada", "--website",
           "https://example.com", "--email", "a@example.com", "--json"});
  ASSERT_EQ(created.status, 0) << created.err;
  const allo::Contact ada = allo::from_json_text<allo::Contact>(created.out);
  EXPECT_EQ(ada.numbers, (std::vector<std::string>{"+12025550177", "+12025550178"}));

  // An option that takes a list leaves the id behind it alone.
  EXPECT_EQ(
      run({"contacts", "update", "--clear", "website", "--last-name", "Lovelace", "--email", "b@example.com", ada.id})
          .status,
      0);
  const ProcessResult got = run({"contacts", "get", ada.id});
  EXPECT_THAT(got.out, AllOf(StartsWith("Ada Lovelace\n"), HasSubstr("b@example.com"), Not(HasSubstr("a@example.com")),
                             Not(HasSubstr("Website"))));
  EXPECT_EQ(run({"contacts", "update", ada.id, "--clear", "numbers"}).status, 2);
  EXPECT_EQ(run({"contacts", "create", "--name", "Nobody"}).status, 2);
  const ProcessResult missing = run({"contacts", "get", "cnt_gone"});
  EXPECT_EQ(missing.status, 1);
  EXPECT_THAT(missing.err, HasSubstr("CONTACT_NOT_FOUND"));
}

TEST_F(AlloCli, ListsAndExportsContacts) {
  const ProcessResult list = run({"contacts", "list", "--limit", "2"});
  EXPECT_EQ(std::count(list.out.begin(), list.out.end(), '\n'), 3);
  const ProcessResult csv = run({"contacts", "export"});
  EXPECT_THAT(csv.out, StartsWith("id,name,last_name,"));
  EXPECT_EQ(std::count(csv.out.begin(), csv.out.end(), '\n'), static_cast<long>(sandbox_.contacts().size()) + 1);
  EXPECT_THAT(run({"contacts", "export", "--json"}).out, StartsWith("[\n{\"id\":\"cnt_abc123\""));
}

TEST_F(AlloCli, ExportsEmailAddressesWhenAskedTo) {
  sandbox_.add_contact({.name = "Ada", .numbers = {"+12025550177"}, .emails = {"ada@example.com"}});
  EXPECT_THAT(run({"contacts", "export"}).out, Not(HasSubstr("ada@example.com")));
  EXPECT_THAT(run({"contacts", "export", "--emails"}).out, HasSubstr(",+12025550177,ada@example.com,"));
  EXPECT_THAT(run({"contacts", "export", "--emails", "--json"}).out, HasSubstr(R"("emails":["ada@example.com"])"));
}

TEST_F(AlloCli, AlignsWideCharactersToo) {
  sandbox_.add_contact(
      {.id = "cnt_wide", .name = "山田花子🙂", .last_name = "e\u0301", .numbers = {"+12025550177"}});
  const std::string table = run({"contacts", "list", "--limit", "100"}).out;
  const std::size_t numbers = table.find("NUMBERS");
  const std::size_t row = table.find("cnt_wide");
  ASSERT_NE(row, std::string::npos);
  // Five characters of two columns but three or four bytes, and one of none but two.
  EXPECT_EQ(table.find("+12025550177", row) - row, numbers + 4 * 1 + 2 + 2);
}

TEST_F(AlloCli, FailsWithoutAStandardOutput) {
  const std::string allo = std::string{ALLO_EXAMPLES} + "/allo";
  const ProcessResult result =
      run_example("/bin/sh", {"-c", "exec \"$0\" numbers >&-", allo},
                  {.environment = {{"ALLO_API_KEY", sandbox_.key()}, {"ALLO_BASE_URL", sandbox_.base_url()}}});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("cannot write"));
}

TEST_F(AlloCli, CreatesListsAndDeletesAWebhook) {
  const ProcessResult created = run({"webhooks", "create", "--number", "+1234567890", "--url",
                                     "https://crm.example.com/x", "--topic", "CONTACT_CREATED"});
  EXPECT_EQ(created.status, 0) << created.err;
  const std::string id = sandbox_.webhooks().at(0).id;
  EXPECT_EQ(created.out, "Created " + id + "\n");
  EXPECT_THAT(run({"webhooks", "list"}).out, HasSubstr("https://crm.example.com/x  CONTACT_CREATED\n"));
  EXPECT_EQ(run({"webhooks", "delete", id}).out, "Deleted " + id + "\n");
  EXPECT_EQ(run({"webhooks", "delete", id}).status, 1);
}

/// Posts to where `listen` says that it listens; gives the statuses of the answers.
std::vector<int> post(const std::string& err, const std::vector<std::string>& bodies) {
  const std::size_t begin = err.find("http://");
  const std::string url = err.substr(begin, err.find(',', begin) - begin);
  const auto transport = allo::make_curl_transport();
  std::vector<int> statuses;
  for (const std::string& body : bodies) {
    statuses.push_back(transport->send({.method = allo::HttpMethod::Post, .url = url, .body = body}).status);
  }
  return statuses;
}

TEST_F(AlloCli, ListensForDeliveries) {
  std::future<std::vector<int>> posted;
  const auto watch = [&](int, const std::string& err) {
    if (posted.valid() || err.find("Ctrl-C\n") == std::string::npos) return;
    posted = std::async(std::launch::async, post, err,
                        std::vector<std::string>{"no envelope", R"({"topic":"SMS_RECEIVED","data":{"id":"msg_1"}})"});
  };
  const ProcessResult result = run_example("allo", {"webhooks", "listen", "--count", "1"}, {.watch = watch});
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.out, "SMS_RECEIVED  {\"id\":\"msg_1\"}\n");
  EXPECT_THAT(result.err, HasSubstr("refused with 400"));
  EXPECT_THAT(posted.get(), testing::ElementsAre(400, 204));
}

TEST_F(AlloCli, AcceptsNoDeliveryThatItCannotPrint) {
  std::future<std::vector<int>> posted;
  const auto watch = [&](int, const std::string& err) {
    if (posted.valid() || err.find("Ctrl-C\n") == std::string::npos) return;
    posted = std::async(std::launch::async, post, err,
                        std::vector<std::string>{R"({"topic":"SMS_RECEIVED","data":{"id":"msg_1"}})"});
  };
  const std::string allo = std::string{ALLO_EXAMPLES} + "/allo";
  const ProcessResult result =
      run_example("/bin/sh", {"-c", "exec \"$0\" webhooks listen > /dev/full", allo}, {.watch = watch});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(posted.get(), testing::ElementsAre(500));
}

TEST_F(AlloCli, RefusesUnsignedDeliveriesWhereThereIsASecret) {
  const std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  std::future<std::vector<int>> posted;
  const auto watch = [&](int process, const std::string& err) {
    if (!posted.valid() && err.find("Ctrl-C\n") != std::string::npos) {
      posted = std::async(std::launch::async, post, err,
                          std::vector<std::string>{R"({"topic":"SMS_RECEIVED","data":{"id":"msg_1"}})"});
    }
    if (err.find("refused with 401") != std::string::npos) kill(process, SIGINT);
  };
  const ProcessResult result =
      run_example("allo", {"webhooks", "listen"}, {.environment = {{"ALLO_WEBHOOK_SECRET", secret}}, .watch = watch});
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, Not(HasSubstr(secret)));
  EXPECT_THAT(posted.get(), testing::ElementsAre(401));
}

TEST_F(AlloCli, EndsWithTwoForWhatIsNoCommandAndWithOneForAWrongKey) {
  EXPECT_EQ(run({}).status, 2);
  const ProcessResult unknown = run({"no-such-command"});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_THAT(unknown.err, HasSubstr("no-such-command"));
  EXPECT_EQ(run({"contacts"}).status, 2);
  EXPECT_EQ(run_example("allo", {"--base-url", sandbox_.base_url(), "numbers"}).status, 2);
  const ProcessResult refused = run_example("allo", {"--base-url", sandbox_.base_url(), "numbers"},
                                            {.environment = {{"ALLO_API_KEY", "wrong-key"}}});
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("API_KEY_INVALID"), Not(HasSubstr("wrong-key"))));
}

TEST_F(AlloCli, CompletesItsCommands) {
  const ProcessResult result = run({"completion", "bash"});
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.out, AllOf(HasSubstr("'allo webhooks') words='"), HasSubstr("listen "), HasSubstr("--transcript "),
                                HasSubstr("'allo sms send') words='"), HasSubstr("--sender-id "),
                                HasSubstr("complete -o default -F _allo allo\n")));
  EXPECT_EQ(run({"completion", "tcsh"}).status, 2);
}

TEST_F(AlloCli, CompletesItsCommandsInZsh) {
  if (!std::filesystem::exists("/usr/bin/zsh")) GTEST_SKIP() << "no zsh here (Debian: apt install zsh)";
  const std::string script = "compdef() { :; }; compadd() { shift; print -- $@; }; " + run({"completion", "zsh"}).out;
  const auto complete = [&](const std::string& words) {
    return run_example("/usr/bin/zsh", {"-fc", script + "words=(" + words + "); CURRENT=$#words; _allo"}).out;
  };
  EXPECT_THAT(complete("allo ''"), AllOf(HasSubstr("numbers"), HasSubstr("--base-url")));
  EXPECT_THAT(complete("allo --json contacts ''"), AllOf(HasSubstr(" export"), Not(HasSubstr("numbers"))));
  EXPECT_THAT(complete("allo sms send --s"), HasSubstr("--sender-id"));
}

TEST_F(AlloCli, CompletesItsCommandsInFish) {
  if (!std::filesystem::exists("/usr/bin/fish")) GTEST_SKIP() << "no fish here (Debian: apt install fish)";
  const std::string script = run({"completion", "fish"}).out;
  const auto complete = [&](const std::string& line) {
    return run_example("/usr/bin/fish", {"--no-config", "--command", script + "complete --do-complete '" + line + "'"})
        .out;
  };
  EXPECT_THAT(complete("allo con"), HasSubstr("contacts\n"));  // And the files of that name.
  EXPECT_THAT(complete("allo --json contacts ex"), HasSubstr("export\n"));
  EXPECT_THAT(complete("allo sms send --se"), HasSubstr("--sender-id\n"));
}

TEST_F(AlloCli, RefusesWithoutAKey) {
  const ProcessResult refused =
      run_example("allo", {"sms", "send", "--from", "+1234567890", "--to", "+12025550143", "Hi"});
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("ALLO_API_KEY"), HasSubstr("--sandbox")));
  EXPECT_EQ(refused.out, "");
  const ProcessResult sandboxed = run_example("allo", {"--sandbox", "numbers"});
  EXPECT_EQ(sandboxed.status, 0);
  EXPECT_THAT(sandboxed.err, HasSubstr("nothing reaches anybody"));
}

TEST_F(AlloCli, CreatesFindsAndUpdatesAPersonOfVersion2) {
  const ProcessResult company = run({"companies", "create", "--name", "Acme", "--json"});
  ASSERT_EQ(company.status, 0) << company.err;
  const std::string company_id = *allo::JsonText{company.out}.get("id");
  const ProcessResult created = run({"people", "create", "--number", "+12025550177", "--name", "Ada", "--website",
                                     "https://example.com", "--company", company_id, "--json"});
  ASSERT_EQ(created.status, 0) << created.err;
  const std::string id = *allo::JsonText{created.out}.get("id");
  EXPECT_THAT(run({"people", "search", "--company", "Acme"}).out,
              AllOf(StartsWith("ID"), HasSubstr("Ada"), HasSubstr(id)));

  EXPECT_EQ(run({"people", "update", id, "--last-name", "Lovelace", "--clear", "website"}).status, 0);
  const ProcessResult got = run({"people", "get", id});
  EXPECT_THAT(got.out, AllOf(HasSubstr("Lovelace"), HasSubstr("Acme (" + company_id + ")"), Not(HasSubstr("website"))));
  const ProcessResult contradiction = run({"people", "update", id, "--name", "X", "--clear", "name"});
  EXPECT_EQ(contradiction.status, 2);
  EXPECT_THAT(contradiction.err, HasSubstr("contradict"));
  const ProcessResult missing = run({"people", "get", "per-gone"});
  EXPECT_EQ(missing.status, 1);
  EXPECT_THAT(missing.err, AllOf(HasSubstr("404"), HasSubstr("hint: ")));
}

TEST_F(AlloCli, AppendsAFileToTheQueueAndClearsIt) {
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("allo_queue_" + std::to_string(getpid()));
  std::ofstream{file} << "number,name\r\n+12025550111,\"Ada, \"\"the first\"\"\"\r\nnonsense,Bob\r\n";
  const ProcessResult appended = run({"queue", "append", file.string()});
  std::filesystem::remove(file);
  EXPECT_EQ(appended.out, "Appended 1 of 2\nskipped nonsense: INVALID_PHONE_NUMBER\n") << appended.err;
  EXPECT_THAT(run({"queue", "show"}).out, HasSubstr("+12025550111"));
  EXPECT_EQ(run({"queue", "clear"}).status, 2);
  EXPECT_EQ(run({"queue", "clear", "--number", "+12025550111"}).out, "Removed 1\n");
}

TEST_F(AlloCli, ReachesAnyEndpointAndShowsRequestsWithoutTheKey) {
  const ProcessResult tags = run({"--verbose", "api", "GET", "/v2/api/tags"});
  EXPECT_THAT(tags.out, StartsWith("{\"data\":["));
  EXPECT_THAT(tags.err, AllOf(HasSubstr("> GET "), HasSubstr("< HTTP 200"), Not(HasSubstr(sandbox_.key()))));
  EXPECT_EQ(run({"api", "GET", "/v3/api/tags"}).status, 2);
  const ProcessResult misspelt = run({"itms", "search"});
  EXPECT_THAT(misspelt.err, HasSubstr("did you mean items?"));
}

}  // namespace
