#include "http/transport_fixture.hpp"

#include <allo/cancellation.hpp>

#include <signal.h>

#include <atomic>
#include <future>
#include <string>
#include <thread>
#include <vector>

namespace allo::test {
namespace {

std::string at(const FaultServer& server) { return "127.0.0.1:" + std::to_string(server.port()); }

TEST(PoolPlaces, AreGivenToTheHostThatHasWaitedTheLeast) {
  const std::vector<FaultServer> servers(3);
  const auto transport = make_curl_transport({.max_connections = 2});
  const auto expect_answer = [&](std::size_t host, std::vector<int> connections) {
    EXPECT_EQ(transport->send(request_to(servers[host].url("/"))).status, 200);
    for (std::size_t i = 0; i < servers.size(); ++i) EXPECT_EQ(servers[i].connections(), connections[i]) << i;
  };
  expect_answer(0, {1, 0, 0});
  expect_answer(1, {1, 1, 0});
  expect_answer(2, {1, 1, 1});
  EXPECT_EQ(sockets_to(servers[0].port()).size(), 0U) << "idle the longest";
  expect_answer(1, {1, 1, 1});
  expect_answer(2, {1, 1, 1});
  expect_answer(0, {2, 1, 1});
  EXPECT_EQ(sockets_to(servers[1].port()).size(), 0U);
  expect_answer(2, {2, 1, 1});
  expect_answer(1, {2, 2, 1});
  EXPECT_EQ(sockets_to(servers[0].port()).size(), 0U);
  EXPECT_EQ(sockets_to(servers[1].port()).size(), 1U);
  EXPECT_EQ(sockets_to(servers[2].port()).size(), 1U);
}

TEST(PoolPlaces, HoldOneConnectionEach) {
  FaultServer one;
  std::atomic<std::size_t> left{99};
  FaultServer two({.on_request = [&](const SeenRequest&) {
    left = sockets_to(one.port()).size();
    return Script{send_bytes(http_response(200, "{}"))};
  }});
  const auto transport = make_curl_transport({.max_connections = 1});
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(transport->send(request_to(one.url("/"))).status, 200);
    EXPECT_EQ(transport->send(request_to(two.url("/"))).status, 200);
    EXPECT_EQ(left, 0U) << "closed before the other one is opened";
  }
  EXPECT_EQ(one.connections(), 2);
}

TEST(PoolPlaces, AreForgottenByWhoGaveUpWaiting) {
  std::promise<void> opened;
  const std::shared_future<void> gate = opened.get_future().share();
  FaultServer server({.on_request = [&](const SeenRequest&) {
    return Script{call([&] { gate.wait(); }), send_bytes(http_response(200, "{}"))};
  }});
  const auto transport = make_curl_transport({.max_connections = 1});
  std::thread holder([&] { transport->send(request_to(server.url("/"))); });
  EXPECT_TRUE(server.wait_for_requests(1));
  HttpRequest hasty = request_to(server.url("/"));
  hasty.timeout = std::chrono::milliseconds(20);
  const auto failure = failure_of(*transport, hasty);
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->what(), "timed out waiting for a free connection to " + at(server));
  EXPECT_EQ(failure->kind(), TransportError::Timeout);
  EXPECT_FALSE(failure->request_may_have_been_sent());
  opened.set_value();
  holder.join();
  EXPECT_EQ(transport->send(request_to(server.url("/"))).status, 200);
  EXPECT_EQ(server.connections(), 1);
}

TEST(PoolPlaces, AreFreeAgainAfterAFailure) {
  FaultServer server({.on_request = [](const SeenRequest& request) {
    return request.target == "/close" ? Script{close_connection()} : Script{send_bytes(http_response(200, "{}"))};
  }});
  const auto transport = make_curl_transport({.max_connections = 1});
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(failure_of(*transport, request_to(server.url("/close"), HttpMethod::Post)));
    EXPECT_EQ(transport->send(request_to(server.url("/"))).status, 200);
  }
  EXPECT_EQ(server.connections(), 4) << "the first is used for a good and a bad one";
}

TEST(Transport, SaysWhyItDidNotTryAtAll) {
  FaultServer server;
  const auto transport = make_curl_transport();
  HttpRequest late = request_to(server.url("/"));
  late.timeout = std::chrono::milliseconds(0);
  const auto none_left = failure_of(*transport, late);
  ASSERT_TRUE(none_left);
  EXPECT_EQ(none_left->what(), "no time left for the request to " + at(server));
  CancellationSource source;
  source.cancel();
  late.cancellation = source.token();
  const auto cancelled = failure_of(*transport, late);
  ASSERT_TRUE(cancelled);
  EXPECT_EQ(cancelled->what(), "the request to " + at(server) + " was cancelled") << "that comes first";
}

TEST(Transport, LeavesTheSignalsOfTheProcessAloneWhileItTransfers) {
  struct Watching final : BodySink {
    bool begin(const HttpResponse&) override {
      ::sigaction(SIGPIPE, nullptr, &seen);
      return true;
    }
    void write(std::string_view) override {}
    struct sigaction seen {};
  };
  FaultServer server;
  Watching sink;
  struct sigaction before {};
  ::sigaction(SIGPIPE, nullptr, &before);
  sink.seen.sa_handler = [](int) {};
  HttpRequest request = request_to(server.url("/"));
  request.sink = &sink;
  EXPECT_EQ(make_curl_transport()->send(request).status, 200);
  EXPECT_EQ(sink.seen.sa_handler, before.sa_handler);
}

}  // namespace
}  // namespace allo::test
