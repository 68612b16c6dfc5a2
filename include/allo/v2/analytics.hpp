#ifndef ALLO_V2_ANALYTICS_HPP
#define ALLO_V2_ANALYTICS_HPP

#include <allo/handle.hpp>
#include <allo/open_enum.hpp>
#include <allo/options.hpp>
#include <allo/timestamp.hpp>
#include <allo/v2/date_range.hpp>
#include <allo/v2/model.hpp>
#include <allo/v2/page.hpp>
#include <allo/v2/references.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN

namespace v2 {

/// What a point of a time series stands for.
enum class Granularity { Unknown, Day, Week, Month };

/// How far an outgoing call came.
enum class Stage {
  Unknown,
  Dial,          ///< Somebody dialled.
  Connected,     ///< Somebody answered.
  Conversation,  ///< The two talked.
  Conversion,    ///< It bears one of the tags that count as success.
};

/// A day of the week.
enum class Weekday { Unknown, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday };

/// @{
/// The wire's text; "UNKNOWN" for Unknown.
ALLO_EXPORT std::string_view to_string(Granularity value) noexcept;
ALLO_EXPORT std::string_view to_string(Stage value) noexcept;
ALLO_EXPORT std::string_view to_string(Weekday value) noexcept;
/// @}

/// @{
/// The enumerator of a wire's text; false and `Unknown` for a text that this version does not know.
ALLO_EXPORT bool from_string(std::string_view text, Granularity& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, Stage& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, Weekday& value) noexcept;
/// @}

/// Which calls to count.
struct AnalyticsInput {
  DateRange date{};                         ///< The days to count. Required.
  std::optional<DateRange> compare_date{};  ///< The days to compare with.
  std::vector<std::string> user_ids{};      ///< Only calls of these members; not beside `allo_numbers`.
  std::vector<std::string> allo_numbers{};  ///< Only calls of these numbers, E.164; not beside `user_ids`.
};

/// Which outgoing calls to count, and whether to list them.
struct OutboundInput {
  DateRange date{};                                    ///< The days to count. Required.
  std::optional<DateRange> compare_date{};             ///< The days to compare with.
  std::vector<std::string> user_ids{};                 ///< Only calls of these members; not beside `allo_numbers`.
  std::vector<std::string> allo_numbers{};             ///< Only calls of these numbers, E.164; not beside `user_ids`.
  std::vector<std::string> tags{};                     ///< Names of the tags that count as success.
  std::optional<OpenEnum<Granularity>> granularity{};  ///< None: days.
  std::optional<OpenEnum<Stage>> stage{};              ///< Which calls to list.
  bool items = false;                                  ///< Fills Outbound::items; needs `stage`.
  int page = 1;                                        ///< Of the items, from 1.
  int size = 20;                                       ///< Of the items, 1 to 100.
};

/// A number, and the same of the days that it is compared with.
struct MetricValue {
  double value = 0.0;                ///< A count, seconds, or a rate from 0 to 1.
  std::optional<double> previous{};  ///< Of the other days; only where `compare_date` was given.
  std::optional<double> change{};    ///< 0.15 means 15 % more.
};

/// The numbers of the team as a whole.
struct OverviewSummary {
  MetricValue total_calls{};        ///< How many.
  MetricValue talk_time_seconds{};  ///< In seconds.
  MetricValue calls_over_1_min{};   ///< How many lasted longer than a minute.
  MetricValue answer_rate{};        ///< From 0 to 1.
};

/// The numbers of one member of the team.
struct UserBreakdown {
  UserRef user{};                   ///< Whose numbers they are.
  MetricValue calls{};              ///< How many.
  MetricValue talk_time_seconds{};  ///< In seconds.
  MetricValue calls_over_1_min{};   ///< How many lasted longer than a minute.
  MetricValue answer_rate{};        ///< From 0 to 1.
};

/// What the calls of some days come to.
struct Overview {
  DateRange date{};                         ///< The days that were counted.
  std::optional<DateRange> compare_date{};  ///< The days that they are compared with.
  OverviewSummary summary{};                ///< Of the team.
  std::vector<UserBreakdown> breakdown{};   ///< Of each member.
  Timestamp last_updated{};                 ///< How fresh the numbers are.
};

/// One stage of the way from a dialled number to a success.
struct FunnelStage {
  MetricValue count{};           ///< How many calls came so far.
  std::optional<double> rate{};  ///< Of all dials, from 0 to 1.
};

/// The way from a dialled number to a success.
struct OutboundFunnel {
  FunnelStage dials{};          ///< Somebody dialled.
  FunnelStage connected{};      ///< Somebody answered.
  FunnelStage conversations{};  ///< The two talked.
  FunnelStage conversions{};    ///< It bears one of the tags that count as success.
};

/// A point of a time series.
struct TimeSeriesPoint {
  std::string date{};  ///< The day, or the first of the week or month, such as "2026-04-28".
  double value = 0.0;  ///< A count, or a rate from 0 to 1.
};

/// Numbers over time.
struct OutboundTimeSeries {
  std::vector<TimeSeriesPoint> dials{};            ///< Dialled numbers.
  std::vector<TimeSeriesPoint> connected{};        ///< Answered calls.
  std::vector<TimeSeriesPoint> connection_rate{};  ///< Answered calls by dialled numbers, from 0 to 1.
  std::vector<TimeSeriesPoint> conversions{};      ///< Successes.
};

/// An hour of a day of the week.
struct HeatmapCell {
  OpenEnum<Weekday> day{};  ///< The day.
  int hour = 0;             ///< 0 to 23.
  double value = 0.0;       ///< A count, or a rate from 0 to 1.
};

/// Numbers by hour and day of the week.
struct OutboundHeatmap {
  std::vector<HeatmapCell> dials{};            ///< Dialled numbers.
  std::vector<HeatmapCell> connected{};        ///< Answered calls.
  std::vector<HeatmapCell> connection_rate{};  ///< Answered calls by dialled numbers, from 0 to 1.
};

/// A member of the team and how many people answered.
struct LeaderboardEntry {
  UserRef user{};     ///< Whose calls they are.
  int connected = 0;  ///< Answered calls.
};

/// How long things took, in seconds.
struct OutboundTimeSpent {
  MetricValue avg_ringing_time_seconds{};         ///< From dialling to the answer, on average.
  MetricValue avg_conversation_time_seconds{};    ///< Of a conversation, on average.
  MetricValue total_conversation_time_seconds{};  ///< Of all conversations.
};

/// An outgoing call behind the numbers.
struct DrilldownItem {
  std::string id{};                 ///< Opaque, such as "cll-abc123"; for ItemsResource::get.
  UserRef user{};                   ///< Who called.
  std::string allo_number{};        ///< The account's number, E.164.
  std::string allo_number_label{};  ///< Its label.
  std::string contact_number{};     ///< Who was called, E.164.
  OpenEnum<Stage> stage{};          ///< How far it came.
  bool voicemail = false;           ///< True when a voicemail answered.
  int duration = 0;                 ///< In seconds.
  Timestamp date{};                 ///< When it began.
};

/// What the outgoing calls of some days come to.
struct Outbound {
  DateRange date{};                             ///< The days that were counted.
  std::optional<DateRange> compare_date{};      ///< The days that they are compared with.
  OutboundFunnel funnel{};                      ///< From a dialled number to a success.
  OutboundTimeSeries time_series{};             ///< Over time.
  OutboundHeatmap heatmap{};                    ///< By hour and day of the week.
  std::vector<LeaderboardEntry> leaderboard{};  ///< Of the members.
  OutboundTimeSpent time_spent{};               ///< How long things took.
  Timestamp last_updated{};                     ///< How fresh the numbers are.
  std::optional<Page<DrilldownItem>> items{};   ///< The calls; only on request.
};

/// @{
/// The fields of what stands above; see <allo/v2/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const MetricValue*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const OverviewSummary*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const UserBreakdown*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const Overview*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const FunnelStage*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const OutboundFunnel*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const TimeSeriesPoint*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const OutboundTimeSeries*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const HeatmapCell*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const OutboundHeatmap*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const LeaderboardEntry*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const OutboundTimeSpent*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const DrilldownItem*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const Outbound*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const AnalyticsInput*) noexcept;
/// @}

/// Numbers about calls, `/analytics`. A handle: cheap to copy, safe from any thread, independent of the lifetime of the
/// client that it came from.
class ALLO_EXPORT AnalyticsResource : private detail::CoreHolder {
 public:
  /// What the calls of some days come to, for the team and for each member (POST /analytics/overview, scope
  /// CONVERSATIONS_READ).
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException, DecodeException
  Overview overview(const AnalyticsInput& input, const RequestOptions& options = {}) const;

  /// What the outgoing calls of some days come to (POST /analytics/outbound, scope CONVERSATIONS_READ).
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException, DecodeException
  Outbound outbound(const OutboundInput& input, const RequestOptions& options = {}) const;

 private:
  friend class Client;
  explicit AnalyticsResource(const detail::Handle& core) noexcept : CoreHolder(core) {}
};

}  // namespace v2

ALLO_NAMESPACE_END

#endif
