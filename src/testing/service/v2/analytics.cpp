#include "testing/service/v2/common.hpp"

#include <array>
#include <cmath>
#include <ctime>
#include <map>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

using Items = std::vector<const Item*>;
constexpr std::array stages{"DIAL", "CONNECTED", "CONVERSATION", "CONVERSION"};
constexpr std::chrono::hours widest{24 * 366};

int seconds_of(const Item& item) { return static_cast<int>(std::lround(item.call.length_in_minutes * 60)); }

bool is_connected(const Item& item) { return item.call.result && *item.call.result == CallResult::Answered; }

std::string user_of(const Context& c, const Item& item) { return user_ref(c.state, item.user_name).value("id", ""); }

DayRange days(const Context& c, const char* field) {
  const DayRange out = read_days(c.body.at(field), field);
  if (out.end - out.from > widest) throw Refusal{400, "DATE_RANGE_TOO_WIDE", std::string{field} + ": at most a year."};
  return out;
}

bool holds(const Json& list, const std::string& text) {
  return list.empty() || std::find(list.begin(), list.end(), text) != list.end();
}

/// The calls of a range that the body asks for.
Items calls_of(const Context& c, const DayRange& range, bool outbound_only) {
  const Json users = c.body.value("user_ids", Json::array());
  const Json numbers = c.body.value("allo_numbers", Json::array());
  if (!users.empty() && !numbers.empty()) {
    throw Refusal{400, "INVALID_REQUEST_BODY", "user_ids and allo_numbers exclude each other."};
  }
  return c.state.items.list([&](const Item& item) {
    return item.is_call && range.holds(item.date()) && (!outbound_only || !item.is_inbound()) &&
           holds(users, user_of(c, item)) && holds(numbers, item.allo_number);
  });
}

/// A metric of both ranges, `previous` where there is one to compare with.
template <class Measure>
Json metric(const Items& calls, const std::optional<Items>& before, Measure measure) {
  const double value = measure(calls);
  Json out = {{"value", value}};
  if (!before) return out;
  const double previous = measure(*before);
  out["previous"] = previous;
  out["change"] = previous == 0 ? Json(nullptr) : Json((value - previous) / previous);
  return out;
}

double count(const Items& calls) { return static_cast<double>(calls.size()); }

double talk_time(const Items& calls) {
  double sum = 0;
  for (const Item* call : calls) sum += is_connected(*call) ? seconds_of(*call) : 0;
  return sum;
}

double over_a_minute(const Items& calls) {
  return static_cast<double>(
      std::count_if(calls.begin(), calls.end(), [](auto* call) { return seconds_of(*call) > 60; }));
}

double answer_rate(const Items& calls) {
  if (calls.empty()) return 0;
  return static_cast<double>(std::count_if(calls.begin(), calls.end(), [](auto* c) { return is_connected(*c); })) /
         count(calls);
}

/// Those of a list that match.
template <class Matches>
Items only(const Items& calls, Matches matches) {
  Items out;
  std::copy_if(calls.begin(), calls.end(), std::back_inserter(out), [&](const Item* call) { return matches(*call); });
  return out;
}
template <class Matches>
std::optional<Items> only(const std::optional<Items>& calls, Matches matches) {
  return calls ? std::optional{only(*calls, matches)} : std::nullopt;
}

/// What both answers begin with.
Json head(const Context& c, Items& calls, std::optional<Items>& before, bool outbound_only) {
  Json out = {{"date", c.body.at("date")}};
  calls = calls_of(c, days(c, "date"), outbound_only);
  if (c.body.contains("compare_date")) {
    out["compare_date"] = c.body.at("compare_date");
    before = calls_of(c, days(c, "compare_date"), outbound_only);
  }
  out["last_updated"] = to_iso8601(c.now);
  return out;
}

Json overview(Context& c) {
  Items calls;
  std::optional<Items> before;
  Json out = head(c, calls, before, false);
  const auto metrics = [](const char* count_name, const Items& now, const std::optional<Items>& then) -> Json {
    return {{count_name, metric(now, then, count)},
            {"talk_time_seconds", metric(now, then, talk_time)},
            {"calls_over_1_min", metric(now, then, over_a_minute)},
            {"answer_rate", metric(now, then, answer_rate)}};
  };
  out["summary"] = metrics("total_calls", calls, before);
  out["breakdown"] = Json::array();
  for (const Json& user : c.state.users) {
    const auto is_own = [&](const Item& item) { return user_of(c, item) == user.at("id"); };
    const Items own = only(calls, is_own);
    if (own.empty()) continue;
    Json entry = {{"user", user_ref(c.state, user.at("name"))}};
    entry.update(metrics("calls", own, only(before, is_own)));
    out["breakdown"].push_back(std::move(entry));
  }
  return out;
}

/// How far an outbound call came, as an index of `stages`.
std::size_t stage_of(const Item& call, const Json& tags) {
  if (!is_connected(call)) return 0;
  const auto& own = call.call.tags;
  const bool converted =
      std::any_of(own.begin(), own.end(), [&](auto& tag) { return !tags.empty() && holds(tags, tag); });
  return converted ? 3 : seconds_of(call) >= 60 ? 2 : 1;
}

std::tm utc(Timestamp time) {
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm out{};
  gmtime_r(&seconds, &out);
  return out;
}

int weekday(const std::tm& time) { return (time.tm_wday + 6) % 7; }

/// The first day of the day, week or month of a time.
std::string bucket(Timestamp time, const std::string& granularity) {
  if (granularity == "WEEK") time -= std::chrono::hours{24 * weekday(utc(time))};
  std::string day = to_iso8601(time).substr(0, 10);
  if (granularity == "MONTH") day.replace(8, 2, "01");
  return day;
}

struct Counts {
  double dials = 0;
  double connected = 0;
  double conversions = 0;
  double rate() const { return dials == 0 ? 0 : connected / dials; }
  void add(std::size_t stage) {
    ++dials;
    connected += stage >= 1;
    conversions += stage >= 3;
  }
};

Json time_series(const Items& calls, const Json& tags, const std::string& granularity) {
  std::map<std::string, Counts> buckets;
  for (const Item* call : calls) buckets[bucket(call->date(), granularity)].add(stage_of(*call, tags));
  Json out = {{"dials", Json::array()},
              {"connected", Json::array()},
              {"connection_rate", Json::array()},
              {"conversions", Json::array()}};
  for (const auto& [date, counts] : buckets) {
    const auto add = [&, &day = date](const char* name, double value) {
      out[name].push_back({{"date", day}, {"value", value}});
    };
    add("dials", counts.dials), add("connected", counts.connected), add("connection_rate", counts.rate());
    add("conversions", counts.conversions);
  }
  return out;
}

Json heatmap(const Items& calls, const Json& tags) {
  constexpr std::array names{"MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"};
  std::map<std::pair<int, int>, Counts> cells;
  for (const Item* call : calls) {
    const std::tm time = utc(call->date());
    cells[{weekday(time), time.tm_hour}].add(stage_of(*call, tags));
  }
  Json out = {{"dials", Json::array()}, {"connected", Json::array()}, {"connection_rate", Json::array()}};
  for (const auto& [place, counts] : cells) {
    const Json cell = {{"day", names[static_cast<std::size_t>(place.first)]}, {"hour", place.second}};
    const auto add = [&](const char* name, double value) {
      Json entry = cell;
      entry["value"] = value;
      out[name].push_back(std::move(entry));
    };
    add("dials", counts.dials), add("connected", counts.connected);
    // The service types a rate as a whole number here: per cent.
    add("connection_rate", std::round(counts.rate() * 100));
  }
  return out;
}

Json funnel(const Items& calls, const std::optional<Items>& before, const Json& tags) {
  constexpr std::array names{"dials", "connected", "conversations", "conversions"};
  Json out = Json::object();
  double last = 0;
  for (std::size_t stage = 0; stage < names.size(); ++stage) {
    const auto reached = [&](const Items& list) {
      return static_cast<double>(
          std::count_if(list.begin(), list.end(), [&](const Item* call) { return stage_of(*call, tags) >= stage; }));
    };
    out[names[stage]] = {{"count", metric(calls, before, reached)},
                         {"rate", stage == 0 ? Json(nullptr) : Json(last == 0 ? 0 : reached(calls) / last)}};
    last = reached(calls);
  }
  return out;
}

Json leaderboard(const Context& c, const Items& calls) {
  std::vector<Json> out;
  for (const Json& user : c.state.users) {
    const auto connected = std::count_if(calls.begin(), calls.end(), [&](auto* call) {
      return is_connected(*call) && user_of(c, *call) == user.at("id");
    });
    if (connected > 0) out.push_back({{"user", user_ref(c.state, user.at("name"))}, {"connected", connected}});
  }
  std::stable_sort(out.begin(), out.end(), [](auto& a, auto& b) { return a.at("connected") > b.at("connected"); });
  return out;
}

Json drilldown(Context& c, const Items& calls, const Json& tags) {
  const std::string wanted = c.text(c.body, "stage");
  if (wanted.empty()) throw Refusal{400, "MISSING_PARAMETER", "stage is needed with extend=items."};
  const auto stage = static_cast<std::size_t>(std::find(stages.begin(), stages.end(), wanted) - stages.begin());
  const Items reached = only(calls, [&](const Item& call) { return stage_of(call, tags) >= stage; });
  Json data = c.paged(reached, [&](const Item& call) -> Json {
    const auto number = std::find_if(c.state.numbers.begin(), c.state.numbers.end(),
                                     [&](auto& n) { return n.number == call.allo_number; });
    return {{"id", call.id},
            {"user", user_ref(c.state, call.user_name)},
            {"allo_number", call.allo_number},
            {"allo_number_label", number == c.state.numbers.end() ? std::string{} : number->name.value_or("")},
            {"contact_number", call.other_number},
            {"stage", stages[stage_of(call, tags)]},
            {"voicemail", call.call.result && *call.call.result == CallResult::Voicemail},
            {"duration", seconds_of(call)},
            {"date", to_iso8601(call.date())}};
  });
  c.is_paged = false;
  return {{"data", std::move(data)}, {"pagination", c.pagination()}};
}

Json outbound(Context& c) {
  Items calls;
  std::optional<Items> before;
  Json out = head(c, calls, before, true);
  const Json tags = c.body.value("tags", Json::array());
  const std::string granularity = c.text(c.body, "granularity");
  const auto average = [](const Items& list) {
    const Items answered = only(list, is_connected);
    return answered.empty() ? 0 : talk_time(answered) / count(answered);
  };
  out["funnel"] = funnel(calls, before, tags);
  out["time_series"] = time_series(calls, tags, granularity);
  out["heatmap"] = heatmap(calls, tags);
  out["leaderboard"] = leaderboard(c, calls);
  // The sandbox's calls do not say how long they rang.
  out["time_spent"] = {
      {"avg_ringing_time_seconds", metric(calls, before, [](const Items& list) { return list.empty() ? 0.0 : 8.0; })},
      {"avg_conversation_time_seconds", metric(calls, before, average)},
      {"total_conversation_time_seconds", metric(calls, before, talk_time)}};
  const std::string extend = c.text(c.body, "extend");
  if (!extend.empty()) out["items"] = drilldown(c, calls, tags);
  return out;
}

}  // namespace

Resource v2_analytics() {
  return {2,
          R"(
AnalyticsDateRange: from date!~ to date!~
MetricValue: value num previous num?- change num?-
UserBreakdown: user UserRef calls MetricValue talk_time_seconds MetricValue calls_over_1_min MetricValue
  answer_rate MetricValue
OverviewSummary: total_calls MetricValue talk_time_seconds MetricValue calls_over_1_min MetricValue
  answer_rate MetricValue
Overview: date AnalyticsDateRange compare_date AnalyticsDateRange- summary OverviewSummary breakdown [UserBreakdown]
  last_updated time
AnalyticsInput: date AnalyticsDateRange! compare_date AnalyticsDateRange user_ids [text] allo_numbers [text]
FunnelStage: count MetricValue rate num?
Funnel: dials FunnelStage connected FunnelStage conversations FunnelStage conversions FunnelStage
TimeSeriesPoint: date date value num
TimeSeries: dials [TimeSeriesPoint] connected [TimeSeriesPoint] connection_rate [TimeSeriesPoint]
  conversions [TimeSeriesPoint]
HeatmapCell: day MONDAY|TUESDAY|WEDNESDAY|THURSDAY|FRIDAY|SATURDAY|SUNDAY hour int value int
Heatmap: dials [HeatmapCell] connected [HeatmapCell] connection_rate [HeatmapCell]
LeaderboardEntry: user UserRef connected int
TimeSpent: avg_ringing_time_seconds MetricValue avg_conversation_time_seconds MetricValue
  total_conversation_time_seconds MetricValue
DrilldownItem: id text user UserRef allo_number text allo_number_label text contact_number text
  stage DIAL|CONNECTED|CONVERSATION|CONVERSION voicemail bool duration int date time
DrilldownPage: data [DrilldownItem] pagination PageNumbers
Outbound: date AnalyticsDateRange compare_date AnalyticsDateRange- funnel Funnel time_series TimeSeries heatmap Heatmap
  leaderboard [LeaderboardEntry] time_spent TimeSpent last_updated time items DrilldownPage?-
OutboundInput: AnalyticsInput+ tags [text] granularity DAY|WEEK|MONTH=DAY extend |items~ stage DIAL|CONNECTED|CONVERSATION|CONVERSION
  page int(1..)=1 size int(1..100)=20
)",
          {{"POST", "/analytics/overview", "CONVERSATIONS_READ", overview, "getTeamMetrics", "", "AnalyticsInput",
            "Overview", 200, true},
           {"POST", "/analytics/outbound", "CONVERSATIONS_READ", outbound, "getAnalyticsOutbound", "", "OutboundInput",
            "Outbound", 200, true}}};
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
