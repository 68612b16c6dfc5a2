#include "core/response_headers.hpp"

#include "base/text.hpp"
#include "base/http_date.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

/// A header without the whitespace around its value, which a transport of somebody else's may leave there.
std::optional<std::string_view> find(const HttpHeaders& headers, std::string_view name) noexcept {
  const auto value = headers.get(name);
  return value ? std::optional{trim_blanks(*value)} : std::nullopt;
}

/// A count or a number of seconds; more than any of them can mean is cut to `largest`.
std::optional<long long> read_number(std::optional<std::string_view> text) noexcept {
  constexpr long long largest = 9'000'000'000;  // As Unix seconds, still within the range of the system's clock.
  if (!text || text->empty() || text->find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  long long number = 0;
  const auto result = std::from_chars(text->data(), text->data() + text->size(), number);
  return result.ec == std::errc{} ? std::min(number, largest) : largest;
}

}  // namespace

std::optional<std::chrono::milliseconds> read_retry_after(const HttpHeaders& headers,
                                                          std::chrono::system_clock::time_point now) {
  using std::chrono::milliseconds;
  const auto text = find(headers, "Retry-After");
  if (const auto seconds = read_number(text)) return std::chrono::seconds{*seconds};
  if (!text) return std::nullopt;
  const auto date = parse_http_date(*text);
  if (!date) return std::nullopt;
  return std::max(std::chrono::ceil<milliseconds>(*date - now), milliseconds{0});
}

RateLimitState read_rate_limit(const HttpHeaders& headers) {
  RateLimitState state;
  state.limit = read_number(find(headers, "X-RateLimit-Limit"));
  state.remaining = read_number(find(headers, "X-RateLimit-Remaining"));
  if (const auto reset = read_number(find(headers, "X-RateLimit-Reset"))) {
    state.reset = std::chrono::system_clock::time_point{std::chrono::seconds{*reset}};
  }
  return state;
}

}  // namespace detail
ALLO_NAMESPACE_END
