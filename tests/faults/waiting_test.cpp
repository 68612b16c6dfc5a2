#include "support/fault_server.hpp"
#include "support/timed_client.hpp"

#include <allo/client.hpp>
#include <allo/errors.hpp>
#include <allo/pacing.hpp>
#include <allo/transport.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <iomanip>
#include <iostream>
#include <optional>
#include <string>
#include <thread>

namespace allo::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using namespace std::chrono_literals;

enum class State { Transfer, BackOff, Connection, Pacer };

constexpr State states[] = {State::Transfer, State::BackOff, State::Connection, State::Pacer};

const char* name_of(State state) {
  constexpr const char* names[] = {"transfer", "back-off", "pool connection", "pacer"};
  return names[static_cast<int>(state)];
}

/// A client whose next SMS hangs in the given state for an hour.
class Waiting {
 public:
  explicit Waiting(State state) : state_(state), server_({.on_request = [this](auto&) { return answer(); }}) {
    options.api_key = "test_key_4f1d9c";
    options.base_url = server_.origin();
    options.timeout = 1h;
    options.transport = make_curl_transport({.max_connections = 1});
    options.retry.initial_delay = 1h;
    options.retry.max_delay = 1h;
    time_.random = [] { return 1.0 - 1e-9; };
    options.retry.on_retry = [this](const RetryEvent&) { backs_off_ = true; };
    if (state == State::Pacer) options.pacer = make_pacer({.writes_per_second = 1.0 / 3600});
    if (state == State::Connection) {
      holder_ = std::thread{[this] { hold_the_connection(); }};
      EXPECT_TRUE(server_.wait_for_requests(1));
    }
    if (state == State::Pacer) send({});  // Takes the only turn of the hour.
  }
  ~Waiting() {
    release_.cancel();
    if (holder_.joinable()) holder_.join();
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

  void send(const CancellationToken& token) const {
    timed_client(options, time_)
        .sms.send({.from = "+1234567890", .to = "+0987654321", .message = "Hello"}, {.cancellation = token});
  }

  /// Waits until the SMS has got as far as can be seen from outside.
  bool reached() const {
    if (state_ == State::Transfer) return server_.wait_for_requests(1);
    const auto end = steady_clock::now() + 10s;
    while (state_ == State::BackOff && !backs_off_ && steady_clock::now() < end) std::this_thread::yield();
    return state_ != State::BackOff || backs_off_;
  }

  int requests() const { return static_cast<int>(server_.requests().size()); }

  AlloClientOptions options;

 private:
  Script answer() const {
    if (state_ == State::BackOff) return {send_bytes(http_response(429, ""))};
    if (state_ != State::Pacer) return {stall()};
    return {
        send_bytes(http_response(200, R"({"data":{"from_number":"+1234567890","to_number":"+0987654321",)"
                                      R"("type":"OUTBOUND","content":"Hello","start_date":"2024-01-15T10:30:00"}})"))};
  }

  void hold_the_connection() const {
    AlloClientOptions holding = options;
    holding.retry = {};
    try {
      AlloClient{holding}.numbers.list({.cancellation = release_.token()});
    } catch (const TransportException&) {
    }
  }

  State state_;
  detail::TimeSource time_;
  CancellationSource release_;
  std::atomic<bool> backs_off_{false};
  FaultServer server_;
  std::thread holder_;
};

void print(const char* what, State state, steady_clock::duration late) {
  std::cout << std::left << std::setw(13) << what << std::setw(18) << name_of(state) << std::right << std::setw(8)
            << std::chrono::duration_cast<std::chrono::microseconds>(late).count() << " us late\n";
}

/// Cancels an SMS that hangs in the given state and gives the time until the caller had its thread back.
steady_clock::duration cancel_in(State state) {
  const Waiting waiting{state};
  const int before = waiting.requests();
  CancellationSource source;
  steady_clock::time_point cancelled_at;
  std::thread canceller{[&] {
    EXPECT_TRUE(waiting.reached());
    std::this_thread::sleep_for(20ms);  // There is nothing to watch for the moment in which the thread goes to sleep.
    cancelled_at = steady_clock::now();
    source.cancel();
  }};
  try {
    waiting.send(source.token());
    ADD_FAILURE() << "the SMS was sent";
  } catch (const TransportException& error) {
    EXPECT_EQ(error.kind(), TransportError::Cancelled) << error.what();
    // In the back-off the service has refused an attempt, which had thus arrived.
    const DeliveryState known = state == State::Transfer  ? DeliveryState::MaybeSent
                                : state == State::BackOff ? DeliveryState::Rejected
                                                          : DeliveryState::NotSent;
    EXPECT_EQ(error.delivery(), known);
  }
  const auto ended_at = steady_clock::now();
  canceller.join();
  EXPECT_EQ(waiting.requests(), before + (state == State::Transfer || state == State::BackOff ? 1 : 0));
  return ended_at - cancelled_at;
}

TEST(Waiting, EndsWhenCancelledInEveryState) {
  constexpr auto promised = 50ms;
  constexpr int tries = 20;  // A busy machine may give no thread its turn in time, but not twenty times in a row.
  for (const State state : states) {
    SCOPED_TRACE(name_of(state));
    auto late = steady_clock::duration::max();
    for (int i = 0; i < tries && late > promised && !HasFailure(); ++i) late = cancel_in(state);
    print("cancellation", state, late);
    EXPECT_LE(late, promised);
  }
}

TEST(Waiting, EndsWithTheDeadlineInEveryState) {
  for (const State state : states) {
    SCOPED_TRACE(name_of(state));
    Waiting waiting{state};
    const int before = waiting.requests();
    waiting.options.retry.deadline = 300ms;
    const auto started = steady_clock::now();
    try {
      waiting.send({});
      ADD_FAILURE() << "the SMS was sent";
    } catch (const TransportException& error) {
      EXPECT_NE(state, State::BackOff);
      EXPECT_EQ(error.kind(), TransportError::Timeout) << error.what();
      EXPECT_EQ(error.delivery(), state == State::Transfer ? DeliveryState::MaybeSent : DeliveryState::NotSent);
    } catch (const RateLimitException& error) {  // A back-off beyond the deadline is not begun.
      EXPECT_EQ(state, State::BackOff);
      EXPECT_EQ(error.delivery(), DeliveryState::Rejected);
    }
    const auto taken = steady_clock::now() - started;
    EXPECT_LT(taken, 300ms + 5s);
    if (state != State::BackOff) {
      print("deadline", state, taken - 300ms);
      EXPECT_GE(taken, 290ms);
    }
    EXPECT_EQ(waiting.requests(), before + (state == State::Transfer || state == State::BackOff ? 1 : 0));
  }
}

}  // namespace
}  // namespace allo::test
