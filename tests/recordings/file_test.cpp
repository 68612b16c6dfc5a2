#include "http/temporary_folder.hpp"
#include "recordings/streaming.hpp"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace allo::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;

namespace fs = std::filesystem;

class RecordingFile : public testing::Test {
 protected:
  std::uint64_t get(const fs::path& to, const DownloadOptions& download = {}) {
    return download_recording(fake.client(), own_url, to, download);
  }
  FileException file_failure(const fs::path& to) {
    return thrown_by<FileException>([&] { get(to); });
  }
  static std::string text_of(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream{file, std::ios::binary}.rdbuf();
    return text.str();
  }
  std::vector<std::string> entries() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator{folder.path()}) names.push_back(entry.path().filename().string());
    return names;
  }
  FakeTransport& transport() { return *fake.transport; }

  FakeClient fake{};
  TemporaryFolder folder{};
  fs::path path = fs::path{folder.path()} / "call.wav";
};

TEST_F(RecordingFile, IsThereOnceAllOfItIs) {
  folder.write("call.wav", "the old one");
  ::chmod(path.c_str(), 0644);
  DownloadOptions download;
  std::string seen;
  download.progress = [&](const DownloadProgress& progress) {
    EXPECT_EQ(text_of(path), "the old one");
    if (progress.received != 3) return;
    for (const std::string& name : entries()) {
      if (name == "call.wav") continue;
      seen = name;
      struct stat status {};
      ASSERT_EQ(::stat((folder.path() + '/' + name).c_str(), &status), 0);
      EXPECT_EQ(status.st_mode & 0777U, 0600U);
      EXPECT_EQ(status.st_size, 3);
    }
  };
  transport().then(stream(200, whole(6), {"abc", "def"}));
  const mode_t usual = ::umask(0);
  EXPECT_EQ(get(path, download), 6u);
  ::umask(usual);
  EXPECT_THAT(seen, MatchesRegex("call\\.wav\\.[0-9a-f]+\\.part"));
  EXPECT_THAT(entries(), ElementsAre("call.wav"));
  EXPECT_EQ(text_of(path), "abcdef");
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(RecordingFile, IsWrittenInTheWorkingFolder) {
  const fs::path before = fs::current_path();
  fs::current_path(folder.path());
  transport().then(stream(200, whole(3), {"abc"}));
  EXPECT_EQ(get("call.wav"), 3u);
  fs::current_path(before);
  EXPECT_EQ(text_of(path), "abc");
}

TEST_F(RecordingFile, HasANameAsLongAsTheSystemTakes) {
  transport().then(stream(200, whole(3), {"abc"}));
  const fs::path longest = fs::path{folder.path()} / std::string(255, 'x');
  EXPECT_EQ(get(longest), 3u);
  EXPECT_EQ(text_of(longest), "abc");
}

TEST_F(RecordingFile, LeavesNothingBehindWhenItFails) {
  folder.write("call.wav", "the old one");
  fake.options.retry.max_attempts = 2;
  const auto fails = [&](const char* what) {
    EXPECT_THROW(get(path), AlloException) << what;
    EXPECT_THAT(entries(), ElementsAre("call.wav")) << what;
    EXPECT_EQ(text_of(path), "the old one") << what;
  };
  transport().then(respond(404, R"({"code":"NOT_FOUND"})"));
  fails("missing");
  transport().then(stream(200, whole(6), {"abc"})).then(stream(206, part(3, 5, 6), {"d"}));
  fails("too short");
  transport().then(stream(200, whole(2), {"abc"}));
  fails("too long");
  transport().then(stream(200, whole(6), {"abc"}, TransportError::Cancelled));
  fails("cancelled");
  transport().then(stream(200, whole(6), {"abc"}, TransportError::Receive)).then_fail(TransportError::Timeout, true);
  fails("broken");

  transport().then(stream(200, whole(6), {"abc", "def"}));
  DownloadOptions download;
  download.progress = [](const DownloadProgress& progress) {
    if (progress.received == 6) throw 7;
  };
  EXPECT_THROW(get(path, download), int);
  EXPECT_THAT(entries(), ElementsAre("call.wav"));
  EXPECT_EQ(text_of(path), "the old one");
}

TEST_F(RecordingFile, IsRefusedBeforeAnythingIsSent) {
  EXPECT_EQ(refusal_of([&] { get(fs::path{}); }), "file is empty");
  EXPECT_EQ(file_failure(folder.path()).code(), std::errc::is_a_directory);
  EXPECT_EQ(file_failure(folder.path() + "/new/").code(), std::errc::is_a_directory);
  const FileException nowhere = file_failure(fs::path{folder.path()} / "missing" / "call.wav");
  EXPECT_EQ(nowhere.code(), std::errc::no_such_file_or_directory);
  EXPECT_EQ(nowhere.path(), fs::path{folder.path()} / "missing" / "call.wav");
  EXPECT_EQ(std::string{nowhere.what()}, "cannot write " + folder.path() + "/missing/call.wav: " +
                                             std::make_error_code(std::errc::no_such_file_or_directory).message());
  EXPECT_EQ(nowhere.delivery(), DeliveryState::NotSent);
  EXPECT_EQ(file_failure("/dev/full").code(), std::errc::file_exists) << "nobody wants a device replaced";
  EXPECT_TRUE(fs::is_character_file("/dev/full"));
  EXPECT_EQ(transport().count(), 0u);
}

TEST_F(RecordingFile, IsRefusedInAFolderThatCannotBeWritten) {
  // A process with all rights may write everywhere but where nobody can.
  const std::string unwritable = ::geteuid() == 0 ? "/proc/self/call.wav" : folder.path() + "/call.wav";
  ::chmod(folder.path().c_str(), 0500);
  const std::error_code code = file_failure(unwritable).code();
  ::chmod(folder.path().c_str(), 0700);
  EXPECT_TRUE(code == std::errc::permission_denied || code == std::errc::no_such_file_or_directory) << code.message();
  EXPECT_EQ(transport().count(), 0u);
}

TEST_F(RecordingFile, ReplacesALinkAndDoesNotFollowIt) {
  folder.write("other", "untouched");
  fs::create_symlink("other", path);
  transport().then(stream(200, whole(3), {"abc"}));
  EXPECT_EQ(get(path), 3u);
  EXPECT_FALSE(fs::is_symlink(path));
  EXPECT_EQ(text_of(path), "abc");
  EXPECT_EQ(text_of(fs::path{folder.path()} / "other"), "untouched");
}

TEST_F(RecordingFile, LeavesNothingOfAFullDisk) {
  // The system's bound on the size of a file stands for the end of a disk.
  struct Bound {
    Bound() {
      ::getrlimit(RLIMIT_FSIZE, &before);
      const rlimit small{4, before.rlim_max};
      ::setrlimit(RLIMIT_FSIZE, &small);
      handler = ::signal(SIGXFSZ, SIG_IGN);
    }
    ~Bound() {
      ::setrlimit(RLIMIT_FSIZE, &before);
      ::signal(SIGXFSZ, handler);
    }
    rlimit before{};
    void (*handler)(int) = nullptr;
  };
  transport().always(stream(200, whole(6), {"abc", "def"}));
  std::optional<FileException> error;
  {
    const Bound bound;
    error = file_failure(path);
  }
  EXPECT_EQ(error->code(), std::errc::file_too_large);
  EXPECT_THAT(error->what(), HasSubstr("cannot write " + path.string() + ": " +
                                       std::make_error_code(std::errc::file_too_large).message()));
  EXPECT_EQ(error->delivery(), DeliveryState::MaybeSent);
  EXPECT_THAT(entries(), IsEmpty());
  EXPECT_EQ(transport().count(), 1u) << "another try would find the disk as full";
}

TEST_F(RecordingFile, IsNotPutWhereAFolderHasAppeared) {
  DownloadOptions download;
  download.progress = [&](const DownloadProgress&) { fs::create_directories(path / "inside"); };
  transport().then(stream(200, whole(3), {"abc"}));
  const auto error = thrown_by<FileException>([&] { get(path, download); });
  EXPECT_EQ(error.code(), std::errc::is_a_directory);
  EXPECT_THAT(entries(), ElementsAre("call.wav"));
}

}  // namespace
}  // namespace allo::test
