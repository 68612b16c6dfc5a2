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
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using detail::ProcessPacer;
using test::FakeClient;
using test::FakeTransport;
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

/// A pacer whose time stands still unless a test moves it: nothing waits.
struct TestPacer {
  explicit TestPacer(const PacingPolicy& policy)
      : pacer(std::make_shared<ProcessPacer>(policy, [now = now] { return *now; })) {}

  /// Asks for a turn that must be had now; its ticket, or none where it is not to be had.
  std::optional<std::uint64_t> ask(HttpMethod method = HttpMethod::Get) const {
    std::uint64_t ticket = 0;
    const PacerTurn turn = pacer->acquire({.method = method, .deadline = *now}, ticket);
    EXPECT_NE(turn, PacerTurn::Cancelled);
    return turn == PacerTurn::Granted ? std::optional{ticket} : std::nullopt;
  }

  /// How long it takes until a turn is to be had, to 10 ms; it is then taken.
  std::chrono::milliseconds wait_for_turn(HttpMethod method = HttpMethod::Get) const {
    const auto begun = *now;
    while (!ask(method)) *now += 10ms;
    return std::chrono::duration_cast<std::chrono::milliseconds>(*now - begun);
  }

  std::shared_ptr<Clock::time_point> now = std::make_shared<Clock::time_point>(std::chrono::hours{1});
  std::shared_ptr<ProcessPacer> pacer;
};

/// Returns once so many reads wait for their turn.
void until_waiting(ProcessPacer& pacer, std::size_t count) {
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
  const TestPacer test{{.reads_per_second = 0.001, .writes_per_second = 0.001}};
  EXPECT_TRUE(test.ask(HttpMethod::Get));
  EXPECT_FALSE(test.ask(HttpMethod::Get));
  EXPECT_TRUE(test.ask(HttpMethod::Post));
  for (const HttpMethod method : {HttpMethod::Post, HttpMethod::Put, HttpMethod::Patch, HttpMethod::Delete}) {
    EXPECT_FALSE(test.ask(method));
  }
}

TEST(Pacer, ServesThreadsInTheOrderInWhichTheyCame) {
  ProcessPacer pacer{PacingPolicy{.reads_per_second = 20}};
  std::uint64_t ticket = 0;
  for (int i = 0; i < 5; ++i) pacer.acquire({}, ticket);
  pacer.finish(HttpMethod::Get, ticket, {.status = 429, .refused = true, .retry_after = 500ms});  // All wait for this.
  std::vector<std::uint64_t> tickets(5);
  std::vector<std::thread> threads;
  for (std::uint64_t& own : tickets) {
    threads.emplace_back([&] { pacer.acquire({}, own); });
    until_waiting(pacer, threads.size());
  }
  for (std::thread& thread : threads) thread.join();
  for (std::size_t i = 0; i < tickets.size(); ++i) EXPECT_EQ(tickets[i], ticket + 1 + i);
}

TEST(Pacer, LetsACancelledThreadGoAndTheNextOneUp) {
  FakeClient fake;
  const auto pacer = std::make_shared<ProcessPacer>(PacingPolicy{.reads_per_second = 1});
  fake.options.pacer = pacer;
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
  until_waiting(*pacer, 1);
  std::thread second{[&] {
    client.numbers.list();
    second_done = true;
  }};
  until_waiting(*pacer, 2);
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

/// A client of a pacer whose time stands still, and a service that gives one answer to all.
struct PacedClient {
  explicit PacedClient(FakeTransport::Step answer) {
    fake.options.pacer = test.pacer;
    fake.options.retry.max_attempts = 1;
    fake.time.wall_clock = [] { return std::chrono::system_clock::from_time_t(1'700'000'000); };
    fake.transport->always(std::move(answer));
  }

  /// How long the next read waits after one that failed or not.
  std::chrono::milliseconds pause_after_a_read() const {
    const AlloClient client = fake.client();
    try {
      client.numbers.list();
    } catch (...) {
    }
    return test.wait_for_turn();
  }

  TestPacer test{{.reads_per_second = 20}};
  FakeClient fake;
};

TEST(Pacer, PausesWhenTheServiceRefuses) {
  const std::string limited = R"({"code":"RATE_LIMITED"})";
  const std::string date = "Tue, 14 Nov 2023 22:13:20 GMT";  // 1,700,000,000
  struct Case {
    HttpHeaders headers;
    std::string body;
    std::chrono::milliseconds pause;
  };
  const Case cases[] = {
      {{{"Retry-After", "3"}}, limited, 3s},
      {{{"Retry-After", "0"}}, limited, 0ms},
      {{{"Retry-After", "3"}, {"X-RateLimit-Reset", "1700000007"}}, limited, 3s},
      {{}, limited, 1s},  // No pause is named.
      {{}, "", 1s},
      {{{"X-RateLimit-Reset", "soon"}}, "", 1s},
      {{{"X-RateLimit-Reset", "1699999990"}}, limited, 1s},  // Over already.
      {{{"Retry-After", "3600"}}, limited, 60s},             // Not longer than that.
      {{{"Retry-After", "9999999999999999999"}}, limited, 60s},
      {{{"X-RateLimit-Reset", "86400"}}, limited, 60s},
      {{{"X-RateLimit-Reset", "4"}}, limited, 4s},
      {{{"X-RateLimit-Reset", "1700000005"}}, limited, 5s},
      {{{"X-RateLimit-Reset", "1700000006000"}}, limited, 6s},
      {{{"X-RateLimit-Reset", "1700003607"}, {"Date", "Tue, 14 Nov 2023 23:13:20 GMT"}}, limited, 7s},
      {{{"X-RateLimit-Reset", "1699996408"}, {"Date", "Tue, 14 Nov 2023 21:13:20 GMT"}}, limited, 8s},
      {{{"Retry-After", "Tue, 14 Nov 2023 22:13:29 GMT"}, {"Date", date}}, limited, 9s},
      {{{"Retry-After", "Tue, 14 Nov 2023 23:13:29 GMT"}, {"Date", "Tue, 14 Nov 2023 23:13:20 GMT"}}, limited, 9s},
      {{{"Retry-After", "Tue, 14 Nov 2023 21:13:29 GMT"}, {"Date", "Tue, 14 Nov 2023 21:13:20 GMT"}}, limited, 9s},
      {{{"Retry-After", "Tue, 14 Nov 2023 21:13:29 GMT"}, {"Date", date}}, limited, 0s},
      {{}, R"({"error":{"code":"RATE_LIMIT_EXCEEDED","retry_after_seconds":2}})", 2s},
      {{{"Retry-After", "4"}}, R"({"error":{"code":"RATE_LIMIT_EXCEEDED","retry_after_seconds":2}})", 4s},
      // A spent quota says nothing of the rate.
      {{}, R"({"code":"API_KEY_QUOTA_EXCEEDED","details":[{"message":"limit=9;type=DAILY;reset_in=3600"}]})", 0s},
      {{{"Retry-After", "3600"}}, R"({"code":"DAILY_SMS_LIMIT_REACHED"})", 0s},
  };
  for (const Case& each : cases) {
    const PacedClient client{[&](const HttpRequest&) { return respond(429, each.body, each.headers); }};
    EXPECT_EQ(client.pause_after_a_read(), each.pause) << &each - cases;
  }
  const PacedClient busy{[](const HttpRequest&) { return respond(503, "", {{"Retry-After", "30"}}); }};
  EXPECT_EQ(busy.pause_after_a_read(), 0ms) << "only a 429 speaks of the rate";
}

TEST(Pacer, WaitsForTheResetWhenOthersHaveUsedUpTheLimit) {
  const std::string body = R"({"data":[]})";
  const auto pause = [&](const char* remaining, const char* reset, HttpHeaders headers = {}) {
    headers.add("X-RateLimit-Remaining", remaining);
    headers.add("X-RateLimit-Reset", reset);
    return PacedClient{[&](const HttpRequest&) { return respond(200, body, headers); }}.pause_after_a_read();
  };
  EXPECT_EQ(pause("0", "1700000002"), 2s);
  EXPECT_EQ(pause("0", "1700000003000"), 3s);
  EXPECT_EQ(pause("0", "4"), 4s);
  EXPECT_EQ(pause("0", "1700003605", {{"Date", "Tue, 14 Nov 2023 23:13:20 GMT"}}), 5s);
  EXPECT_EQ(pause("0", "1700003600"), 60s);
  EXPECT_EQ(pause("1", "1700000002"), 0s);
  EXPECT_EQ(pause("19", "1700000002"), 0s);
}

TEST(Pacer, FreesATurnWhoseTransportThrew) {
  // One a second: a turn that nobody gave back would count as on its way for 260 ms longer.
  const std::string body = R"({"data":[]})";
  const FakeTransport::Step steps[] = {
      [](const HttpRequest&) -> HttpResponse { throw std::bad_alloc(); },
      [](const HttpRequest&) -> HttpResponse { throw TransportException(TransportError::Receive, "lost", true); },
      [](const HttpRequest&) -> HttpResponse { throw TransportException(TransportError::Connect, "refused", false); },
      [&](const HttpRequest&) { return respond(200, body); },
      [](const HttpRequest&) { return respond(500); },
  };
  for (const FakeTransport::Step& step : steps) {
    PacedClient client{step};
    client.fake.options.pacer = (client.test.pacer = std::make_shared<ProcessPacer>(
                                     PacingPolicy{.reads_per_second = 1}, [now = client.test.now] { return *now; }));
    EXPECT_EQ(client.pause_after_a_read(), 1010ms) << &step - steps;
  }
}

TEST(Pacer, FreesATurnThatCameTooLate) {
  const TestPacer test{{.reads_per_second = 1}};
  FakeClient fake;
  fake.options.pacer = test.pacer;
  fake.options.retry.deadline = 10s;
  int looks = 0;  // The deadline passes between the turn and the request.
  fake.time.clock = [&] { return Clock::time_point{looks++ < 2 ? 0s : 11s}; };
  const auto error = thrown_by<TransportException>([&] { fake.client().numbers.list(); });
  EXPECT_EQ(error.kind(), TransportError::Timeout);
  EXPECT_EQ(error.delivery(), DeliveryState::NotSent);
  EXPECT_STREQ(error.what(), "the deadline passed before sending");
  EXPECT_EQ(fake.transport->count(), 0U);
  EXPECT_EQ(test.wait_for_turn(), 1010ms);
}

TEST(Pacer, WorksInAForkedChildWhileThreadsOfTheParentWait) {
  ProcessPacer pacer{PacingPolicy{.reads_per_second = 0.01}};
  std::uint64_t ticket = 0;
  pacer.acquire({}, ticket);
  CancellationSource source;
  std::thread waiting{[&] {
    std::uint64_t own = 0;
    EXPECT_EQ(pacer.acquire({.cancellation = source.token()}, own), PacerTurn::Cancelled);
  }};
  until_waiting(pacer, 1);
  const pid_t child = ::fork();
  if (child == 0) {
    ::alarm(30);  // Ends a child that waits for a lock whose owner it does not have.
    std::uint64_t own = 0;
    ::_exit(pacer.acquire({.deadline = Clock::now() + 10s}, own) == PacerTurn::Granted ? 0 : 1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  source.cancel();
  waiting.join();
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/// A pacer of somebody's own, which answers as it is told and writes down what it hears.
class RecordingPacer final : public Pacer {
 public:
  PacerTurn acquire(const PacedRequest& request, std::uint64_t& ticket) override {
    requests.push_back(request);
    ticket = 40 + requests.size();
    if (fails) throw std::runtime_error("the pacer is ill");
    return answer;
  }
  void finish(HttpMethod method, std::uint64_t ticket, const PacedOutcome& outcome) override {
    finished.push_back({method, ticket, outcome});
    throw std::runtime_error("what a pacer throws here is ignored");
  }
  struct Finished {
    HttpMethod method;
    std::uint64_t ticket;
    PacedOutcome outcome;
  };
  std::vector<PacedRequest> requests;
  std::vector<Finished> finished;
  PacerTurn answer = PacerTurn::Granted;
  bool fails = false;
};

TEST(OwnPacer, IsAskedBeforeEachAttemptAndToldAfterIt) {
  const auto pacer = std::make_shared<RecordingPacer>();
  FakeClient fake;
  fake.options.pacer = pacer;
  fake.transport->then(respond(429, "", {{"Retry-After", "2"}, {"X-RateLimit-Limit", "5"}}))
      .then_fail(TransportError::Connect, false)
      .then(respond(200, R"({"data":{}})", {{"X-RateLimit-Remaining", "3"}}));
  CancellationSource source;
  fake.client().sms.send({.from = "+1234567890", .to = "+12025550100", .message = "hello"},
                         {.cancellation = source.token()});
  ASSERT_EQ(pacer->requests.size(), 3U);
  ASSERT_EQ(pacer->finished.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(pacer->requests[i].method, HttpMethod::Post);
    EXPECT_TRUE(pacer->requests[i].cancellation.can_be_cancelled());
    EXPECT_EQ(pacer->requests[i].deadline, Clock::time_point::max()) << "none";
    EXPECT_EQ(pacer->finished[i].method, HttpMethod::Post);
    EXPECT_EQ(pacer->finished[i].ticket, 41 + i);
  }
  const PacedOutcome& refusal = pacer->finished[0].outcome;
  EXPECT_EQ(refusal.status, 429);
  EXPECT_TRUE(refusal.refused);
  EXPECT_EQ(refusal.retry_after, 2s);
  EXPECT_EQ(refusal.rate_limit.limit, 5);
  EXPECT_EQ(pacer->finished[1].outcome.status, 0);
  const PacedOutcome& success = pacer->finished[2].outcome;
  EXPECT_EQ(success.status, 200);
  EXPECT_FALSE(success.refused);
  EXPECT_FALSE(success.retry_after);
  EXPECT_EQ(success.rate_limit.remaining, 3);
}

TEST(OwnPacer, KnowsTheDeadlineAndMayEndTheCall) {
  const auto pacer = std::make_shared<RecordingPacer>();
  FakeClient fake;
  fake.options.pacer = pacer;
  fake.options.retry.deadline = 10s;
  const auto list = [&] { fake.client().numbers.list(); };
  pacer->answer = PacerTurn::TimedOut;
  const auto late = thrown_by<TransportException>(list);
  EXPECT_EQ(late.kind(), TransportError::Timeout);
  EXPECT_EQ(late.delivery(), DeliveryState::NotSent);
  EXPECT_GT(pacer->requests.at(0).deadline, Clock::now() + 5s);
  EXPECT_LE(pacer->requests.at(0).deadline, Clock::now() + 10s);
  pacer->answer = PacerTurn::Cancelled;
  EXPECT_EQ(thrown_by<TransportException>(list).kind(), TransportError::Cancelled);
  pacer->fails = true;
  EXPECT_STREQ(thrown_by<std::runtime_error>(list).what(), "the pacer is ill");
  EXPECT_TRUE(pacer->finished.empty());
  EXPECT_EQ(fake.transport->count(), 0U);
}

/// The least that a pacer needs.
class Waiting final : public Pacer {
 public:
  PacerTurn acquire(const PacedRequest& request, std::uint64_t&) override { return wait_until(until, request); }
  Clock::time_point until = Clock::now();
};

TEST(OwnPacer, WaitsWithTheHelpOfTheLibrary) {
  Waiting pacer;
  std::uint64_t ticket = 0;
  EXPECT_EQ(pacer.acquire({}, ticket), PacerTurn::Granted);
  const auto soon = pacer.until = Clock::now() + 20ms;
  EXPECT_EQ(pacer.acquire({.deadline = soon}, ticket), PacerTurn::Granted);
  EXPECT_GE(Clock::now(), soon);
  pacer.until = Clock::now() + 1h;
  EXPECT_EQ(pacer.acquire({.deadline = Clock::now() + 10ms}, ticket), PacerTurn::TimedOut);
  CancellationSource source;
  std::thread canceller{[&] { source.cancel(); }};
  EXPECT_EQ(pacer.acquire({.cancellation = source.token()}, ticket), PacerTurn::Cancelled);
  canceller.join();
  pacer.finish(HttpMethod::Get, ticket, {});  // Does nothing.
}

}  // namespace
ALLO_NAMESPACE_END
