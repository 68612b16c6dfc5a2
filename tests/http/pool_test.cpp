#include "http/default_transport.hpp"
#include "http/transport_fixture.hpp"

#include <allo/cancellation.hpp>

#include <unistd.h>

#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace allo::test {
namespace {

std::ptrdiff_t open_descriptors() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator());
}

/// Keeps answers back until it is opened.
class Gate {
 public:
  void open() {
    const std::lock_guard<std::mutex> lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

FaultServer::Options answering_behind(Gate& gate) {
  return {.on_request = [&](const SeenRequest&) {
    return Script{call([&] { gate.pass(); }), send_bytes(http_response(200, "{}"))};
  }};
}

/// Waits until the thread that will have set `id` has nothing to do but to wait.
void wait_until_asleep(const std::atomic<pid_t>& id) {
  char state = '?';
  while (state != 'S') {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (id == 0) continue;
    std::ifstream stat("/proc/self/task/" + std::to_string(id) + "/stat");
    std::string line;
    std::getline(stat, line);
    state = line.at(line.rfind(')') + 2);  // Behind the name of the thread, which stands in parentheses.
  }
}

TEST(Pool, KeepsOneConnectionForRequestsInARow) {
  FaultServer server;
  const auto transport = make_curl_transport();
  for (int i = 0; i < 100; ++i) EXPECT_EQ(transport->send(request_to(server.url("/" + std::to_string(i)))).status, 200);
  EXPECT_EQ(server.connections(), 1);
  EXPECT_EQ(server.requests().size(), 100U);
}

TEST(Pool, NeverHasMoreConnectionsThanAskedFor) {
  std::atomic<int> most{0};
  FaultServer* seen = nullptr;
  FaultServer server({.on_request = [&](const SeenRequest&) {
    const int now = seen->open_connections();
    for (int before = most; now > before && !most.compare_exchange_weak(before, now);) {
    }
    return Script{send_bytes(http_response(200, "{}"))};
  }});
  seen = &server;
  const auto transport = make_curl_transport({.max_connections = 3});
  std::vector<std::thread> threads;
  std::atomic<int> answered{0};
  for (int t = 0; t < 64; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 7; ++i) answered += transport->send(request_to(server.url("/"))).status == 200 ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered, 448);
  EXPECT_LE(most, 3);
  EXPECT_LE(server.connections(), 3);
}

TEST(Pool, ServesWaitersInTheOrderOfTheirArrival) {
  Gate gate;
  FaultServer server(answering_behind(gate));
  const auto transport = make_curl_transport({.max_connections = 1});
  std::vector<std::thread> threads;
  threads.emplace_back([&] { transport->send(request_to(server.url("/first"))); });
  ASSERT_TRUE(server.wait_for_requests(1));
  for (int i = 0; i < 5; ++i) {
    std::atomic<pid_t> id{0};
    threads.emplace_back([&, i] {
      const HttpRequest request = request_to(server.url("/" + std::to_string(i)));
      id = ::gettid();
      transport->send(request);
    });
    wait_until_asleep(id);
  }
  gate.open();
  for (std::thread& thread : threads) thread.join();
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), 6U);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(requests[i + 1].target, "/" + std::to_string(i));
}

TEST(Pool, UsesTheHandleThatWasUsedLast) {
  Gate gate;
  FaultServer server(answering_behind(gate));
  const auto transport = make_curl_transport();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { transport->send(request_to(server.url("/"))); });
  ASSERT_TRUE(server.wait_for_requests(4));
  gate.open();
  for (std::thread& thread : threads) thread.join();
  transport->send(request_to(server.url("/")));
  const int used_last = server.requests().back().connection;
  for (int i = 0; i < 10; ++i) {
    transport->send(request_to(server.url("/")));
    EXPECT_EQ(server.requests().back().connection, used_last);
  }
}

TEST(Pool, KeepsTheConnectionsOfSeveralHosts) {
  FaultServer one;
  FaultServer two;
  const auto transport = make_curl_transport({.max_connections = 2});
  for (int i = 0; i < 10; ++i) {
    transport->send(request_to(one.url("/")));
    transport->send(request_to(two.url("/")));
  }
  EXPECT_EQ(one.connections(), 1);
  EXPECT_EQ(two.connections(), 1);
  // A third host takes the place of the one that was idle the longest.
  FaultServer three;
  EXPECT_EQ(transport->send(request_to(three.url("/"))).status, 200);
  EXPECT_EQ(transport->send(request_to(two.url("/"))).status, 200);
  EXPECT_EQ(two.connections(), 1);
}

TEST(Pool, DoesWithoutKeepingConnectionsWhenToldSo) {
  FaultServer server;
  const auto transport = make_curl_transport({.idle_timeout = std::chrono::seconds(0)});
  for (int i = 0; i < 3; ++i) transport->send(request_to(server.url("/")));
  EXPECT_EQ(server.connections(), 3);
}

TEST(Pool, DoesNotUseAConnectionThatWasIdleForTooLong) {
  FaultServer server;
  const auto transport = make_curl_transport({.idle_timeout = std::chrono::seconds(1)});
  transport->send(request_to(server.url("/")));
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  transport->send(request_to(server.url("/")));
  EXPECT_EQ(server.connections(), 2);
}

TEST(Pool, KeepsAConnectionForAsLongAsTheTypeHolds) {
  FaultServer server;
  const auto transport = make_curl_transport({.idle_timeout = std::chrono::seconds::max()});
  for (int i = 0; i < 3; ++i) transport->send(request_to(server.url("/")));
  EXPECT_EQ(server.connections(), 1);
}

TEST(Pool, LeaksNoDescriptor) {
  const auto exercise = [] {
    FaultServer server({.on_request = [](const SeenRequest& request) {
      if (request.target == "/close") return Script{close_connection()};
      if (request.target == "/reset") return Script{reset_connection()};
      return Script{send_bytes(http_response(200, "{}"))};
    }});
    FaultServer tls({.tls = Certificate::SelfSigned});
    const auto transport = make_curl_transport({.ca_pem = test_authority_pem()});
    for (int i = 0; i < 5; ++i) {
      transport->send(request_to(server.url("/")));
      failure_of(*transport, request_to(server.url("/close")));
      failure_of(*transport, request_to(server.url("/reset"), HttpMethod::Post, "{}"));
      failure_of(*transport, request_to(tls.url("/")));
    }
  };
  exercise();  // What is opened once per process.
  const auto before = open_descriptors();
  for (int i = 0; i < 3; ++i) exercise();
  EXPECT_EQ(open_descriptors(), before);
}

TEST(Pool, OfATransportThatSentNothingOwnsNoDescriptor) {
  make_curl_transport();
  const auto before = open_descriptors();
  const auto transport = make_curl_transport();
  EXPECT_EQ(open_descriptors(), before);
}

TEST(Pool, MayBeMadeAndDestroyedWhileOthersWork) {
  FaultServer server;
  const auto shared = make_curl_transport();
  std::atomic<int> answered{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        const auto own = make_curl_transport();
        answered += own->send(request_to(server.url("/"))).status == 200 ? 1 : 0;
        answered += shared->send(request_to(server.url("/"))).status == 200 ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered, 160);
}

TEST(DefaultTransport, IsSharedAndDiesWithItsLastUser) {
  std::weak_ptr<HttpTransport> watched;
  {
    const auto one = detail::default_transport();
    const auto two = detail::default_transport();
    EXPECT_EQ(one, two);
    watched = one;
  }
  EXPECT_TRUE(watched.expired());
  FaultServer server;
  EXPECT_EQ(detail::default_transport()->send(request_to(server.url("/"))).status, 200);
}

TEST(DefaultTransport, MayBeAskedForFromManyThreads) {
  std::barrier start(8);
  std::vector<std::thread> threads;
  std::vector<std::shared_ptr<HttpTransport>> transports(8);
  for (std::size_t t = 0; t < transports.size(); ++t) {
    threads.emplace_back([&, t] {
      start.arrive_and_wait();
      transports[t] = detail::default_transport();
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& transport : transports) EXPECT_EQ(transport, transports.front());
}

}  // namespace
}  // namespace allo::test
