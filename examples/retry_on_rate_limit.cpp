// Two ways to live with the limits of the service: retry what it refuses, or pace the requests so that it refuses none.
#include "support/program.hpp"

#include <allo/allo.hpp>
#include <allo/testing/sandbox.hpp>

#include <fmt/format.h>

#include <chrono>

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
  CLI::App app{
      "Sends more messages than the service permits, first with retries and then paced, and reads paced.\n"
      "It always works on a sandbox of its own, which limits each key as the service does, and leaves ALLO_API_KEY "
      "alone."};
  app.add_option("--messages", messages, "How many messages to send each way")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000));
  app.add_option("--reads", reads, "How many reads to pace")->capture_default_str()->check(CLI::Range(1, 10000));

  return example::run(app, argc, argv, [&] {
    const allo::SendSmsInput sms{.from = "+1234567890", .to = "+12025550143", .message = "Hello from Allo"};
    int refused = 0;
    {
      const allo::testing::Sandbox sandbox{{.rate_limit = true}};
      fmt::print(stderr, "Working on a sandbox in this process, {}\n", sandbox.base_url());
      allo::AlloClientOptions options = sandbox.client_options();
      options.retry = patient(refused);
      const allo::AlloClient allo{options};

      fmt::print("Retrying what the service refuses (RATE_LIMITED):\n");
      repeat("messages", messages, refused, [&] { allo.sms.send(sms); });
    }
    {
      const allo::testing::Sandbox sandbox{{.rate_limit = true}};
      allo::AlloClientOptions options = sandbox.client_options();
      options.retry = patient(refused);
      options.pacer = allo::make_pacer();  // 20 reads and 5 writes a second, as the service permits.
      const allo::AlloClient allo{options};

      fmt::print("Pacing the requests:\n");
      repeat("messages", messages, refused, [&] { allo.sms.send(sms); });
      const int refused_messages = refused;
      repeat("reads", reads, refused, [&] { allo.numbers.list(); });
      if (refused_messages + refused > 0) throw std::runtime_error("the service refused paced requests");
    }
  });
}
