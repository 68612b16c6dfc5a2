#include "http/temporary_folder.hpp"
#include "recordings/streaming.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

namespace allo::test {
namespace {

using testing::HasSubstr;

constexpr const char* modified = "Sun, 06 Nov 1994 08:49:37 GMT";

/// The same transfers to a function, which keeps what it was given, and to a file, which can be begun anew.
class Resume : public testing::Test {
 protected:
  std::uint64_t to_sink() { return download_recording(fake.client(), own_url, kept.sink()); }
  std::uint64_t to_file() { return download_recording(fake.client(), own_url, path); }
  std::string file() const {
    std::ostringstream text;
    text << std::ifstream{path, std::ios::binary}.rdbuf();
    return text.str();
  }
  FakeTransport& transport() { return *fake.transport; }
  std::string sent(std::size_t request, std::string_view name) {
    const HttpHeaders headers = transport().requests().at(request).headers;
    return std::string{headers.get(name).value_or("none")};
  }
  void break_after(const std::string& begin, const HttpHeaders& headers = whole(6)) {
    transport().then(stream(200, headers, {begin}, TransportError::Receive));
  }

  FakeClient fake{};
  Kept kept{};
  TemporaryFolder folder{};
  std::filesystem::path path = std::filesystem::path{folder.path()} / "call.wav";
};

TEST_F(Resume, AsksForTheRestOfTheSameVersion) {
  break_after("abc");
  transport().then(stream(206, part(3, 5, 6), {"d"}, TransportError::Timeout)).then(stream(206, part(4, 5, 6), {"ef"}));
  EXPECT_EQ(to_sink(), 6u);
  EXPECT_EQ(kept.text, "abcdef");
  EXPECT_EQ(sent(0, "Range"), "none");
  EXPECT_EQ(sent(1, "Range"), "bytes=3-");
  EXPECT_EQ(sent(1, "If-Range"), "\"v1\"");
  EXPECT_EQ(sent(2, "Range"), "bytes=4-");
  EXPECT_EQ(fake.waits->size(), 2u);
}

TEST_F(Resume, AsksByTheTimeWhereThereIsNoETag) {
  break_after("abc", {{"Content-Length", "6"}, {"Last-Modified", modified}, {"Date", "Sun, 06 Nov 1994 09:00:00 GMT"}});
  transport().then(stream(206, {{"Content-Range", "bytes 3-5/6"}}, {"def"}));
  EXPECT_EQ(to_sink(), 6u);
  EXPECT_EQ(kept.text, "abcdef");
  EXPECT_EQ(sent(1, "If-Range"), modified);
}

TEST_F(Resume, EndsWithThePolicysAttempts) {
  break_after("a");
  transport()
      .then(stream(206, part(1, 5, 6), {"b"}, TransportError::Receive))
      .then(stream(206, part(2, 5, 6), {"c"}, TransportError::Receive));
  EXPECT_EQ(thrown_by<TransportException>([&] { to_sink(); }).kind(), TransportError::Receive);
  EXPECT_EQ(transport().count(), 3u);
  EXPECT_EQ(kept.text, "abc");
}

TEST_F(Resume, OutlivesAServerThatFailsMeanwhile) {
  break_after("abc");
  transport().then(respond(503)).then(stream(206, part(3, 5, 6), {"def"}));
  EXPECT_EQ(to_sink(), 6u);
  EXPECT_EQ(kept.text, "abcdef");
}

TEST_F(Resume, FollowsTheRedirectsAnew) {
  transport()
      .then(redirect("https://cdn.test/1"))
      .then(stream(200, whole(6), {"abc"}, TransportError::Receive))
      .then(redirect("https://cdn.test/2"))
      .then(stream(206, part(3, 5, 6), {"def"}));
  EXPECT_EQ(to_sink(), 6u);
  EXPECT_EQ(kept.text, "abcdef");
  EXPECT_EQ(transport().last().url, "https://cdn.test/2");
  EXPECT_EQ(sent(2, "Authorization"), test_key);
  EXPECT_EQ(sent(3, "Authorization"), "none");
  EXPECT_EQ(sent(3, "Range"), "bytes=3-");
}

TEST_F(Resume, SkipsWhatItHasWhereAllOfTheSameVersionComes) {
  for (const bool into_file : {false, true}) {
    kept = {};
    break_after("abc");
    transport().then(stream(200, whole(6), {"ab", "cd", "ef"}));
    EXPECT_EQ(into_file ? to_file() : to_sink(), 6u);
    EXPECT_EQ(into_file ? file() : kept.text, "abcdef");
  }
}

TEST_F(Resume, BeginsAFileAnewWhenTheRecordingHasChanged) {
  break_after("abc");
  transport().then(stream(200, whole(4, "\"v2\""), {"WXYZ"}));
  EXPECT_EQ(to_file(), 4u);
  EXPECT_EQ(file(), "WXYZ");
}

TEST_F(Resume, GivesUpForASinkWhenTheRecordingHasChanged) {
  break_after("abc");
  transport().then(stream(200, whole(4, "\"v2\""), {"WXYZ"}));
  const auto error = thrown_by<TransportException>([&] { to_sink(); });
  EXPECT_THAT(error.what(), HasSubstr("broke after 3 bytes and cannot be continued"));
  EXPECT_FALSE(error.retryable());
  EXPECT_EQ(transport().count(), 2u);
  EXPECT_EQ(kept.text, "abc");
}

TEST_F(Resume, NeedsAVersionToAskFor) {
  for (const char* etag : {"", "W/\"v1\""}) {
    break_after("abc", whole(6, etag));
    const auto error = thrown_by<TransportException>([&] { to_sink(); });
    EXPECT_THAT(error.what(),
                HasSubstr("broke after 3 bytes and cannot be continued, for the server names no version"));
    EXPECT_FALSE(error.retryable());
  }
  EXPECT_EQ(transport().count(), 2u);
  break_after("abc", whole(6, ""));
  transport().then(stream(200, whole(6, ""), {"ABCDEF"}));
  EXPECT_EQ(to_file(), 6u);
  EXPECT_EQ(sent(3, "Range"), "none");
  EXPECT_EQ(file(), "ABCDEF") << "nothing says that it is the same one";
}

TEST_F(Resume, LosesNothingWhenNothingHadCome) {
  break_after("", whole(6, ""));
  transport().then(stream(200, whole(6, ""), {"abcdef"}));
  EXPECT_EQ(to_sink(), 6u);
  EXPECT_EQ(kept.text, "abcdef");
}

TEST_F(Resume, RefusesOtherBytesThanItAskedFor) {
  const HttpHeaders wrong[] = {
      part(2, 5, 6),                                                // From another byte on.
      part(3, 6, 7),                                                // Of something longer.
      {},                                                           // Of who knows what.
      {{"Content-Range", "bytes */6"}},                             // None at all.
      {{"Content-Range", "bytes 3-5/6"}, {"Content-Length", "2"}},  // Another length.
      {{"Content-Type", "multipart/byteranges"}},                   // Parts in parts.
      {{"Content-Range", "bytes 3-5/6"}, {"ETag", "\"v2\""}},       // Of another version.
      {{"Content-Range", "bytes 3-5/6"}, {"ETag", "\"v1\""}, {"Content-Encoding", "br"}},
  };
  for (const HttpHeaders& headers : wrong) {
    kept = {};
    const std::size_t before = transport().count();
    break_after("abc");
    transport().then(stream(206, headers, {"def"}));
    const auto error = thrown_by<TransportException>([&] { to_sink(); });
    EXPECT_FALSE(error.retryable()) << error.what();
    EXPECT_EQ(transport().count(), before + 2) << error.what();
    EXPECT_EQ(kept.text, "abc") << error.what();
  }
}

TEST_F(Resume, LearnsTheSizeFromAPart) {
  break_after("abc", {{"ETag", "\"v1\""}});
  transport().then(stream(206, part(3, 4, 6), {"de"})).then(stream(206, part(5, 5, 6), {"f"}));
  EXPECT_EQ(to_sink(), 6u);
  EXPECT_EQ(kept.text, "abcdef");
  // Where nobody tells it, the part may not be the last one.
  kept = {};
  break_after("abc", {{"ETag", "\"v1\""}});
  transport().then(stream(206, {{"Content-Range", "bytes 3-4/*"}}, {"de"}));
  EXPECT_THAT(thrown_by<TransportException>([&] { to_sink(); }).what(), HasSubstr("how large all of it is"));
  EXPECT_EQ(kept.text, "abc");
}

TEST_F(Resume, RefusesAPartWhereAllWasAskedFor) {
  transport().then(stream(206, part(0, 5, 6), {"abcdef"}));
  EXPECT_THAT(thrown_by<TransportException>([&] { to_sink(); }).what(), HasSubstr("all of it was asked for"));
  EXPECT_EQ(kept.text, "");
}

TEST_F(Resume, ContinuesWhatTheTransportTookForComplete) {
  transport()
      .then(stream(200, whole(6), {"abc"}))
      .then(stream(206, part(3, 4, 6), {"de"}))
      .then(stream(206, part(5, 5, 6), {"f"}));
  EXPECT_EQ(to_file(), 6u);
  EXPECT_EQ(file(), "abcdef");
  // And says how much was there where that does not help.
  transport().always(stream(200, whole(6), {"abc"}));
  const auto error = thrown_by<TransportException>([&] { to_sink(); });
  EXPECT_STREQ(error.what(), "the recording was cut off after 3 bytes of 6");
  EXPECT_EQ(error.kind(), TransportError::Receive);
  EXPECT_EQ(kept.text, "abc");
}

TEST_F(Resume, KnowsByA416ThatItHasAll) {
  transport()
      .then(stream(200, {{"ETag", "\"v1\""}}, {"abcdef"}, TransportError::Receive))
      .then(respond(416, "", {{"Content-Range", "bytes */6"}}));
  EXPECT_EQ(to_sink(), 6u);
  EXPECT_EQ(kept.text, "abcdef");
  EXPECT_EQ(sent(1, "Range"), "bytes=6-");
  break_after("abc");
  transport().then(respond(416, "", {{"Content-Range", "bytes */2"}}));
  EXPECT_EQ(thrown_by<AlloApiException>([&] { to_sink(); }).status(), 416);
}

}  // namespace
}  // namespace allo::test
