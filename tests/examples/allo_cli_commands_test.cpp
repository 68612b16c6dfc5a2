// Every command of the program, of both versions, once at least.
#include "examples/process.hpp"
#include "support/text_width.hpp"

#include <allo/json_text.hpp>
#include <allo/testing/sandbox.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace {

using allo::test::ProcessResult;
using allo::test::run_example;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// A command, and what it must write. A word such as "$person" stands for an id that an earlier one has kept.
struct Row {
  std::vector<std::string> words{};
  std::vector<std::string> wanted{};
  std::string keep{};  ///< The id of the JSON answer is kept under this name.
  int status = 0;
};

class AlloCliCommands : public testing::Test {
 protected:
  AlloCliCommands() { std::ofstream{file_} << "number,name\n+12025550111,Ada\nnonsense,Bob\n"; }
  ~AlloCliCommands() override { std::filesystem::remove(file_); }

  std::map<std::string, std::string> environment() const {
    return {{"ALLO_API_KEY", sandbox_.key()}, {"ALLO_BASE_URL", sandbox_.base_url()}};
  }
  ProcessResult run(const std::vector<std::string>& words) const {
    return run_example("allo", words, {.environment = environment()});
  }

  void expect(const Row& row) {
    std::vector<std::string> words;
    std::string shown;
    for (const std::string& word : row.words) {
      words.push_back(word.size() > 1 && word[0] == '$' ? kept_[word.substr(1)] : word);
      shown += ' ' + words.back();
    }
    tried_.insert(row.words[0] + ' ' + (row.words.size() > 1 ? row.words[1] : ""));
    tried_.insert(row.words[0] + ' ');
    const ProcessResult result = run(words);
    EXPECT_EQ(result.status, row.status) << shown << '\n' << result.out << result.err;
    for (const std::string& text : row.wanted) EXPECT_THAT(result.out + result.err, HasSubstr(text)) << shown;
    if (!row.keep.empty()) kept_[row.keep] = *allo::JsonText{result.out}.get("id");
  }

  /// What the man page lists, such as "people search".
  std::set<std::string> all_commands() const {
    std::set<std::string> commands;
    std::istringstream page{run({"manual"}).out};
    for (std::string line; std::getline(page, line);) {
      if (line.rfind(".SS \"", 0) != 0) continue;
      std::string command = line.substr(5, line.size() - 6);
      for (std::size_t at = command.find("\\-"); at != std::string::npos; at = command.find("\\-"))
        command.erase(at, 1);
      commands.insert(command.find(' ') == std::string::npos ? command + ' ' : command);
    }
    return commands;
  }

  allo::testing::Sandbox sandbox_{};
  std::map<std::string, std::string> kept_{};
  std::set<std::string> tried_{};
  std::string file_ =
      (std::filesystem::temp_directory_path() / ("allo_commands_" + std::to_string(getpid()) + ".csv")).string();
};

TEST_F(AlloCliCommands, EachDoesWhatItSays) {
  const std::string day = allo::to_iso8601(sandbox_.now()).substr(0, 10);
  const std::string john = "+12025550100";
  for (const Row& row : std::vector<Row>{
           // Version 1.
           {{"numbers"}, {"+1234567890    US       no      Main Line"}},
           {{"sms", "send", "--from", "+1234567890", "--to", john, "Zebra crossing"}, {"Sent to " + john}},
           {{"calls", "--limit", "1"}, {"BOUND  "}},
           {{"contacts", "list", "--limit", "1"}, {"cnt_abc123"}},
           {{"contacts", "get", "cnt_abc123"}, {"John Doe", "Activity    20"}},
           {{"contacts", "conversation", "cnt_abc123", "--limit", "100"}, {"Zebra crossing", "  CALL  "}},
           {{"contacts", "create", "--number", "+12025550177", "--name", "Ada", "--json"}, {"Ada"}, "contact"},
           {{"contacts", "update", "$contact", "--last-name", "Lovelace"}, {"Ada Lovelace"}},
           {{"contacts", "export"}, {"id,name,last_name,", ",Ada,Lovelace,"}},
           {{"webhooks", "create", "--number", "+1234567890", "--url", "https://a.example/1", "--json"},
            {R"("topics":["CALL_RECEIVED","SMS_RECEIVED"])"},
            "hook1"},
           {{"webhooks", "list"}, {"https://a.example/1"}},
           {{"webhooks", "delete", "$hook1"}, {"Deleted wh_"}},
           // Version 2: the account.
           {{"me"}, {"team                 Sandbox", "20 reads, 5 writes", "/v2/api/crm/people/{id}"}},
           {{"users", "list"}, {"usr-001", "Jane Smith", "jane.smith@example.com   ADMIN"}},
           {{"users", "list", "--status", "blocked"}, {"BLOCKED"}},
           {{"users", "get", "usr-001"}, {"role                 ADMIN"}},
           {{"tags"}, {"NAME", "follow_up", "#"}},
           {{"numbers", "--v2"}, {"SENDER_ID", "VOICE SMS", "MyCompany"}},
           // Conversations and items.
           {{"conversations", "list", "--limit", "100"}, {john, "John Doe", "Zebra crossing"}},
           {{"conversations", "unread", john}, {"Unread " + john}},
           {{"conversations", "list", "--unread", "--limit", "100"}, {john}},
           {{"conversations", "read", john}, {"Read " + john}},
           {{"conversations", "archive", john}, {"Archived " + john}},
           {{"conversations", "unarchive", john}, {"Back " + john}},
           {{"items", "search", "zebra", "--since", "7d", "--sort", "relevance"}, {"OUTBOUND", "Zebra crossing"}},
           {{"items", "get", "call_abc123"}, {"contact_number       " + john, "result               ANSWERED"}},
           {{"items", "get", "call_abc123", "--transcript"}, {"EXTERNAL: Hi, I'm calling about my order status."}},
           {{"items", "get", "call_abc123", "nobody"}, {"call_abc123"}},
           {{"items", "tag", "call_abc123", "follow_up"}, {"Tagged call_abc123"}},
           {{"items", "search", "--tags", "follow_up"}, {"call_abc123", "follow_up"}},
           {{"items", "untag", "call_abc123", "follow_up"}, {"Untagged call_abc123"}},
           {{"items", "summary", "call_abc123", "# Short"}, {"content              # Short", "version              1"}},
           // The CRM.
           {{"companies", "create", "--name", "Engines", "--industry", "steam", "--json"}, {"steam"}, "company"},
           {{"companies", "get", "$company"}, {"name                 Engines"}},
           {{"companies", "update", "$company", "--clear", "industry", "--website", "https://e.example"},
            {"https://e.example"}},
           {{"companies", "search", "--name", "engi"}, {"INDUSTRY", "Engines"}},
           {{"people", "create", "--number", "+12025550188", "--name", "Grace", "--company", "$company", "--json"},
            {R"("name":"Grace")"},
            "person"},
           {{"people", "get", "$person"}, {"Engines (com-"}},
           {{"people", "update", "$person", "--job-title", "Admiral"}, {"job_title            Admiral"}},
           {{"people", "search", "--company", "Engines"}, {"Grace", "+12025550188"}},
           {{"deals", "create", "--name", "Big", "--amount", "12.5", "--currency", "EUR", "--company", "$company",
             "--json"},
            {R"("amount":12.5)"},
            "deal"},
           {{"deals", "get", "$deal"}, {"currency             EUR"}},
           {{"deals", "update", "$deal", "--status", "won"}, {"status               won"}},
           {{"deals", "search", "--stage", "won"}, {"Big", "12.50 EUR", "Engines"}},
           {{"deals", "delete", "$deal"}, {"Deleted dea-"}},
           // Templates and webhooks.
           {{"templates", "create", "--name", "Short", "--section", "Needs: what is wanted", "--json"},
            {"Needs"},
            "template"},
           {{"templates", "list"}, {"Short", "Needs"}},
           {{"templates", "get", "$template"}, {"name                 Short"}},
           {{"numbers", "default-template", "+1234567890", "$template"}, {"default_summary_template_id tst-"}},
           {{"templates", "replace", "$template", "--name", "Shorter"}, {"Shorter"}},
           {{"templates", "delete", "$template"}, {"Deleted tst-"}},
           {{"webhooks", "event-types"}, {"summary.updated", "The summary of a call is changed"}},
           {{"webhooks", "create", "--v2", "--url", "https://a.example/2", "--topic", "tag.added", "--json"},
            {R"("signing_secret":"whsec_)"},
            "hook2"},
           {{"webhooks", "get", "$hook2"}, {"https://a.example/2"}},
           {{"webhooks", "update", "$hook2", "--disable"}, {"enabled              no"}},
           {{"webhooks", "list", "--v2"}, {"off", "tag.added"}},
           {{"webhooks", "delete", "--v2", "$hook2"}, {"Deleted ep_"}},
           // The power dialer, analytics and partners.
           {{"queue", "set", "--name", "Monday", "--voicemail", "skip"}, {"(Monday), 0 numbers"}},
           {{"queue", "append", file_}, {"Appended 1 of 2", "skipped nonsense: INVALID_PHONE_NUMBER"}},
           {{"queue", "show"}, {"+12025550111  NOT_SYNCED"}},
           {{"queue", "clear", "--position", "0"}, {"Removed 1"}},
           {{"queue", "reset", "--name", "Tuesday"}, {"(Tuesday), 0 numbers"}},
           {{"analytics", "overview", "--last", "30d"}, {" to " + day, "talk time", "Jane Smith"}},
           {{"analytics", "outbound", "--last", "30d", "--stage", "connected"}, {"conversions", "CALL ", "CONNECTED"}},
           {{"partner", "create", "--email", "a@b.example", "--name", "A", "--mobile", "+12025550111", "--country",
             "US", "--json"},
            {R"("api_key":"ak_)"},
            "account"},
           {{"partner", "get", "$account"}, {"status               ACTIVE"}},
           {{"partner", "delete", "$account"}, {"Ended usr_"}},
           // Anything else.
           {{"api", "get", "/v2/api/users/usr-001"}, {R"("name":"Jane Smith")"}},
           {{"api", "POST", "/v2/api/crm/people/search", R"({"size":1})"}, {R"("has_more":true)"}},
           {{"completion", "fish"}, {"complete -c allo"}},
           {{"manual"}, {".TH ALLO 1"}},
       }) {
    expect(row);
  }
  std::set<std::string> left = all_commands();
  EXPECT_GT(left.size(), 60u);
  for (const std::string& command : tried_) left.erase(command);
  left.erase("webhooks listen");  // It waits for others, and has tests of its own.
  left.erase("calls download");
  EXPECT_THAT(left, testing::IsEmpty());
}

TEST_F(AlloCliCommands, HelpsWithEachRefusal) {
  sandbox_.add_key("reader", {"CONTACTS_READ"});
  const auto with_key = [&](const std::string& key, const std::vector<std::string>& words) {
    return run_example("allo", words, {.environment = {{"ALLO_API_KEY", key}, {"ALLO_BASE_URL", sandbox_.base_url()}}});
  };
  for (const auto& [key, words, hint] : std::vector<std::tuple<std::string, std::vector<std::string>, std::string>>{
           {"wrong", {"me"}, "hint: the service does not take this key; look at ALLO_API_KEY"},
           {"reader", {"people", "search"}, "hint: the key lacks a scope"},
           {sandbox_.key(), {"people", "get", "per-gone"}, "hint: the command's list or search shows the ids"},
       }) {
    const ProcessResult result = with_key(key, words);
    EXPECT_EQ(result.status, 1) << words[0];
    EXPECT_THAT(result.err, AllOf(HasSubstr("error: "), HasSubstr(hint)));
    EXPECT_EQ(result.out, "") << words[0];
  }
  // Without a key nothing is tried, whatever the command.
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{{"numbers"},
                                                                                     {"me"},
                                                                                     {"items", "search"},
                                                                                     {"queue", "show"},
                                                                                     {"contacts", "export"},
                                                                                     {"api", "GET", "/v2/api/me"}}) {
    const ProcessResult result = run_example("allo", words, {.environment = {{"ALLO_BASE_URL", sandbox_.base_url()}}});
    EXPECT_EQ(result.status, 2) << words[0];
    EXPECT_THAT(result.err, AllOf(HasSubstr("set ALLO_API_KEY, or say --sandbox"), Not(HasSubstr("hint"))));
  }
}

TEST_F(AlloCliCommands, MeansWhatIsNearest) {
  for (const auto& [words, meant] :
       std::vector<std::pair<std::vector<std::string>, std::string>>{{{"peple", "search"}, "people"},
                                                                     {{"people", "serch"}, "search"},
                                                                     {{"items", "search", "--tag", "x"}, "--tags"},
                                                                     {{"queue", "show", "--emial", "x"}, "--email"},
                                                                     {{"numbers", "--jsno"}, "--json"}}) {
    const ProcessResult result = run(words);
    EXPECT_EQ(result.status, 2) << meant;
    EXPECT_THAT(result.err, HasSubstr("did you mean " + meant + "?"));
  }
}

TEST_F(AlloCliCommands, ReadsAMessageFromStandardInput) {
  const auto piped = [&](const std::string& text, const std::string& command) {
    return run_example("/bin/sh", {"-c", "printf '" + text + "' | " + ALLO_EXAMPLES + "/allo " + command},
                       {.environment = environment()});
  };
  EXPECT_EQ(piped("Two\\nlines\\n", "sms send --from +1234567890 --to +12025550143 -").status, 0);
  EXPECT_EQ(sandbox_.messages().back().content, "Two\nlines");
  EXPECT_THAT(piped("# Piped\\n", "items summary call_abc123 -").out, HasSubstr("# Piped"));
  EXPECT_THAT(piped("number\\n+12025550112\\n", "queue append -").out, HasSubstr("Appended 1 of 1"));
  EXPECT_THAT(piped("{\"size\":1}", "api POST /v2/api/crm/people/search -").out, HasSubstr(R"("total_count":)"));
}

TEST_F(AlloCliCommands, RefusesToSetAndToClearAtOnce) {
  for (const char* noun : {"people", "companies", "deals", "contacts"}) {
    const bool has_website = std::string{noun} != "deals";
    const std::string field = has_website ? "website" : "status";
    const ProcessResult result = run({noun, "update", "some", "--" + field, "x", "--clear", field});
    EXPECT_EQ(result.status, 2) << noun;
    EXPECT_THAT(result.err, HasSubstr("--" + field + " and --clear " + field + " contradict each other"));
  }
  EXPECT_TRUE(sandbox_.requests().empty());
}

TEST_F(AlloCliCommands, ShowsPlainHelp) {
  const ProcessResult help = run({"people", "search", "--help"});
  EXPECT_THAT(help.out, AllOf(HasSubstr("--name TEXT "), HasSubstr("--limit NUMBER "), HasSubstr("--sort WORD "),
                              HasSubstr("DATE_DESC DATE_ASC"), HasSubstr("--json --sandbox --verbose --base-url"),
                              HasSubstr("-h,--help    "), Not(HasSubstr("TEXT:")), Not(HasSubstr("UINT"))));
  EXPECT_THAT(run({"api", "--help"}).out, AllOf(HasSubstr("method WORD"), Not(HasSubstr("->"))));
}

TEST_F(AlloCliCommands, FitsNarrowTerminals) {
  sandbox_.add_contact({.name = "山田花子", .last_name = "with a name that is long", .numbers = {"+12025550177"}});
  const std::vector<std::string> commands{"numbers --v2",       "contacts list",
                                          "items search",       "people search",
                                          "users list",         "conversations list",
                                          "companies search",   "deals search",
                                          "templates list",     "me",
                                          "analytics overview", "analytics outbound --stage dial"};
  for (const int columns : {40, 80}) {
    for (const std::string& command : commands) {
      const ProcessResult result = run_example(
          "/usr/bin/script",
          {"-qec", "stty cols " + std::to_string(columns) + "; '" + ALLO_EXAMPLES + "/allo' " + command, "/dev/null"},
          {.environment = environment()});
      ASSERT_EQ(result.status, 0) << command << '\n' << result.out;
      std::istringstream lines{result.out};
      for (std::string line; std::getline(lines, line);) {
        while (!line.empty() && line.back() == '\r') line.pop_back();
        for (std::size_t at = line.find('\x1b'); at != std::string::npos; at = line.find('\x1b')) {
          line.erase(at, line.find('m', at) - at + 1);
        }
        if (line.rfind("scopes ", 0) == 0) continue;  // A sentence, which the terminal wraps.
        EXPECT_LE(example::columns_of(example::widen(line)), columns) << command << '\n' << line;
      }
    }
  }
}

}  // namespace
