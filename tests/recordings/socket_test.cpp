#include "http/temporary_folder.hpp"
#include "recordings/streaming.hpp"
#include "support/fault_server.hpp"
#include "support/gzip.hpp"

#include <gmock/gmock.h>

#include <thread>

namespace allo::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::HasSubstr;
using testing::IsEmpty;

/// Text of which no two parts are alike.
std::string recording(std::size_t size) {
  std::string text;
  for (std::size_t i = 0; text.size() < size; ++i) text += std::to_string(i) + ' ';
  text.resize(size);
  return text;
}

std::string head(int status, std::size_t length, const std::string& more = {}) {
  return "HTTP/1.1 " + std::to_string(status) + " It\r\nETag: \"v1\"\r\nContent-Length: " + std::to_string(length) +
         "\r\n" + more + "\r\n";
}

/// The number behind "bytes=" of a request.
std::size_t asked_from(const SeenRequest& request) {
  return std::stoul(request.header("Range").value_or("bytes=0-").substr(6));
}

std::string rest(const std::string& all, const SeenRequest& request) {
  const std::size_t first = asked_from(request);
  if (first == 0) return head(200, all.size()) + all;
  return head(206, all.size() - first,
              "Content-Range: bytes " + std::to_string(first) + '-' + std::to_string(all.size() - 1) + '/' +
                  std::to_string(all.size()) + "\r\n") +
         all.substr(first);
}

class DownloadOverASocket : public testing::Test {
 protected:
  AlloClient client(const FaultServer& server, CurlTransportOptions transport = {}) {
    AlloClientOptions options;
    options.api_key = test_key;
    options.base_url = server.url("/v1/api");
    options.transport = make_curl_transport(std::move(transport));
    options.retry.initial_delay = milliseconds{1};
    return AlloClient{options};
  }
  static std::string url(const FaultServer& server) { return server.url("/v1/assets/recordings/call_1.wav"); }
  std::uint64_t get(const FaultServer& server, const DownloadOptions& download = {},
                    const RequestOptions& options = {}) {
    return download_recording(client(server), url(server), kept.sink(), download, options);
  }
  static RequestOptions once() {
    RequestOptions options;
    options.retry.emplace().max_attempts = 1;
    return options;
  }

  Kept kept{};
};

TEST_F(DownloadOverASocket, ComesInPartsWhateverTheTransportsBound) {
  const std::string all = recording(1'000'000);
  FaultServer server{
      {.on_request = [&](const SeenRequest& request) { return Script{send_bytes(rest(all, request))}; }}};
  EXPECT_EQ(download_recording(client(server, {.max_response_bytes = 1000}), url(server), kept.sink()), all.size());
  EXPECT_EQ(kept.text, all);
  EXPECT_GT(kept.parts, 10);
  const SeenRequest request = server.requests().at(0);
  EXPECT_EQ(request.target, "/v1/assets/recordings/call_1.wav");
  EXPECT_EQ(request.header("Authorization"), test_key);
  EXPECT_EQ(request.header("Accept-Encoding"), "identity");
  EXPECT_EQ(request.header("Accept"), "*/*");
}

TEST_F(DownloadOverASocket, GoesOnWhereItBroke) {
  const std::string all = recording(300'000);
  FaultServer server{{.on_request = [&](const SeenRequest& request) {
    const std::string answer = rest(all, request);
    switch (server.requests().size()) {
      case 1:
        return Script{send_bytes(answer.substr(0, 100'000)), close_connection()};
      case 2:
        return Script{send_bytes(answer.substr(0, 50'000)), tell_when_arrived(), reset_connection()};
      default:
        return Script{send_bytes(answer)};
    }
  }}};
  EXPECT_EQ(get(server), all.size());
  EXPECT_EQ(kept.text, all);
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), 3u);
  EXPECT_EQ(requests[1].header("If-Range"), "\"v1\"");
  EXPECT_GE(asked_from(requests[2]), asked_from(requests[1]));
  EXPECT_GT(asked_from(requests[2]), 0u);
}

TEST_F(DownloadOverASocket, SaysThatItWasCutOff) {
  FaultServer server{{.on_request = [&](const SeenRequest&) {
    return Script{send_bytes(head(200, 10) + "abc"), close_connection()};
  }}};
  const auto error = thrown_by<TransportException>([&] { get(server, {}, once()); });
  EXPECT_EQ(error.kind(), TransportError::Receive);
  EXPECT_THAT(error.what(), HasSubstr("was cut off"));
  EXPECT_EQ(kept.text, "abc");
}

TEST_F(DownloadOverASocket, MayBeChunked) {
  const std::string chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n";
  FaultServer server{{.on_request = [&](const SeenRequest&) {
    if (server.requests().size() == 1) return Script{send_bytes(chunks + "0\r\nHTTP/1.1: a trailer\r\n\r\n")};
    return Script{send_bytes(chunks), close_connection()};
  }}};
  EXPECT_EQ(get(server), 6u);
  EXPECT_EQ(kept.text, "abcdef");
  EXPECT_EQ(thrown_by<TransportException>([&] { get(server, {}, once()); }).kind(), TransportError::Receive);
}

TEST_F(DownloadOverASocket, EndsWhenNothingComes) {
  for (const bool has_begun : {false, true}) {
    kept = {};
    FaultServer server{{.on_request = [&](const SeenRequest&) {
      return has_begun ? Script{send_bytes(head(200, 10) + "abc"), stall()} : Script{stall()};
    }}};
    DownloadOptions download;
    download.stall_timeout = milliseconds{500};
    const auto started = steady_clock::now();
    const auto error = thrown_by<TransportException>([&] { get(server, download, once()); });
    EXPECT_LT(steady_clock::now() - started, std::chrono::seconds{10});
    EXPECT_EQ(error.kind(), TransportError::Timeout);
    EXPECT_THAT(error.what(),
                HasSubstr("nothing came from 127.0.0.1:" + std::to_string(server.port()) + " for 500 ms"));
    EXPECT_EQ(kept.text, has_begun ? "abc" : "");
  }
}

TEST_F(DownloadOverASocket, MayTakeItsTimeAsLongAsSomethingComes) {
  const auto pause = call([] { std::this_thread::sleep_for(milliseconds{700}); });
  FaultServer server{{.on_request = [&](const SeenRequest&) {
    return Script{send_bytes("HTTP/1.1 200 OK\r\n"),
                  pause,
                  send_bytes("Content-Length: 12\r\n\r\n"),
                  pause,
                  send_bytes("abcdef"),
                  pause,
                  send_bytes("ghijkl")};
  }}};
  DownloadOptions download;
  download.stall_timeout = milliseconds{1500};
  RequestOptions options = once();
  options.timeout = milliseconds{1};
  EXPECT_EQ(get(server, download, options), 12u);
  EXPECT_EQ(kept.text, "abcdefghijkl");
}

TEST_F(DownloadOverASocket, EndsWithTheDeadline) {
  FaultServer server{{.on_request = [&](const SeenRequest&) {
    return Script{send_bytes(head(200, 1'000'000)), drip(std::string(1'000'000, 'a'), milliseconds{5})};
  }}};
  RequestOptions options;
  options.retry.emplace().deadline = milliseconds{150};
  const auto started = steady_clock::now();
  EXPECT_EQ(thrown_by<TransportException>([&] { get(server, {}, options); }).kind(), TransportError::Timeout);
  EXPECT_LT(steady_clock::now() - started, std::chrono::seconds{10});
}

TEST_F(DownloadOverASocket, LeavesTheSinkTheTimeItTakes) {
  FaultServer server{
      {.on_request = [&](const SeenRequest&) { return Script{send_bytes(head(200, 200'000) + recording(200'000))}; }}};
  DownloadOptions download;
  download.stall_timeout = milliseconds{800};
  std::uint64_t size = 0;
  const auto slow = [&](std::string_view part) {
    if (size == 0) std::this_thread::sleep_for(milliseconds{1200});
    size += part.size();
  };
  EXPECT_EQ(download_recording(client(server), url(server), slow, download, once()), 200'000u);
  EXPECT_EQ(size, 200'000u);
}

TEST_F(DownloadOverASocket, CanBeCancelledInTheMiddle) {
  FaultServer server{{.on_request = [&](const SeenRequest&) {
    return Script{send_bytes(head(200, 10) + "abc"), stall()};
  }}};
  TemporaryFolder folder;
  CancellationSource source;
  RequestOptions options;
  options.cancellation = source.token();
  DownloadOptions download;
  download.progress = [&](const DownloadProgress& progress) {
    if (progress.received == 3) source.cancel();
  };
  const auto error = thrown_by<TransportException>(
      [&] { download_recording(client(server), url(server), folder.path() + "/call.wav", download, options); });
  EXPECT_EQ(error.kind(), TransportError::Cancelled);
  EXPECT_EQ(server.requests().size(), 1u);
  EXPECT_THAT(std::vector<std::filesystem::path>(std::filesystem::directory_iterator{folder.path()}, {}), IsEmpty());
}

TEST_F(DownloadOverASocket, KeepsAnErrorsBodyFromTheSink) {
  const std::string body = R"({"error":{"code":"RECORDING_NOT_FOUND"}})";
  FaultServer server{
      {.on_request = [&](const SeenRequest&) { return Script{send_bytes(head(404, body.size()) + body)}; }}};
  const auto error = thrown_by<NotFoundException>([&] { get(server); });
  EXPECT_EQ(error.code(), "RECORDING_NOT_FOUND");
  EXPECT_EQ(error.body(), body);
  EXPECT_EQ(kept.text, "");
  // And within the bounds of the transport.
  const AlloClient bounded = client(server, {.max_response_bytes = 10});
  EXPECT_EQ(thrown_by<TransportException>([&] { download_recording(bounded, url(server), kept.sink()); }).kind(),
            TransportError::TooLarge);
}

TEST_F(DownloadOverASocket, EndsWithWhatTheSinkThrewAndServesTheNext) {
  const std::string all = recording(300'000);
  FaultServer server{
      {.on_request = [&](const SeenRequest& request) { return Script{send_bytes(rest(all, request))}; }}};
  const AlloClient same = client(server);
  struct Full {};
  EXPECT_THROW(download_recording(same, url(server), [](std::string_view) { throw Full{}; }), Full);
  EXPECT_EQ(download_recording(same, url(server), kept.sink()), all.size());
  EXPECT_EQ(kept.text, all);
  EXPECT_EQ(server.connections(), 2) << "what was left on the first is nobody's answer";
  EXPECT_EQ(download_recording(same, url(server), kept.sink()), all.size());
  EXPECT_EQ(server.connections(), 2) << "a connection that was read to its end is kept";
}

TEST_F(DownloadOverASocket, TakesNoEncodingThatItDidNotAskFor) {
  const std::string body = gzip("abcdef");
  FaultServer server{{.on_request = [&](const SeenRequest&) {
    return Script{send_bytes(head(200, body.size(), "Content-Encoding: gzip\r\n") + body)};
  }}};
  EXPECT_EQ(thrown_by<TransportException>([&] { get(server); }).kind(), TransportError::BadEncoding);
  EXPECT_EQ(kept.text, "");
}

TEST_F(DownloadOverASocket, FollowsToAnotherPortWithoutTheKey) {
  FaultServer storage{{.on_request = [&](const SeenRequest&) { return Script{send_bytes(head(200, 3) + "abc")}; }}};
  FaultServer server{{.on_request = [&](const SeenRequest&) {
    return Script{send_bytes(head(302, 0, "Location: " + storage.url("/signed?token=1") + "\r\n"))};
  }}};
  EXPECT_EQ(get(server), 3u);
  EXPECT_EQ(kept.text, "abc");
  EXPECT_EQ(server.requests().at(0).header("Authorization"), test_key);
  EXPECT_EQ(storage.requests().at(0).target, "/signed?token=1");
  EXPECT_EQ(storage.requests().at(0).head.find(test_key), std::string::npos);
}

TEST(BodySink, IsAskedOnceForEachAnswerThatMayHaveABody) {
  struct Asked final : BodySink {
    bool begin(const HttpResponse& head) override {
      EXPECT_EQ(head.body, "");
      heads += std::to_string(head.status) + std::string{head.headers.get("ETag").value_or("")} + ' ';
      return head.status == 200;
    }
    void write(std::string_view part) override { text += part; }
    std::string heads{};
    std::string text{};
  };
  FaultServer server{{.on_request = [&](const SeenRequest& request) {
    if (request.target == "/empty") return Script{send_bytes(head(200, 0))};
    if (request.target == "/gone") return Script{send_bytes(head(404, 4) + "gone")};
    return Script{send_bytes("HTTP/1.1 103 Early Hints\r\n\r\n" + head(200, 6) + "abc"), send_bytes("def")};
  }}};
  const auto transport = make_curl_transport();
  Asked sink;
  const auto send = [&](const char* path) {
    HttpRequest request;
    request.url = server.url(path);
    request.sink = &sink;
    return transport->send(request);
  };
  EXPECT_EQ(send("/").body, "");
  EXPECT_EQ(sink.heads, "200\"v1\" ");
  EXPECT_EQ(sink.text, "abcdef");
  EXPECT_EQ(send("/empty").headers.get("ETag"), "\"v1\"");
  EXPECT_EQ(sink.heads, "200\"v1\" 200\"v1\" ");
  EXPECT_EQ(send("/gone").body, "gone");
  EXPECT_EQ(sink.heads, "200\"v1\" 200\"v1\" 404\"v1\" ");
  EXPECT_EQ(sink.text, "abcdef");
}

}  // namespace
}  // namespace allo::test
