#include "examples/process.hpp"

#include <allo/testing/sandbox.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

namespace {

using allo::test::ProcessResult;
using allo::test::run_example;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class ExportContacts : public testing::Test {
 protected:
  ExportContacts() {
    std::string name = (std::filesystem::temp_directory_path() / "allo-export-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~ExportContacts() override { std::filesystem::remove_all(folder_); }

  ProcessResult run(const std::vector<std::string>& arguments, bool terminal = false) const {
    return run_with_key(sandbox_.key(), arguments, terminal);
  }
  ProcessResult run_with_key(const std::string& key, const std::vector<std::string>& arguments,
                             bool terminal = false) const {
    return run_example(
        "export_contacts", arguments,
        {.environment = {{"ALLO_API_KEY", key}, {"ALLO_BASE_URL", sandbox_.base_url()}}, .terminal = terminal});
  }
  static std::string read(const std::filesystem::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }

  allo::testing::Sandbox sandbox_{};
  std::filesystem::path folder_{};
};

TEST_F(ExportContacts, WritesOneRowForEachContactOverSeveralPages) {
  for (int i = 0; i < 120; ++i) {
    sandbox_.add_contact({.name = "Row " + std::to_string(i), .numbers = {"+1202555" + std::to_string(1000 + i)}});
  }
  const std::size_t contacts = sandbox_.contacts().size();

  const ProcessResult result = run({});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.err, "");
  EXPECT_THAT(result.out, StartsWith("id,name,last_name,company,job_title,website,numbers,emails,created_at,updated_at,"
                                     "last_activity_date\r\n"));
  std::size_t rows = 0;
  for (std::size_t at = result.out.find("\r\n"); at != std::string::npos; at = result.out.find("\r\n", at + 2)) ++rows;
  EXPECT_EQ(rows, contacts + 1);
  EXPECT_THAT(result.out, HasSubstr(",Row 0,"));
  EXPECT_THAT(result.out, HasSubstr(",Row 119,"));
}

TEST_F(ExportContacts, QuotesAndDisarms) {
  sandbox_.add_contact({
      .name = "=HYPERLINK(\"http://evil.example\")",
      .last_name = "O'Neil, Jr.",
      .numbers = {"+12025550177", "+12025550178"},
      .emails = {"a@example.com", "b@example.com"},
  });
  const ProcessResult result = run({"--emails"});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr(",\"'=HYPERLINK(\"\"http://evil.example\"\")\",\"O'Neil, Jr.\","));
  EXPECT_THAT(result.out, HasSubstr(",\"+12025550177; +12025550178\",\"a@example.com; b@example.com\","));
}

TEST_F(ExportContacts, ShowsProgressOnATerminalOnly) {
  const ProcessResult terminal = run({}, true);
  ASSERT_EQ(terminal.status, 0);
  EXPECT_THAT(terminal.err, HasSubstr("[##############################] "));
  EXPECT_THAT(terminal.err, HasSubstr(" contacts\r\n"));
  EXPECT_THAT(terminal.out, Not(HasSubstr("####")));
  EXPECT_EQ(run({}).err, "");
  const ProcessResult narrow =
      run_example("export_contacts", {},
                  {.environment = {{"ALLO_API_KEY", sandbox_.key()}, {"ALLO_BASE_URL", sandbox_.base_url()}},
                   .terminal = true,
                   .columns = 40});
  EXPECT_THAT(narrow.err, AllOf(HasSubstr("36/36 contacts\r\n"), Not(HasSubstr("#"))));
}

TEST_F(ExportContacts, WritesAFileAndLeavesNothingElse) {
  const std::filesystem::path file = folder_ / "all contacts.csv";
  const ProcessResult result = run({"--output", file.string()});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(read(file), StartsWith("id,name,"));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder_}, {}), 1);
}

TEST_F(ExportContacts, KeepsThePermissionsOfTheFileThatItReplaces) {
  using std::filesystem::perms;
  const std::filesystem::path file = folder_ / "contacts.csv";
  std::ofstream{file} << "yesterday's";
  std::filesystem::permissions(file, perms::owner_read | perms::owner_write);
  ASSERT_EQ(run({"--output", file.string()}).status, 0);
  EXPECT_EQ(std::filesystem::status(file).permissions(), perms::owner_read | perms::owner_write);
}

TEST_F(ExportContacts, LeavesTheOldFileWhenItFails) {
  const std::filesystem::path file = folder_ / "contacts.csv";
  std::ofstream{file} << "yesterday's";
  EXPECT_EQ(run_with_key("unknown", {"--output", file.string()}).status, 1);
  EXPECT_EQ(read(file), "yesterday's");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder_}, {}), 1);
}

TEST_F(ExportContacts, LeavesNothingBehindOnCtrlC) {
  const std::filesystem::path file = folder_ / "contacts.csv";
  std::ofstream{file} << "yesterday's";
  bool was_there = false;
  for (const std::string program : {"export_contacts", "allo"}) {
    sandbox_.disarm_all();
    sandbox_.arm({.kind = allo::testing::FaultKind::Stall,
                  .route = "/contact/{id}",
                  .nth = 3,
                  .times = 0,
                  .delay = std::chrono::milliseconds{3000}});
    std::vector<std::string> arguments{"--output", file.string(), "--emails"};
    if (program == "allo") arguments.insert(arguments.begin(), {"contacts", "export"});
    const ProcessResult result =
        run_example(program, arguments,
                    {.environment = {{"ALLO_API_KEY", sandbox_.key()}, {"ALLO_BASE_URL", sandbox_.base_url()}},
                     .terminal = true,
                     .watch = [&](int process, const std::string& err) {
                       if (err.find("contacts") == std::string::npos) return;
                       was_there = std::filesystem::exists(file.string() + ".part");
                       kill(process, SIGINT);
                     }});
    EXPECT_EQ(result.status, 128 + SIGINT) << program;
    EXPECT_TRUE(was_there) << program;
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder_}, {}), 1) << program;
    EXPECT_EQ(read(file), "yesterday's") << program;
  }
}

TEST_F(ExportContacts, EndsWithOneWhenItCannotWrite) {
  const ProcessResult missing = run({"--output", (folder_ / "no such folder" / "contacts.csv").string()});
  EXPECT_EQ(missing.status, 1);
  EXPECT_THAT(missing.err, HasSubstr("no such folder"));
  EXPECT_EQ(run({"--output", "/dev/full"}).status, 1);
  EXPECT_FALSE(std::filesystem::is_regular_file("/dev/full"));
}

}  // namespace
