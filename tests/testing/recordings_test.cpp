#include "http/temporary_folder.hpp"

#include <allo/recordings.hpp>
#include <allo/testing/sandbox.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>

ALLO_NAMESPACE_BEGIN
namespace testing {
namespace {

using test::TemporaryFolder;

TEST(Recordings, AreDownloadedAlsoWhenATransferBreaks) {
  Sandbox sandbox;
  AlloClientOptions options = sandbox.client_options();
  options.retry.initial_delay = std::chrono::milliseconds{1};
  const AlloClient client{options};
  const auto calls = sandbox.calls();
  const auto recorded =
      std::find_if(calls.begin(), calls.end(), [](const Call& call) { return call.recording_url.has_value(); });
  ASSERT_NE(recorded, calls.end());
  TemporaryFolder folder;
  const std::string file = folder.path() + "/call.wav";
  const auto text = [&] {
    std::ostringstream out;
    out << std::ifstream{file, std::ios::binary}.rdbuf();
    return out.str();
  };
  EXPECT_EQ(download_recording(client, *recorded->recording_url, file), 32'044u);
  const std::string whole = text();
  EXPECT_EQ(whole.substr(0, 4), "RIFF");
  EXPECT_EQ(whole.size(), 32'044u);

  sandbox.arm({.kind = FaultKind::Truncate, .times = 2});
  ResponseInfo info;
  RequestOptions request;
  request.response = &info;
  EXPECT_EQ(download_recording(client, *recorded->recording_url, file, {}, request), 32'044u);
  EXPECT_EQ(text(), whole);
  EXPECT_EQ(info.attempts, 3);
  EXPECT_EQ(info.status, 206);

  const std::string missing = sandbox.origin() + "/v1/assets/recordings/nothing.wav";
  EXPECT_THROW(download_recording(client, missing, file), NotFoundException);
  EXPECT_EQ(text(), whole);
  options.api_key = "another";
  EXPECT_THROW(download_recording(AlloClient{options}, *recorded->recording_url, file), AuthenticationException);
}

}  // namespace
}  // namespace testing
ALLO_NAMESPACE_END
