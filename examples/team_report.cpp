// The team's calls as a table with bars: who talked how much, and how that changed.
#include "support/account.hpp"
#include "support/program.hpp"
#include "support/text_width.hpp"

#include <allo/v2.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace {

std::string bar(double value, double longest) {
  constexpr double width = 30;
  const int filled = longest > 0 ? static_cast<int>(value / longest * width + 0.5) : 0;
  std::string result;
  for (int i = 0; i < filled; ++i) result += "█";
  return result;
}

std::string change_of(const allo::v2::MetricValue& metric) {
  return metric.change ? fmt::format(" ({:+.0f} %)", *metric.change * 100) : "";
}

/// The last `days` days, `back` days ago.
allo::v2::DateRange days_until(int days, int back) {
  const auto day = [](int ago) {
    return allo::to_iso8601(allo::to_timestamp(std::chrono::system_clock::now() - std::chrono::hours{24 * ago}))
        .substr(0, 10);
  };
  return {.from = day(back + days - 1), .to = day(back)};
}

void print(const allo::v2::Overview& overview) {
  const auto& summary = overview.summary;
  fmt::print("{} to {}\n", overview.date.from, overview.date.to);
  fmt::print("calls      {:g}{}\n", summary.total_calls.value, change_of(summary.total_calls));
  fmt::print("talk time  {:.1f} h{}\n", summary.talk_time_seconds.value / 3600, change_of(summary.talk_time_seconds));
  fmt::print("answered   {:.0f} %{}\n\n", summary.answer_rate.value * 100, change_of(summary.answer_rate));

  double most = 0;
  std::size_t widest = 4;
  for (const auto& each : overview.breakdown) {
    most = std::max(most, each.calls.value);
    widest = std::max(widest, static_cast<std::size_t>(example::columns_of(example::widen(each.user.name))));
  }
  for (const auto& each : overview.breakdown) {
    const std::string name = example::printable(each.user.name);
    const auto columns = static_cast<std::size_t>(example::columns_of(example::widen(name)));
    fmt::print("{}{} {:>5g}  {}\n", name, std::string(widest - std::min(widest, columns), ' '), each.calls.value,
               bar(each.calls.value, most));
  }
}

}  // namespace

int main(int argc, char** argv) {
  example::use_utf8();
  int days = 30;
  CLI::App app{"Shows the team's calls of the last days, beside those of as many days before."};
  app.add_option("--days", days, "How many days")->capture_default_str()->check(CLI::Range(1, 180));
  return example::run(app, argc, argv, [&] {
    const example::Account account = example::connect();
    const allo::v2::Client v2{account.options};
    print(v2.analytics.overview({.date = days_until(days, 0), .compare_date = days_until(days, days)}));
  });
}
