#include "http/transport_fixture.hpp"
#include "support/ports.hpp"
#include "support/resolver.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <string>
#include <thread>

namespace allo::test {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

/// Sends `request` with 100 ms for the whole exchange, unless it says otherwise, and expects it to run out of time.
void expect_timeout(HttpTransport& transport, const HttpRequest& request, bool may_have_been_sent) {
  const auto started = std::chrono::steady_clock::now();
  const auto failure = failure_of(transport, request);
  const auto taken = std::chrono::steady_clock::now() - started;
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind(), TransportError::Timeout) << failure->what();
  EXPECT_EQ(failure->request_may_have_been_sent(), may_have_been_sent);
  EXPECT_GE(taken, milliseconds(90));
  EXPECT_LT(taken, std::chrono::seconds(5));
}

HttpRequest hasty(std::string url) {
  HttpRequest request = request_to(std::move(url));
  request.timeout = milliseconds(100);
  return request;
}

TEST(Timeout, CoversNameResolution) {
  StalledResolver resolver;
  expect_timeout(*make_curl_transport(), hasty("http://host.stalled.test/"), false);
}

TEST(Timeout, ForConnectingIsItsOwn) {
  SilentPort port;
  HttpRequest request = request_to("http://127.0.0.1:" + std::to_string(port.port()) + "/");
  request.connect_timeout = milliseconds(100);
  expect_timeout(*make_curl_transport(), request, false);
}

TEST(Timeout, ForConnectingCoversTheTlsHandshake) {
  FaultServer server({.tls = Certificate::Good, .on_accept = [](int) { return Script{stall()}; }});
  HttpRequest request = request_to(server.url("/"));
  request.connect_timeout = milliseconds(100);
  expect_timeout(*make_curl_transport({.ca_pem = test_authority_pem()}), request, false);
}

TEST(Timeout, ForConnectingLeavesASlowResponseAlone) {
  FaultServer server(
      {.on_request = [](const SeenRequest&) { return Script{drip(http_response(200, "{}"), milliseconds(5))}; }});
  HttpRequest request = request_to(server.url("/"));
  request.connect_timeout = milliseconds(50);
  EXPECT_EQ(make_curl_transport()->send(request).body, "{}");
}

TEST(Timeout, CoversTheWaitForTheResponse) {
  FaultServer server({.on_request = [](const SeenRequest&) { return Script{stall()}; }});
  expect_timeout(*make_curl_transport(), hasty(server.url("/")), true);
}

TEST(Timeout, CoversABodyThatDrips) {
  FaultServer server({.on_request = [](const SeenRequest&) {
    return Script{send_bytes("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n"),
                  drip(std::string(10000, 'x'), milliseconds(10))};
  }});
  expect_timeout(*make_curl_transport(), hasty(server.url("/")), true);
}

TEST(Timeout, CoversTheWaitForAHandle) {
  FaultServer server({.on_request = [](const SeenRequest&) { return Script{stall()}; }});
  const auto transport = make_curl_transport({.max_connections = 1});
  std::thread holder([&] {
    HttpRequest request = request_to(server.url("/"));
    request.timeout = milliseconds(600);
    failure_of(*transport, request);
  });
  ASSERT_TRUE(server.wait_for_requests(1));
  expect_timeout(*transport, hasty(server.url("/")), false);
  holder.join();
}

TEST(Timeout, OfNothingSendsNothing) {
  FaultServer server;
  HttpRequest request = request_to(server.url("/"));
  for (const auto timeout : {milliseconds(0), milliseconds(-1)}) {
    request.timeout = timeout;
    const auto failure = failure_of(*make_curl_transport(), request);
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->kind(), TransportError::Timeout);
    EXPECT_FALSE(failure->request_may_have_been_sent());
  }
  EXPECT_EQ(server.connections(), 0);
}

TEST(Timeout, MayBeAsLongAsTheTypeHolds) {
  FaultServer server;
  HttpRequest request = request_to(server.url("/"));
  request.timeout = milliseconds::max();
  request.connect_timeout = milliseconds::max();
  EXPECT_EQ(make_curl_transport()->send(request).status, 200);
}

}  // namespace
}  // namespace allo::test
