#include "testing/service/keys.hpp"

#include <algorithm>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

const std::vector<std::string>& all_scopes() {
  static const std::vector<std::string> scopes{
      "WEBHOOKS_READ_WRITE", "CONVERSATIONS_READ", "CONTACTS_READ", "CONTACTS_READ_WRITE", "SMS_SEND",
      // Those of version 2 alone.
      "CONVERSATIONS_WRITE", "TAGS_READ", "TAGS_WRITE", "USERS_READ", "PHONE_NUMBERS_READ", "DIALING_QUEUE_READ_WRITE",
      "CRM_READ", "CRM_WRITE", "CRM_DELETE", "SUMMARY_TEMPLATES_READ", "SUMMARY_TEMPLATES_WRITE", "PARTNER"};
  return scopes;
}

void Keys::add(const std::string& key, std::vector<std::string> scopes) {
  const bool is_first = scopes_.empty();
  const bool is_new = scopes_.insert_or_assign(key, std::move(scopes)).second;
  if (is_first || !is_new) return;
  order_.push_back(key);
  if (scopes_.size() <= most) return;
  scopes_.erase(order_.front());
  usage_.erase(order_.front());
  order_.pop_front();
}

bool Keys::allows(std::string_view key, std::string_view scope) const {
  const auto found = scopes_.find(key);
  return found != scopes_.end() && std::find(found->second.begin(), found->second.end(), scope) != found->second.end();
}

std::vector<std::string> Keys::scopes_of(std::string_view key) const {
  const auto found = scopes_.find(key);
  return found == scopes_.end() ? std::vector<std::string>{} : found->second;
}

std::optional<Refusal> Keys::count(std::string_view key, bool is_write, Timestamp now, HeaderList& headers) {
  if (!limits_.enabled) return std::nullopt;
  constexpr long long seconds_per_day = 86'400;
  const long long second = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  Usage& usage = usage_[std::string{key}];
  if (usage.day != second / seconds_per_day) {
    usage.day = second / seconds_per_day;
    usage.today = 0;
  }
  if (usage.second != second) {
    usage.second = second;
    usage.reads = usage.writes = 0;
  }
  if (limits_.requests_per_day && usage.today >= *limits_.requests_per_day) {
    const std::string message = "limit=" + std::to_string(*limits_.requests_per_day) +
                                ";type=DAILY;reset_in=" + std::to_string(seconds_per_day - second % seconds_per_day);
    return Refusal{429, "API_KEY_QUOTA_EXCEEDED", message, Json::array({detail("DAILY", message)})};
  }
  int& used = is_write ? usage.writes : usage.reads;
  const int limit = is_write ? limits_.writes_per_second : limits_.reads_per_second;
  const bool refused = used >= limit;
  if (!refused) {
    ++used;
    ++usage.today;
  }
  headers.emplace_back("X-RateLimit-Limit", std::to_string(limit));
  headers.emplace_back("X-RateLimit-Remaining", std::to_string(limit - used));
  headers.emplace_back("X-RateLimit-Reset", std::to_string(second + 1));
  if (!refused) return std::nullopt;
  Refusal refusal{429, "RATE_LIMITED"};
  refusal.retry_after = 1;
  refusal.retryable = true;
  return refusal;
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
