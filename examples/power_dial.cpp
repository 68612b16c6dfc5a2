// Puts the numbers of a CSV file into the queue of the power dialer and follows it until everybody was called.
#include "support/account.hpp"
#include "support/program.hpp"
#include "support/progress_bar.hpp"
#include "support/queue_csv.hpp"

#include <allo/v2.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

namespace {

bool was_called(const allo::v2::QueueNumber& number) { return number.call_start_date.has_value(); }

/// In pieces, since a queue takes so many numbers in one request. Each carries an idempotency key of its own.
std::size_t append(const allo::v2::Client& v2, const std::vector<allo::v2::QueueEntry>& entries) {
  constexpr std::size_t piece = 500;
  std::size_t added = 0;
  for (std::size_t begin = 0; begin < entries.size(); begin += piece) {
    const auto end = std::min(begin + piece, entries.size());
    const auto result = v2.dialing_queue.append({.numbers = {entries.begin() + static_cast<std::ptrdiff_t>(begin),
                                                             entries.begin() + static_cast<std::ptrdiff_t>(end)}});
    added += result.added.size();
    for (const auto& each : result.skipped) {
      fmt::print("skipped {}: {}\n", example::printable(each.number), example::printable(each.reason.text()));
    }
  }
  return added;
}

/// Looks at the queue every so often until each of its numbers was called.
void follow(const allo::v2::Client& v2, std::chrono::milliseconds pause, std::size_t total) {
  example::ProgressBar progress{"calls", total};
  std::size_t shown = 0;
  for (;;) {
    std::size_t called = 0;
    std::size_t left = 0;
    for (const auto& number : v2.dialing_queue.current_all()) (was_called(number) ? called : left) += 1;
    for (; shown < called; ++shown) progress.advance();
    if (left == 0) return;
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::string file;
  std::string name = "Power dial";
  double seconds = 5;
  bool watch = false;
  CLI::App app{"Fills the queue of the power dialer from a CSV file: number, name, last name, company."};
  app.add_option("file", file, "The file; - reads standard input")->required();
  app.add_option("--name", name, "Name of the queue")->capture_default_str();
  app.add_flag("--follow", watch, "Waits until everybody was called");
  app.add_option("--every", seconds, "Seconds between two looks")
      ->capture_default_str()
      ->check(CLI::Range(0.05, 3600.0));
  return example::run(app, argc, argv, [&] {
    const std::vector<allo::v2::QueueEntry> entries = example::read_queue_csv(file);
    example::Account account = example::connect();
    account.options.pacer = allo::make_pacer();
    const allo::v2::Client v2{account.options};
    const auto queue = v2.dialing_queue.reset({.name = name});
    const std::size_t added = append(v2, entries);
    fmt::print("{} of {} numbers are in the queue {}\n", added, entries.size(), example::printable(queue.id));
    if (watch) follow(v2, std::chrono::milliseconds{static_cast<long long>(seconds * 1000)}, added);
    std::size_t answered = 0;
    for (const auto& number : v2.dialing_queue.current_all()) {
      answered += number.routing_result == allo::v2::RoutingResult::Answered ? 1U : 0U;
    }
    fmt::print("{} answered\n", answered);
  });
}
