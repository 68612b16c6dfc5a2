// `analytics`: numbers about calls.
#include "commands.hpp"
#include "input.hpp"
#include "output.hpp"

#include <algorithm>

namespace allo_cli {

namespace {

using namespace allo::v2;

/// A period, as `--last 30d` or `--from` and `--to`.
struct Period {
  std::string last = "30d";
  DateRange days{};

  void add_to(CLI::App& command) {
    CLI::Option* relative = command.add_option("--last", last, "The last days")->capture_default_str();
    command.add_option("--from", days.from, "First day (2026-01-01)")->excludes(relative);
    command.add_option("--to", days.to, "Last day (2026-01-31)")->excludes(relative);
  }
  DateRange range() const { return days.from.empty() && days.to.empty() ? last_days("--last", last) : days; }
};

template <class Input>
struct Arguments {
  Period period{};
  std::string compare_from{}, compare_to{};
  Input input{};

  void add_to(CLI::App& command) {
    period.add_to(command);
    command.add_option("--compare-from", compare_from, "First day of the period to compare with");
    command.add_option("--compare-to", compare_to, "Its last day");
    CLI::Option* users =
        command.add_option("--user", input.user_ids, "Only this member, by id; several times")->allow_extra_args(false);
    command.add_option("--number", input.allo_numbers, "Only this number of the account; several times")
        ->allow_extra_args(false)
        ->excludes(users);
  }
  const Input& finished() {
    input.date = period.range();
    if (!compare_from.empty() || !compare_to.empty())
      input.compare_date = DateRange{.from = compare_from, .to = compare_to};
    return input;
  }
};

std::string number_of(double value) { return fmt::format("{:g}", value); }

std::string change_of(const MetricValue& metric) {
  return metric.change ? fmt::format("{:+.0f} %", *metric.change * 100) : "-";
}

std::string hours_of(const MetricValue& seconds) { return fmt::format("{:.1f} h", seconds.value / 3600); }
std::string percent_of(double ratio) { return fmt::format("{:.0f} %", ratio * 100); }

void print(const Overview& overview) {
  const OverviewSummary& summary = overview.summary;
  fmt::print("{}\n", bold(overview.date.from + " to " + overview.date.to));
  Table totals{{"", "VALUE", "CHANGE"}};
  totals.add({"calls", number_of(summary.total_calls.value), change_of(summary.total_calls)});
  totals.add({"talk time", hours_of(summary.talk_time_seconds), change_of(summary.talk_time_seconds)});
  totals.add({"over a minute", number_of(summary.calls_over_1_min.value), change_of(summary.calls_over_1_min)});
  totals.add({"answered", percent_of(summary.answer_rate.value), change_of(summary.answer_rate)});
  totals.print();
  if (overview.breakdown.empty()) return;
  Table users{{"USER", "CALLS", "TALK TIME", "OVER A MINUTE", "ANSWERED"}};
  for (const UserBreakdown& each : overview.breakdown) {
    users.add({each.user.name, number_of(each.calls.value), hours_of(each.talk_time_seconds),
               number_of(each.calls_over_1_min.value), percent_of(each.answer_rate.value)});
  }
  users.print();
}

void print(const Outbound& outbound) {
  fmt::print("{}\n", bold(outbound.date.from + " to " + outbound.date.to));
  Table funnel{{"STAGE", "COUNT", "RATE", "CHANGE"}};
  const auto add = [&](const char* stage, const FunnelStage& each) {
    funnel.add({stage, number_of(each.count.value), each.rate ? percent_of(*each.rate) : "-", change_of(each.count)});
  };
  add("dials", outbound.funnel.dials);
  add("connected", outbound.funnel.connected);
  add("conversations", outbound.funnel.conversations);
  add("conversions", outbound.funnel.conversions);
  funnel.print();
  if (!outbound.leaderboard.empty()) {
    Table leaders{{"USER", "CONNECTED"}};
    for (const LeaderboardEntry& each : outbound.leaderboard)
      leaders.add({each.user.name, std::to_string(each.connected)});
    leaders.print();
  }
  if (!outbound.items) return;
  Table items{{"CALL", "DATE", "USER", "CONTACT", "STAGE", "SECONDS"}};
  for (const DrilldownItem& each : outbound.items->data) {
    items.add({each.id, allo::to_iso8601(each.date), each.user.name, each.contact_number,
               std::string{each.stage.text()}, std::to_string(each.duration)});
  }
  items.print();
}

}  // namespace

void add_analytics(CLI::App& app, Context& context) {
  CLI::App* analytics = app.add_subcommand("analytics", "Numbers about calls")->require_subcommand(1);

  CLI::App* overview = analytics->add_subcommand("overview", "All calls of the team");
  const auto all = std::make_shared<Arguments<AnalyticsInput>>();
  all->add_to(*overview);
  overview->callback([&context, all] {
    const Overview result = context.v2().analytics.overview(all->finished());
    context.json ? print_json(result) : print(result);
  });

  CLI::App* command = analytics->add_subcommand("outbound", "Outgoing calls, from the dial to the conversion");
  const auto outbound = std::make_shared<Arguments<OutboundInput>>();
  outbound->add_to(*command);
  command->add_option("--tags", outbound->input.tags, "Tags that make a conversion")
      ->delimiter(',')
      ->allow_extra_args(false);
  add_word(*command, "--granularity", outbound->input.granularity, "Of the time series",
           {Granularity::Day, Granularity::Week, Granularity::Month});
  add_word(*command, "--stage", outbound->input.stage, "Shows the calls of this stage as well",
           {Stage::Dial, Stage::Connected, Stage::Conversation, Stage::Conversion});
  command->add_option("--page", outbound->input.page, "Page of those calls")->capture_default_str();
  command->callback([&context, outbound] {
    outbound->input.items = outbound->input.stage.has_value();
    const Outbound result = context.v2().analytics.outbound(outbound->finished());
    context.json ? print_json(result) : print(result);
  });
}

}  // namespace allo_cli
