#include "http/default_transport.hpp"
#include "http/temporary_folder.hpp"
#include "http/transport_fixture.hpp"

#include <allo/json_text.hpp>
#include <allo/numbers.hpp>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace allo::test {
namespace {

/// Runs `work` in a forked child; true when it said so. The child ends without the clean-up that is the parent's.
bool true_in_a_child(const std::function<bool()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::alarm(20);  // Ends a child that waits for a lock whose owner it does not have.
    bool result = false;
    try {
      result = work();
    } catch (...) {
    }
    ::_exit(result ? 0 : 1);
  }
  int status = 0;
  return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

class Fork : public testing::Test {
 protected:
  void SetUp() override {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "the sanitizer's allocator may be locked for ever in the child of a program with several threads";
#endif
  }
};

TEST_F(Fork, GivesTheChildConnectionsOfItsOwn) {
  for (const bool with_tls : {false, true}) {
    FaultServer::Options options;
    if (with_tls) options.tls = Certificate::Good;
    FaultServer server(options);
    auto transport = make_curl_transport({.ca_pem = test_authority_pem()});
    transport->send(request_to(server.url("/parent")));
    EXPECT_TRUE(true_in_a_child([&] {
      const bool answered = transport->send(request_to(server.url("/child"))).status == 200;
      transport.reset();  // Must not end the parent's connection.
      return answered;
    }));
    transport->send(request_to(server.url("/parent")));
    const auto requests = server.requests();
    ASSERT_EQ(requests.size(), 3U);
    EXPECT_EQ(requests[0].connection, 0);
    EXPECT_EQ(requests[1].connection, 1);
    EXPECT_EQ(requests[2].connection, 0) << "the parent's connection was to stay as it was";
  }
}

TEST_F(Fork, AChildThatOnlyDestroysLeavesTheParentAlone) {
  FaultServer server({.tls = Certificate::Good});
  auto transport = make_curl_transport({.ca_pem = test_authority_pem()});
  transport->send(request_to(server.url("/")));
  EXPECT_TRUE(true_in_a_child([&] {
    transport.reset();
    return true;
  }));
  transport->send(request_to(server.url("/")));
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(Fork, WorksWhileOtherThreadsSend) {
  FaultServer server;
  const auto transport = make_curl_transport({.max_connections = 2});
  std::atomic<bool> done{false};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      while (!done) transport->send(request_to(server.url("/parent")));
    });
  }
  ASSERT_TRUE(server.wait_for_requests(10));
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(true_in_a_child([&] {
      return transport->send(request_to(server.url("/child"))).status == 200 &&
             detail::default_transport()->send(request_to(server.url("/child"))).status == 200;
    }));
  }
  done = true;
  for (std::thread& thread : threads) thread.join();
}

TEST_F(Fork, AChildMayDecodeWhileThreadsOfTheParentDo) {
  std::atomic<bool> done{false};
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      while (!done) from_json_text<PhoneNumber>("{}");
    });
  }
  for (int i = 0; i < 100; ++i) {
    const bool decoded =
        true_in_a_child([] { return from_json_text<PhoneNumber>(R"({"name":"Main Line"})").name == "Main Line"; });
    EXPECT_TRUE(decoded);
    if (!decoded) break;
  }
  done = true;
  for (std::thread& thread : threads) thread.join();
}

/// A variable of the process that began this test anew for what is to end; of that process itself, `own`.
std::string given_or(const char* name, const std::string& own) {
  const char* const given = std::getenv(name);
  return given != nullptr ? given : own;
}

/// What ends is a process of its own: a forked one may hold a lock for ever that a thread of the server held.
class ProcessEnd : public testing::Test {
 protected:
  void SetUp() override { testing::FLAGS_gtest_death_test_style = "threadsafe"; }
};

/// Destroyed after main, when what libraries set up for themselves may be gone.
std::shared_ptr<HttpTransport> held_by_a_static_object;

TEST_F(ProcessEnd, MayComeWhileAStaticObjectHoldsAConnection) {
  FaultServer server({.tls = Certificate::Good});
  const std::string url = given_or("ALLO_TEST_URL", server.url("/"));
  const std::string authority = given_or("ALLO_TEST_AUTHORITY", test_authority_pem());
  const Environment given_url("ALLO_TEST_URL", url);
  const Environment given_authority("ALLO_TEST_AUTHORITY", authority);
  EXPECT_EXIT(
      {
        held_by_a_static_object = make_curl_transport({.ca_pem = authority});
        const int status = held_by_a_static_object->send(request_to(url)).status;
        std::exit(status == 200 ? 7 : 1);
      },
      testing::ExitedWithCode(7), "");
  // Left to the operating system: OpenSSL may not be called once it has cleaned up.
  ASSERT_TRUE(server.wait_for_connections(1));
  ASSERT_TRUE(server.wait_for_hang_ups());
  EXPECT_EQ(server.orderly_ends(), 0);
}

/// Like a static object that says good-bye in its destructor.
struct SendsWhenDestroyed {
  ~SendsWhenDestroyed() {
    if (!transport) return;
    try {
      transport->send(request_to("http://127.0.0.1:9/"));
      ::_exit(1);
    } catch (const TransportException& error) {
      ::_exit(error.kind() == TransportError::Unknown && !error.request_may_have_been_sent() ? 7 : 2);
    }
  }
  std::shared_ptr<HttpTransport> transport{};
} sends_when_destroyed;

TEST_F(ProcessEnd, LetsAStaticObjectSendNothingMore) {
  EXPECT_EXIT(
      {
        sends_when_destroyed.transport = detail::default_transport();
        std::exit(1);
      },
      testing::ExitedWithCode(7), "");
}

TEST_F(ProcessEnd, IsWhatEndingATransportDoesNotNeed) {
  FaultServer server({.tls = Certificate::Good});
  make_curl_transport({.ca_pem = test_authority_pem()})->send(request_to(server.url("/")));
  ASSERT_TRUE(server.wait_for_hang_ups());
  EXPECT_EQ(server.orderly_ends(), 1);
}

TEST(Signals, KeepTheirDispositionAndMask) {
  struct sigaction before {};
  struct sigaction after {};
  sigset_t mask_before;
  sigset_t mask_after;
  ::sigaction(SIGPIPE, nullptr, &before);
  ::pthread_sigmask(SIG_SETMASK, nullptr, &mask_before);
  FaultServer server({.tls = Certificate::Good});
  make_curl_transport({.ca_pem = test_authority_pem()})->send(request_to(server.url("/")));
  ::sigaction(SIGPIPE, nullptr, &after);
  ::pthread_sigmask(SIG_SETMASK, nullptr, &mask_after);
  EXPECT_EQ(before.sa_handler, after.sa_handler);
  for (int signal = 1; signal < 32; ++signal)
    EXPECT_EQ(sigismember(&mask_before, signal), sigismember(&mask_after, signal)) << signal;
}

}  // namespace
}  // namespace allo::test
