#include "http/curl_global.hpp"
#include "http/transport_fixture.hpp"
#include "support/ports.hpp"
#include "support/resolver.hpp"

#include <allo/cancellation.hpp>

#if !defined(_WIN32)
#include <sys/resource.h>
#include <unistd.h>
#endif

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <thread>

namespace allo::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// Sends `request` and cancels it as soon as `reached` says that it has got where it was to be cancelled.
void expect_cancelled(HttpTransport& transport, HttpRequest request, bool may_have_been_sent,
                      const std::function<bool()>& reached) {
  CancellationSource source;
  request.cancellation = source.token();
  std::atomic<bool> was_reached{false};
  std::atomic<steady_clock::rep> cancelled_at{0};
  std::thread canceller([&] {
    was_reached = reached();
    // There is nothing to watch for the moment in which the transfer has gone to sleep.
    std::this_thread::sleep_for(milliseconds(20));
    cancelled_at = steady_clock::now().time_since_epoch().count();
    source.cancel();
  });
  const auto failure = failure_of(transport, request);
  const auto ended = steady_clock::now();
  canceller.join();
  ASSERT_TRUE(was_reached);
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind(), TransportError::Cancelled) << failure->what();
  EXPECT_EQ(failure->request_may_have_been_sent(), may_have_been_sent);
  const auto delay = ended - steady_clock::time_point(steady_clock::duration(cancelled_at));
  testing::Test::RecordProperty("delay_us",
                                static_cast<int>(std::chrono::duration_cast<std::chrono::microseconds>(delay).count()));
  EXPECT_LT(delay, std::chrono::seconds(5));
}

TEST(Cancellation, BeforeAnythingWasDoneSendsNothing) {
  FaultServer server;
  const auto transport = make_curl_transport();
  CancellationSource source;
  source.cancel();
  HttpRequest request = request_to(server.url("/"));
  request.cancellation = source.token();
  const auto failure = failure_of(*transport, request);
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind(), TransportError::Cancelled);
  EXPECT_FALSE(failure->request_may_have_been_sent());
  EXPECT_EQ(server.connections(), 0);
}

TEST(Cancellation, EndsAWaitForAHandle) {
  FaultServer server({.on_request = [](const SeenRequest&) { return Script{stall()}; }});
  const auto transport = make_curl_transport({.max_connections = 1});
  CancellationSource first;
  std::thread holder([&] {
    HttpRequest request = request_to(server.url("/first"));
    request.cancellation = first.token();
    failure_of(*transport, request);
  });
  ASSERT_TRUE(server.wait_for_requests(1));
  expect_cancelled(*transport, request_to(server.url("/second")), false, [] { return true; });
  EXPECT_EQ(server.connections(), 1);
  first.cancel();
  holder.join();
}

TEST(Cancellation, EndsNameResolution) {
  StalledResolver resolver;
  const auto transport = make_curl_transport();
  expect_cancelled(*transport, request_to("http://host.stalled.test/"), false, &StalledResolver::wait_for_a_look_up);
}

TEST(Cancellation, EndsConnecting) {
  SilentPort port;
  const auto transport = make_curl_transport();
  expect_cancelled(*transport, request_to("http://127.0.0.1:" + std::to_string(port.port()) + "/"), false,
                   [] { return true; });
}

TEST(Cancellation, EndsATlsHandshake) {
  FaultServer server({.tls = Certificate::Good, .on_accept = [](int) { return Script{stall()}; }});
  const auto transport = make_curl_transport({.ca_pem = test_authority_pem()});
  expect_cancelled(*transport, request_to(server.url("/")), false, [&] { return server.wait_for_connections(1); });
}

TEST(Cancellation, EndsSending) {
  FaultServer server({.on_accept = [](int) { return Script{stall()}; }});
  const auto transport = make_curl_transport();
  const std::string body(32U * 1024U * 1024U, 'x');
  expect_cancelled(*transport, request_to(server.url("/"), HttpMethod::Post, body), true,
                   [&] { return server.wait_for_connections(1); });
}

TEST(Cancellation, EndsAWaitForTheResponse) {
  FaultServer server({.on_request = [](const SeenRequest& request) {
    return request.number_on_connection == 0 ? Script{send_bytes(http_response(200, "{}"))} : Script{stall()};
  }});
  const auto transport = make_curl_transport();
  transport->send(request_to(server.url("/")));  // Over a kept connection nothing else wakes the transfer.
  expect_cancelled(*transport, request_to(server.url("/")), true, [&] { return server.wait_for_requests(2); });
}

TEST(Cancellation, EndsReceiving) {
  for (const bool dripping : {false, true}) {
    FaultServer server({.on_request = [dripping](const SeenRequest&) {
      return Script{send_bytes("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"),
                    dripping ? drip(std::string(999, 'x'), milliseconds(50)) : stall()};
    }});
    const auto transport = make_curl_transport();
    expect_cancelled(*transport, request_to(server.url("/")), true, [&] { return server.wait_for_requests(1); });
  }
}

// UndefinedBehaviorSanitizer, which comes with AddressSanitizer here, opens a pipe to look at an object's type: without
// a descriptor to spare it takes each for a wrong one.
#if !defined(_WIN32) && !defined(__SANITIZE_ADDRESS__)
/// Leaves this process no free file descriptor.
class NoDescriptors {
 public:
  NoDescriptors() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const int lowest = ::dup(STDOUT_FILENO);
    ::close(lowest);
    rlimit none = before_;
    none.rlim_cur = static_cast<rlim_t>(lowest);
    ::setrlimit(RLIMIT_NOFILE, &none);
  }
  ~NoDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  NoDescriptors(const NoDescriptors&) = delete;
  NoDescriptors& operator=(const NoDescriptors&) = delete;

 private:
  rlimit before_{};
};

TEST(Cancellation, NeedsAHandleThatCanBeWoken) {
  const auto transport = make_curl_transport();
  const NoDescriptors none;
  EXPECT_ANY_THROW(detail::make_multi_handle()) << "it would be kept, and nothing would end its transfers early";
  const auto failure = failure_of(*transport, request_to("http://127.0.0.1:1/"));
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind(), TransportError::Connect) << failure->what();
  EXPECT_FALSE(failure->request_may_have_been_sent());
}
#endif

TEST(Cancellation, LeavesTheTransportUsable) {
  std::atomic<bool> stalling{true};
  FaultServer server({.on_request = [&](const SeenRequest&) {
    return stalling ? Script{stall()} : Script{send_bytes(http_response(200, "{}"))};
  }});
  const auto transport = make_curl_transport({.max_connections = 1});
  expect_cancelled(*transport, request_to(server.url("/")), true, [&] { return server.wait_for_requests(1); });
  stalling = false;
  EXPECT_EQ(transport->send(request_to(server.url("/"))).status, 200);
}

TEST(Cancellation, AfterTheResponseIsOfNoConsequence) {
  FaultServer server;
  const auto transport = make_curl_transport();
  CancellationSource source;
  HttpRequest request = request_to(server.url("/"));
  request.cancellation = source.token();
  EXPECT_EQ(transport->send(request).status, 200);
  source.cancel();
  EXPECT_EQ(transport->send(request_to(server.url("/"))).status, 200);
  EXPECT_EQ(server.connections(), 1);
}

TEST(Cancellation, MayComeFromManyThreadsAtAnyMoment) {
  FaultServer server;
  const auto transport = make_curl_transport({.max_connections = 2});
  std::atomic<int> answered{0};
  std::atomic<int> cancelled{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        CancellationSource source;
        HttpRequest request = request_to(server.url("/"));
        request.cancellation = source.token();
        std::thread canceller([&] {
          std::this_thread::sleep_for(std::chrono::microseconds((i * 4 + t) * 10));
          source.cancel();
        });
        try {
          transport->send(request);
          ++answered;
        } catch (const TransportException& e) {
          EXPECT_EQ(e.kind(), TransportError::Cancelled);
          ++cancelled;
        }
        canceller.join();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered + cancelled, 200);
  EXPECT_EQ(transport->send(request_to(server.url("/"))).status, 200);
}

}  // namespace
}  // namespace allo::test
