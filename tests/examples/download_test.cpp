#include "examples/process.hpp"
#include "http/temporary_folder.hpp"

#include <allo/recordings.hpp>
#include <allo/testing/sandbox.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

namespace fs = std::filesystem;

using allo::test::ProcessOptions;
using allo::test::ProcessResult;
using allo::test::run_example;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

/// `allo calls download`, against a sandbox and into a folder of its own.
class AlloCliDownload : public testing::Test {
 protected:
  ProcessResult download(std::vector<std::string> arguments, ProcessOptions options = {}) const {
    options.environment = {{"ALLO_API_KEY", sandbox_.key()}, {"ALLO_BASE_URL", sandbox_.base_url()}};
    arguments.insert(arguments.begin(), {"calls", "download", "-o", out()});
    return run_example("allo", arguments, options);
  }
  std::string out() const { return folder_.path() + "/out"; }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator{out(), none}) names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }
  std::string text_of(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream{out() + '/' + name, std::ios::binary}.rdbuf();
    return text.str();
  }
  /// A call that was answered or missed.
  allo::Call call(bool recorded) const {
    const std::vector<allo::Call> calls = sandbox_.calls();
    return *std::find_if(calls.begin(), calls.end(),
                         [&](const allo::Call& each) { return each.recording_url.has_value() == recorded; });
  }

  allo::testing::Sandbox sandbox_{};
  allo::test::TemporaryFolder folder_{};
};

TEST_F(AlloCliDownload, StoresTheLatestRecordings) {
  const ProcessResult result = download({"--number", "+1234567890", "--limit", "20", "--parallel", "3"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.err, "");
  std::vector<std::string> expected;
  for (const allo::Call& each : allo::AlloClient{sandbox_.client_options()}
                                    .calls.search({.allo_number = "+1234567890", .page = 0, .size = 20})
                                    .results) {
    if (each.recording_url) expected.push_back(each.id + ".wav");
  }
  std::sort(expected.begin(), expected.end());
  EXPECT_THAT(expected, Not(IsEmpty()));
  EXPECT_EQ(files(), expected);
  EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), static_cast<long>(expected.size()));
  EXPECT_THAT(result.out, HasSubstr(out() + '/' + expected.front() + "  32044 bytes\n"));
  for (const std::string& name : expected) {
    EXPECT_THAT(text_of(name), AllOf(StartsWith("RIFF"), SizeIs(32'044))) << name;
  }
}

TEST_F(AlloCliDownload, StoresWhatIsNamedEachUnderANameOfItsOwn) {
  const std::string id = call(true).id;
  const std::string open = sandbox_.origin() + "/recordings/" + id + ".wav";
  const ProcessResult result = download({id, open, open, "--json"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(files(), testing::UnorderedElementsAre(id + ".wav", "2-" + id + ".wav"));
  const auto stored = [&](const std::string& name, const std::string& url) {
    return "{\"file\":\"" + out() + '/' + name + "\",\"bytes\":32044,\"url\":\"" + url + "\"}";
  };
  EXPECT_EQ(result.out, "[\n" + stored(id + ".wav", open) + ",\n" +
                            stored("2-" + id + ".wav", *call(true).recording_url) + "\n]\n");
}

TEST_F(AlloCliDownload, RefusesACallWithoutARecording) {
  const std::string id = call(false).id;
  EXPECT_THAT(download({id}).err, HasSubstr("error: the call " + id + " has no recording"));
  EXPECT_THAT(download({"call_nobody"}).err, HasSubstr("error: there is no call call_nobody"));
  EXPECT_EQ(download({"call_nobody"}).status, 1);
  EXPECT_EQ(download({"--parallel", "0"}).status, 2);
  EXPECT_THAT(files(), IsEmpty());
}

TEST_F(AlloCliDownload, LeavesFilesAloneThatAreThere) {
  const std::string id = call(true).id;
  fs::create_directories(out());
  std::ofstream{out() + '/' + id + ".wav"} << "mine";
  const ProcessResult kept = download({id});
  EXPECT_EQ(kept.out, out() + '/' + id + ".wav  was there already\n");
  EXPECT_EQ(text_of(id + ".wav"), "mine");
  EXPECT_EQ(download({id, "--overwrite"}).status, 0);
  EXPECT_THAT(text_of(id + ".wav"), StartsWith("RIFF"));
}

TEST_F(AlloCliDownload, SaysWhatIsMissingAndKeepsTheRest) {
  const allo::Call recorded = call(true);
  const ProcessResult result =
      download({sandbox_.origin() + "/recordings/gone.wav", "https://elsewhere.test/x.wav", *recorded.recording_url});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("error: gone.wav: HTTP 404 NOT_FOUND"));
  EXPECT_THAT(result.err, HasSubstr("error: x.wav: url is neither on the host of base_url"));
  EXPECT_THAT(result.err, HasSubstr("error: 2 of 3 recordings are missing\n"));
  EXPECT_THAT(files(), ElementsAre(recorded.id + ".wav"));
}

TEST_F(AlloCliDownload, WritesNowhereElseWhateverAUrlSays) {
  const ProcessResult result =
      download({sandbox_.origin() + "/recordings/..%2F..%2Fevil.wav", sandbox_.origin() + "/recordings/.bashrc",
                sandbox_.origin() + "/recordings/"});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("error: recording.._2F.._2Fevil.wav: "));
  EXPECT_THAT(result.err, HasSubstr("error: recording.bashrc: "));
  EXPECT_THAT(result.err, HasSubstr("error: recording: "));
}

TEST_F(AlloCliDownload, ShowsItsProgressOnATerminal) {
  const ProcessResult result = download({"--limit", "20"}, {.terminal = true, .columns = 100});
  EXPECT_EQ(result.status, 0) << result.err;
  const std::string count = std::to_string(files().size());
  EXPECT_THAT(result.err, HasSubstr("[##############################] " + count + '/' + count + " recordings, "));
}

TEST_F(AlloCliDownload, LeavesNoPartsAfterCtrlC) {
  sandbox_.arm(
      {.kind = allo::testing::FaultKind::Stall, .method = "GET", .times = 0, .delay = std::chrono::minutes{5}});
  const std::vector<std::string> urls{sandbox_.origin() + "/recordings/call_abc123.wav", *call(true).recording_url};
  bool seen_part = false;
  ProcessOptions options{.terminal = true, .columns = 100};
  options.watch = [&](int process, const std::string& err) {
    if (err.find("recordings, ") == std::string::npos) return;
    for (const std::string& name : files()) seen_part = seen_part || name.find(".part") != std::string::npos;
    ::kill(process, SIGINT);
  };
  const ProcessResult result = download({urls[0], urls[1]}, options);
  EXPECT_EQ(result.status, 128 + SIGINT) << result.err;
  EXPECT_TRUE(seen_part);
  EXPECT_THAT(files(), IsEmpty());
}

}  // namespace
