// Two ways to live with the limits of the service: retry what it refuses, or pace the requests so that it refuses none.
#include "support/account.hpp"
#include "support/program.hpp"

#include <allo/allo.hpp>

#include <fmt/format.h>

#include <chrono>
#include <thread>

namespace {

/// What the hand-written `withRetry` of other SDKs does is an option here. It is safe for an SMS too: a 429 says that
/// the service did nothing, and what it may have done is never repeated.
allo::RetryPolicy patient(int& refused) {
  return {
      .max_attempts = 5,
      .initial_delay = std::chrono::seconds{1},
      .max_delay = std::chrono::seconds{30},
      .on_retry =
          [&refused](const allo::RetryEvent& event) {
            ++refused;
            fmt::print("  {} {}: attempt {} got {}, the next one follows in {} ms\n", to_string(event.method),
                       event.route, event.attempt, event.status, event.delay.count());
          },
  };
}

/// Does the same thing many times and says how that went.
void repeat(std::string_view what, int count, int& refused, const std::function<void()>& request) {
  refused = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < count; ++i) request();
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  fmt::print("  {} {} in {:.1f} s, {:.1f} a second, {} refused\n", count, what, seconds.count(),
             count / seconds.count(), refused);
}

}  // namespace

int main(int argc, char** argv) {
  int messages = 8;
  int reads = 60;
  std::string from, to;
  CLI::App app{
      "Sends more messages than the service permits, first with retries and then paced, and reads paced. A sandbox in\n"
      "this process limits each key as the service does. Numbers have to be named on a real account only."};
  app.add_option("--messages", messages, "How many messages to send each way")
      ->capture_default_str()
      ->check(CLI::Range(0, 1000));
  app.add_option("--reads", reads, "How many reads to pace")->capture_default_str()->check(CLI::Range(1, 10000));
  app.add_option("--from", from, "One of the account's numbers (E.164)");
  app.add_option("--to", to, "Who gets the messages (E.164)");

  return example::run(app, argc, argv, [&] {
    const example::Account account = example::connect({}, {.rate_limit = true});
    allo::SendSmsInput sms{.message = "Hello from Allo"};
    if (messages > 0) {
      sms.from = account.choose("--from, or --messages 0,", from, example::seeded::number);
      sms.to = account.choose("--to, or --messages 0,", to, example::seeded::american);
    }
    int refused = 0;
    allo::AlloClientOptions options = account.options;
    options.retry = patient(refused);
    const auto send = [&](const allo::AlloClient& allo) {
      repeat("messages", messages, refused, [&] { allo.sms.send(sms); });
      return refused;
    };

    if (messages > 0) {
      fmt::print("Retrying what the service refuses (RATE_LIMITED):\n");
      send(allo::AlloClient{options});
      std::this_thread::sleep_for(std::chrono::seconds{1});  // What was sent within a second counts against the limit.
    }
    options.pacer = allo::make_pacer();  // 20 reads and 5 writes a second, as the service permits.
    const allo::AlloClient allo{options};
    fmt::print("Pacing the requests:\n");
    int refused_when_paced = messages > 0 ? send(allo) : 0;
    repeat("reads", reads, refused, [&] { allo.numbers.list(); });
    refused_when_paced += refused;
    if (refused_when_paced > 0) throw std::runtime_error("the service refused paced requests");
  });
}
