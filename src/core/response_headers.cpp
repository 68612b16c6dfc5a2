#include "core/response_headers.hpp"

#include "base/http_date.hpp"
#include "base/http_headers_access.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Clock = std::chrono::system_clock;

/// A count or a number; what is larger than any of its kind can be is cut to `largest`.
std::optional<std::uint64_t> read_number(std::string_view text, std::uint64_t largest) noexcept {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::uint64_t number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  return result.ec == std::errc{} ? std::min(number, largest) : largest;
}

constexpr std::uint64_t farthest = 9'000'000'000;  // As Unix seconds, still within the range of the system's clock.

/// When the response was written: by the service's clock where it told the time, for clocks differ by hours.
microseconds written_at(const HttpHeaders& headers, Clock::time_point now) {
  const auto date = parse_http_date(trimmed_value(headers, "Date"));
  // As microseconds, two times of the system's clock may lie apart as far as they can.
  return std::chrono::floor<microseconds>(date.value_or(now).time_since_epoch());
}

milliseconds wait_until(microseconds time, microseconds written) {
  return std::max(std::chrono::ceil<milliseconds>(time - written), milliseconds{0});
}

}  // namespace

std::optional<milliseconds> read_retry_after(const HttpHeaders& headers, Clock::time_point now) {
  const std::string_view text = trimmed_value(headers, "Retry-After");
  if (const auto count = read_number(text, farthest)) return seconds{*count};
  const auto date = parse_http_date(text);
  if (!date) return std::nullopt;
  return wait_until(std::chrono::floor<microseconds>(date->time_since_epoch()), written_at(headers, now));
}

RateLimitState read_rate_limit(const HttpHeaders& headers, Clock::time_point now) {
  constexpr std::uint64_t first_time = 1'000'000'000;           // Less is a number of seconds to wait.
  constexpr std::uint64_t last_in_seconds = 1'000'000'000'000;  // More is Unix time in milliseconds.

  RateLimitState state;
  state.limit = read_number(trimmed_value(headers, "X-RateLimit-Limit"), farthest);
  state.remaining = read_number(trimmed_value(headers, "X-RateLimit-Remaining"), farthest);
  if (const auto number = read_number(trimmed_value(headers, "X-RateLimit-Reset"), farthest * 1000)) {
    const microseconds written = written_at(headers, now);
    microseconds reset = seconds{std::min(*number, farthest)};
    if (*number < first_time) reset += written;
    if (*number > last_in_seconds) reset = milliseconds{*number};
    state.reset = Timestamp{std::min<microseconds>(reset, seconds{farthest})};
    state.reset_after = wait_until(reset, written);
  }
  return state;
}

}  // namespace detail
ALLO_NAMESPACE_END
