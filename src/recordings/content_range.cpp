#include "recordings/content_range.hpp"

#include "base/http_date.hpp"
#include "base/http_headers_access.hpp"
#include "base/text.hpp"

#include <charconv>
#include <chrono>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

/// Takes a whole number off the beginning of `text`.
bool take_number(std::string_view& text, std::uint64_t& number) noexcept {
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (result.ec != std::errc{}) return false;
  text.remove_prefix(static_cast<std::size_t>(result.ptr - text.data()));
  return true;
}

bool take(std::string_view& text, char c) noexcept {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::optional<ContentRange> parse_content_range(std::string_view text) noexcept {
  constexpr std::string_view unit = "bytes ";
  text = trim_blanks(text);
  if (!equal_ignoring_case(text.substr(0, unit.size()), unit)) return std::nullopt;
  text = trim_blanks(text.substr(unit.size()));
  ContentRange range;
  if (!take(text, '*')) {
    range.has_bytes = take_number(text, range.first) && take(text, '-') && take_number(text, range.last);
    if (!range.has_bytes || range.last < range.first) return std::nullopt;
  }
  if (!take(text, '/')) return std::nullopt;
  if (!take(text, '*')) {
    std::uint64_t total = 0;
    if (!take_number(text, total) || (range.has_bytes && total <= range.last)) return std::nullopt;
    range.total = total;
  }
  if (!text.empty()) return std::nullopt;
  return range;
}

std::optional<std::uint64_t> content_length(const HttpHeaders& headers) noexcept {
  if (headers.get("Transfer-Encoding")) return std::nullopt;
  std::string_view text = trimmed_value(headers, "Content-Length");
  std::uint64_t length = 0;
  if (!take_number(text, length) || !text.empty()) return std::nullopt;
  return length;
}

std::string strong_validator(const HttpHeaders& headers) {
  const std::string_view tag = trimmed_value(headers, "ETag");
  if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"') return std::string{tag};
  const std::string_view modified = trimmed_value(headers, "Last-Modified");
  const auto changed = parse_http_date(modified);
  const auto written = parse_http_date(trimmed_value(headers, "Date"));
  if (!changed || !written || *written - *changed < std::chrono::seconds{1}) return {};
  return std::string{modified};
}

}  // namespace detail
ALLO_NAMESPACE_END
