#include "core/pacer.hpp"

#include "support/fake_transport.hpp"

#include <allo/client.hpp>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using test::FakeClient;
using test::respond;
using test::thrown_by;

/// A service that allows so many requests in any one second and refuses the rest.
class LimitedService {
 public:
  explicit LimitedService(std::size_t limit) : limit_(limit) {}

  HttpResponse operator()(const HttpRequest&) {
    const std::lock_guard lock{mutex_};
    const auto now = Clock::now();
    while (!recent_.empty() && now - recent_.front() >= 1s) recent_.pop_front();
    if (recent_.size() >= limit_) {
      ++refused;
      return respond(429, R"({"code":"RATE_LIMITED"})", {{"X-RateLimit-Remaining", "0"}});
    }
    recent_.push_back(now);
    ++served;
    return respond(200, R"({"data":[]})",
                   {{"X-RateLimit-Limit", std::to_string(limit_)},
                    {"X-RateLimit-Remaining", std::to_string(limit_ - recent_.size())}});
  }
  std::atomic<int> served{0};
  std::atomic<int> refused{0};

 private:
  std::mutex mutex_;
  std::size_t limit_;
  std::deque<Clock::time_point> recent_;
};

/// Returns once so many reads wait for their turn.
void until_waiting(Pacer& pacer, std::size_t count) {
  while (pacer.waiting(HttpMethod::Get) < count) std::this_thread::sleep_for(1ms);
}

TEST(Pacer, KeepsAServiceFromRefusingAnythingToManyThreads) {
  LimitedService service{20};
  FakeClient fake;
  fake.options.pacer = make_pacer();
  fake.transport->always([&](const HttpRequest& request) { return service(request); });
  const AlloClient client = fake.client();
  const auto started = Clock::now();
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([copy = client] {
      for (int k = 0; k < 8; ++k) copy.numbers.list();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(service.served, 64);
  EXPECT_EQ(service.refused, 0);
  EXPECT_GE(Clock::now() - started, 2900ms);  // 5 at once, then 20 a second.
}

TEST(Pacer, HasALaneOfItsOwnForWrites) {
  Pacer pacer{PacingPolicy{.reads_per_second = 0.001, .writes_per_second = 0.001}};
  detail::PaceBucket::Ticket ticket;
  const auto soon = Clock::now() + 30ms;
  EXPECT_EQ(pacer.acquire(HttpMethod::Get, {}, soon, ticket), Pacer::Turn::Granted);
  EXPECT_EQ(pacer.acquire(HttpMethod::Get, {}, soon, ticket), Pacer::Turn::TimedOut);
  EXPECT_EQ(pacer.acquire(HttpMethod::Post, {}, soon, ticket), Pacer::Turn::Granted);
  for (const HttpMethod method : {HttpMethod::Post, HttpMethod::Put, HttpMethod::Patch, HttpMethod::Delete}) {
    EXPECT_EQ(pacer.acquire(method, {}, soon, ticket), Pacer::Turn::TimedOut);
  }
}

TEST(Pacer, ServesThreadsInTheOrderInWhichTheyCame) {
  const auto pacer = make_pacer({.reads_per_second = 20});
  detail::PaceBucket::Ticket ticket;
  for (int i = 0; i < 5; ++i) pacer->acquire(HttpMethod::Get, {}, std::nullopt, ticket);
  pacer->finish(HttpMethod::Get, ticket, {}, true, 2s);  // All of them wait for this.
  std::vector<detail::PaceBucket::Ticket> tickets(5);
  std::vector<std::thread> threads;
  for (detail::PaceBucket::Ticket& own : tickets) {
    threads.emplace_back([&] { pacer->acquire(HttpMethod::Get, {}, std::nullopt, own); });
    until_waiting(*pacer, threads.size());
  }
  for (std::thread& thread : threads) thread.join();
  for (std::size_t i = 0; i < tickets.size(); ++i) EXPECT_EQ(tickets[i].number, i + 5);
}

TEST(Pacer, LetsACancelledThreadGoAndTheNextOneUp) {
  FakeClient fake;
  fake.options.pacer = make_pacer({.reads_per_second = 1});
  fake.transport->always([](const HttpRequest&) { return respond(200, R"({"data":[]})"); });
  const AlloClient client = fake.client();
  client.numbers.list();
  CancellationSource source;
  std::atomic<bool> second_done{false};
  Clock::time_point ended_at;
  std::thread first{[&] {
    const auto error = thrown_by<TransportException>([&] { client.numbers.list({.cancellation = source.token()}); });
    ended_at = Clock::now();
    EXPECT_EQ(error.kind(), TransportError::Cancelled);
    EXPECT_EQ(error.delivery(), DeliveryState::NotSent);
  }};
  until_waiting(*fake.options.pacer, 1);
  std::thread second{[&] {
    client.numbers.list();
    second_done = true;
  }};
  until_waiting(*fake.options.pacer, 2);
  const auto cancelled_at = Clock::now();
  source.cancel();
  first.join();
  EXPECT_LT(ended_at - cancelled_at, 5s);
  second.join();
  EXPECT_TRUE(second_done);
}

TEST(Pacer, ObservesTheDeadline) {
  FakeClient fake;
  fake.options.pacer = make_pacer({.reads_per_second = 0.01});
  fake.options.retry.deadline = 50ms;
  fake.transport->then(respond(200, R"({"data":[]})"));
  const AlloClient client = fake.client();
  client.numbers.list();
  const auto error = thrown_by<TransportException>([&] { client.numbers.list(); });
  EXPECT_EQ(error.kind(), TransportError::Timeout);
  EXPECT_EQ(error.delivery(), DeliveryState::NotSent);
  EXPECT_EQ(fake.transport->count(), 1U);
}

TEST(Pacer, PausesEveryThreadWhenTheServiceRefuses) {
  FakeClient fake;
  fake.options.pacer = make_pacer();
  fake.options.retry.max_attempts = 1;
  fake.transport->then(respond(429, "", {{"Retry-After", "1"}})).then(respond(200, R"({"data":[]})"));
  const AlloClient client = fake.client();
  const auto started = Clock::now();
  EXPECT_THROW(client.numbers.list(), RateLimitException);
  client.numbers.list();
  EXPECT_GE(Clock::now() - started, 1s);
}

TEST(Pacer, WaitsForTheResetWhenOthersHaveUsedUpTheLimit) {
  FakeClient fake;
  fake.options.pacer = make_pacer();
  const auto reset = std::chrono::system_clock::now() + 2s;
  const std::string seconds = std::to_string(std::chrono::system_clock::to_time_t(reset));
  fake.transport->then(respond(200, R"({"data":[]})", {{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", seconds}}))
      .then(respond(200, R"({"data":[]})"));
  const AlloClient client = fake.client();
  client.numbers.list();
  client.numbers.list();
  EXPECT_GE(std::chrono::system_clock::now(), std::chrono::time_point_cast<std::chrono::seconds>(reset));
}

TEST(Pacer, FreesATurnWhoseTransportThrew) {
  FakeClient fake;
  fake.options.pacer = make_pacer({.reads_per_second = 1000});
  fake.options.retry.max_attempts = 1;
  fake.transport->always([](const HttpRequest&) -> HttpResponse { throw std::bad_alloc(); });
  const AlloClient client = fake.client();
  for (int i = 0; i < 300; ++i) EXPECT_THROW(client.numbers.list(), std::bad_alloc);
}

TEST(Pacer, WorksInAForkedChildWhileThreadsOfTheParentWait) {
  const auto pacer = make_pacer({.reads_per_second = 0.01});
  detail::PaceBucket::Ticket ticket;
  pacer->acquire(HttpMethod::Get, {}, std::nullopt, ticket);
  CancellationSource source;
  std::thread waiting{[&] {
    detail::PaceBucket::Ticket own;
    EXPECT_EQ(pacer->acquire(HttpMethod::Get, source.token(), std::nullopt, own), Pacer::Turn::Cancelled);
  }};
  until_waiting(*pacer, 1);
  const pid_t child = ::fork();
  if (child == 0) {
    detail::PaceBucket::Ticket own;
    ::_exit(pacer->acquire(HttpMethod::Get, {}, Clock::now() + 10s, own) == Pacer::Turn::Granted ? 0 : 1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  source.cancel();
  waiting.join();
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

}  // namespace
ALLO_NAMESPACE_END
