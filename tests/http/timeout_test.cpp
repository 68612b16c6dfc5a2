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

TEST(Timeout, IsThatOfEachRequestOfAHandle) {
  FaultServer server({.on_request = [](const SeenRequest& request) {
    return request.target == "/stall" ? Script{stall()} : Script{send_bytes(http_response(200, "{}"))};
  }});
  const auto transport = make_curl_transport({.max_connections = 1});
  HttpRequest patient = request_to(server.url("/"));
  patient.timeout = std::chrono::seconds(20);
  EXPECT_EQ(transport->send(patient).status, 200);
  expect_timeout(*transport, hasty(server.url("/stall")), true);
  EXPECT_EQ(server.requests().back().connection, 0) << "of the same handle";

  // And the other way round: a short one does not stay.
  EXPECT_EQ(transport->send(hasty(server.url("/"))).status, 200);
  FaultServer slow(
      {.on_request = [](const SeenRequest&) { return Script{drip(http_response(200, "{}"), milliseconds(5))}; }});
  EXPECT_EQ(transport->send(request_to(slow.url("/"))).status, 200);
}

TEST(Timeout, ForConnectingIsThatOfEachRequestOfAHandle) {
  FaultServer server;
  SilentPort port;
  const auto transport = make_curl_transport({.max_connections = 1});
  EXPECT_EQ(transport->send(request_to(server.url("/"))).status, 200);
  HttpRequest request = request_to("http://127.0.0.1:" + std::to_string(port.port()) + "/");
  request.connect_timeout = milliseconds(100);
  expect_timeout(*transport, request, false);
}

TEST(Timeout, OfATransferIsWhatTheWaitForAHandleHasLeft) {
  FaultServer server({.on_request = [](const SeenRequest&) { return Script{stall()}; }});
  const auto transport = make_curl_transport({.max_connections = 1});
  std::thread holder([&] {
    HttpRequest request = request_to(server.url("/"));
    request.timeout = milliseconds(1500);
    failure_of(*transport, request);
  });
  ASSERT_TRUE(server.wait_for_requests(1));
  HttpRequest request = request_to(server.url("/"));
  request.timeout = milliseconds(2000);
  const auto started = std::chrono::steady_clock::now();
  const auto failure = failure_of(*transport, request);
  const auto taken = std::chrono::steady_clock::now() - started;
  holder.join();
  ASSERT_TRUE(failure);
  EXPECT_TRUE(failure->request_may_have_been_sent()) << "it had its turn";
  EXPECT_GE(taken, milliseconds(1990));
  EXPECT_LT(taken, milliseconds(3200)) << "not 2000 ms more after the wait";
}

}  // namespace
}  // namespace allo::test
