#include "base/words.hpp"
#include "core/core.hpp"
#include "json/model.hpp"
#include "v2/checks.hpp"
#include "v2/tables.hpp"

#include <allo/v2/analytics.hpp>

#include <utility>

ALLO_NAMESPACE_BEGIN

// One line per field.
// clang-format off
namespace detail {

template <>
struct Table<v2::MetricValue> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::MetricValue::value>("value"),
      field<&v2::MetricValue::previous>("previous"),
      field<&v2::MetricValue::change>("change"),
  };
};

template <>
struct Table<v2::OverviewSummary> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::OverviewSummary::total_calls>("total_calls"),
      field<&v2::OverviewSummary::talk_time_seconds>("talk_time_seconds"),
      field<&v2::OverviewSummary::calls_over_1_min>("calls_over_1_min"),
      field<&v2::OverviewSummary::answer_rate>("answer_rate"),
  };
};

template <>
struct Table<v2::UserBreakdown> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::UserBreakdown::user>("user"),
      field<&v2::UserBreakdown::calls>("calls"),
      field<&v2::UserBreakdown::talk_time_seconds>("talk_time_seconds"),
      field<&v2::UserBreakdown::calls_over_1_min>("calls_over_1_min"),
      field<&v2::UserBreakdown::answer_rate>("answer_rate"),
  };
};

template <>
struct Table<v2::Overview> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::Overview::date>("date"),
      field<&v2::Overview::compare_date>("compare_date"),
      field<&v2::Overview::summary>("summary"),
      field<&v2::Overview::breakdown>("breakdown"),
      field<&v2::Overview::last_updated>("last_updated"),
  };
};

template <>
struct Table<v2::FunnelStage> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::FunnelStage::count>("count"),
      field<&v2::FunnelStage::rate>("rate"),
  };
};

template <>
struct Table<v2::OutboundFunnel> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::OutboundFunnel::dials>("dials"),
      field<&v2::OutboundFunnel::connected>("connected"),
      field<&v2::OutboundFunnel::conversations>("conversations"),
      field<&v2::OutboundFunnel::conversions>("conversions"),
  };
};

template <>
struct Table<v2::TimeSeriesPoint> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::TimeSeriesPoint::date>("date"),
      field<&v2::TimeSeriesPoint::value>("value"),
  };
};

template <>
struct Table<v2::OutboundTimeSeries> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::OutboundTimeSeries::dials>("dials"),
      field<&v2::OutboundTimeSeries::connected>("connected"),
      field<&v2::OutboundTimeSeries::connection_rate>("connection_rate"),
      field<&v2::OutboundTimeSeries::conversions>("conversions"),
  };
};

template <>
struct Table<v2::HeatmapCell> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::HeatmapCell::day>("day"),
      field<&v2::HeatmapCell::hour>("hour"),
      field<&v2::HeatmapCell::value>("value"),
  };
};

template <>
struct Table<v2::OutboundHeatmap> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::OutboundHeatmap::dials>("dials"),
      field<&v2::OutboundHeatmap::connected>("connected"),
      field<&v2::OutboundHeatmap::connection_rate>("connection_rate"),
  };
};

template <>
struct Table<v2::LeaderboardEntry> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::LeaderboardEntry::user>("user"),
      field<&v2::LeaderboardEntry::connected>("connected"),
  };
};

template <>
struct Table<v2::OutboundTimeSpent> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::OutboundTimeSpent::avg_ringing_time_seconds>("avg_ringing_time_seconds"),
      field<&v2::OutboundTimeSpent::avg_conversation_time_seconds>("avg_conversation_time_seconds"),
      field<&v2::OutboundTimeSpent::total_conversation_time_seconds>("total_conversation_time_seconds"),
  };
};

template <>
struct Table<v2::DrilldownItem> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::DrilldownItem::id>("id"),
      field<&v2::DrilldownItem::user>("user"),
      field<&v2::DrilldownItem::allo_number>("allo_number"),
      field<&v2::DrilldownItem::allo_number_label>("allo_number_label"),
      field<&v2::DrilldownItem::contact_number>("contact_number"),
      field<&v2::DrilldownItem::stage>("stage"),
      field<&v2::DrilldownItem::voicemail>("voicemail"),
      field<&v2::DrilldownItem::duration>("duration"),
      field<&v2::DrilldownItem::date>("date"),
  };
};

template <>
struct Table<v2::Outbound> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::Outbound::date>("date"),
      field<&v2::Outbound::compare_date>("compare_date"),
      field<&v2::Outbound::funnel>("funnel"),
      field<&v2::Outbound::time_series>("time_series"),
      field<&v2::Outbound::heatmap>("heatmap"),
      field<&v2::Outbound::leaderboard>("leaderboard"),
      field<&v2::Outbound::time_spent>("time_spent"),
      field<&v2::Outbound::last_updated>("last_updated"),
      field<&v2::Outbound::items>("items"),
  };
};

template <>
struct Table<v2::AnalyticsInput> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::AnalyticsInput::date>("date"),
      field<&v2::AnalyticsInput::compare_date>("compare_date"),
      field<&v2::AnalyticsInput::user_ids>("user_ids", OmitEmpty),
      field<&v2::AnalyticsInput::allo_numbers>("allo_numbers", OmitEmpty),
  };
};


template <>
struct Table<v2::OutboundInput> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::OutboundInput::date>("date"),
      field<&v2::OutboundInput::compare_date>("compare_date"),
      field<&v2::OutboundInput::user_ids>("user_ids", OmitEmpty),
      field<&v2::OutboundInput::allo_numbers>("allo_numbers", OmitEmpty),
      field<&v2::OutboundInput::tags>("tags", OmitEmpty),
      field<&v2::OutboundInput::granularity>("granularity"),
      field<&v2::OutboundInput::stage>("stage"),
      field_as<&v2::OutboundInput::items>("extend", word_if_true_info<items_word>),
  };
};

}  // namespace detail
// clang-format on

namespace v2 {
namespace {

constexpr detail::Word<Granularity> granularities[] = {
    {Granularity::Day, "DAY"},
    {Granularity::Week, "WEEK"},
    {Granularity::Month, "MONTH"},
};

constexpr detail::Word<Stage> stages[] = {
    {Stage::Dial, "DIAL"},
    {Stage::Connected, "CONNECTED"},
    {Stage::Conversation, "CONVERSATION"},
    {Stage::Conversion, "CONVERSION"},
};

constexpr detail::Word<Weekday> weekdaies[] = {
    {Weekday::Monday, "MONDAY"},     {Weekday::Tuesday, "TUESDAY"}, {Weekday::Wednesday, "WEDNESDAY"},
    {Weekday::Thursday, "THURSDAY"}, {Weekday::Friday, "FRIDAY"},   {Weekday::Saturday, "SATURDAY"},
    {Weekday::Sunday, "SUNDAY"},
};

}  // namespace

ALLO_WORDS(Granularity, granularities)
ALLO_WORDS(Stage, stages)
ALLO_WORDS(Weekday, weekdaies)

ALLO_MODEL(MetricValue)
ALLO_MODEL(OverviewSummary)
ALLO_MODEL(UserBreakdown)
ALLO_MODEL(Overview)
ALLO_MODEL(FunnelStage)
ALLO_MODEL(OutboundFunnel)
ALLO_MODEL(TimeSeriesPoint)
ALLO_MODEL(OutboundTimeSeries)
ALLO_MODEL(HeatmapCell)
ALLO_MODEL(OutboundHeatmap)
ALLO_MODEL(LeaderboardEntry)
ALLO_MODEL(OutboundTimeSpent)
ALLO_MODEL(DrilldownItem)
ALLO_MODEL(Outbound)
ALLO_PAGE_OF(DrilldownItem)
ALLO_INPUT(AnalyticsInput)

namespace {

constexpr auto get_overview = detail::post<Overview>("/analytics/overview").reads();
constexpr auto get_outbound = detail::post<Outbound>("/analytics/outbound").reads().pages(detail::PageIn::Body, 1);

template <class Input>
void check_calls(const Input& input) {
  check_dates("date", input.date);
  if (input.compare_date) check_dates("compare_date", *input.compare_date);
  if (!input.user_ids.empty() && !input.allo_numbers.empty()) refuse("user_ids", "cannot stand beside allo_numbers");
  check_each("user_ids", input.user_ids);
  check_each("allo_numbers", input.allo_numbers);
}

}  // namespace

Overview AnalyticsResource::overview(const AnalyticsInput& input, const RequestOptions& options) const {
  check_calls(input);
  return core().run(get_overview().body(input), options);
}

Outbound AnalyticsResource::outbound(const OutboundInput& input, const RequestOptions& options) const {
  check_calls(input);
  check_each("tags", input.tags);
  check_word("granularity", input.granularity);
  check_word("stage", input.stage);
  if (input.items && !input.stage) refuse("items", "needs a stage");
  check_page(input.page, input.size);
  auto request = get_outbound();
  request.parts().body = detail::body_by_table(input);
  if (input.items) request.page(input.page, input.size);
  return core().run(std::move(request), options);
}

}  // namespace v2
ALLO_NAMESPACE_END
