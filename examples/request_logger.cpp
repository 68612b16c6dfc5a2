// A logger for the client's requests, ready to take over: one line each, without ids, numbers, bodies or secrets.
#include "support/account.hpp"
#include "support/program.hpp"

#include <allo/allo.hpp>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <mutex>

namespace {

/// Writes one line in logfmt for each attempt and each wait. Safe from any thread; must outlive the clients that use
/// it.
class RequestLogger {
 public:
  explicit RequestLogger(std::FILE* out) : out_(out) {}

  /// Adds this logger to the options of a client.
  void attach(allo::AlloClientOptions& options) {
    options.on_request = [this](const allo::RequestEvent& event) {
      write("debug", "request", event, fmt::format("bytes_sent={}", event.bytes_sent));
    };
    options.on_response = [this](const allo::ResponseEvent& event) {
      const bool failed = event.status < 200 || event.status > 299;
      write(failed ? "warn" : "info", "response", event,
            fmt::format("{} duration_us={} bytes_received={} request_id={}", outcome(event), event.duration.count(),
                        event.bytes_received, example::printable(event.request_id)));
    };
    options.retry.on_retry = [this](const allo::RetryEvent& event) {
      write("warn", "retry", event, fmt::format("{} delay_ms={}", outcome(event), event.delay.count()));
    };
  }

 private:
  template <class Event>
  static std::string outcome(const Event& event) {
    if (event.status == 0) return fmt::format("error=\"{}\"", to_string(event.transport_error));
    return fmt::format("status={}", event.status);
  }

  template <class Event>
  void write(std::string_view level, std::string_view what, const Event& event, const std::string& rest) {
    const auto now = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
    const std::string line =
        fmt::format("time={} level={} msg={} method={} route={} attempt={} {}\n", allo::to_iso8601(now), level, what,
                    to_string(event.method), event.route, event.attempt, rest);
    const std::lock_guard lock{mutex_};
    std::fwrite(line.data(), 1, line.size(), out_);
  }

  std::FILE* out_;
  std::mutex mutex_;
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Logs the client's requests to standard output while it reads the account."};

  return example::run(app, argc, argv, [] {
    example::Account account = example::connect();
    RequestLogger logger{stdout};
    logger.attach(account.options);
    const allo::AlloClient allo{account.options};

    allo.numbers.list();
    const allo::ContactSearchResult contacts = allo.contacts.search({.page = 0, .size = 3});
    for (const allo::Contact& contact : contacts.results) allo.contacts.get(contact.id);
    try {
      allo.contacts.get("no-such-contact");
    } catch (const allo::AlloApiException& error) {
      if (!error.not_found()) throw;
    }
  });
}
