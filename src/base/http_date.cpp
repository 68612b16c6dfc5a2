#include "base/http_date.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace detail {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// True when `text` has the form of `pattern`, in which `a` stands for a letter, `0` for a digit and `_` for a digit or
/// a space.
bool has_form(std::string_view text, std::string_view pattern) {
  if (text.size() != pattern.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    switch (pattern[i]) {
      case 'a':
        if (!is_letter(c)) return false;
        break;
      case '0':
        if (!is_digit(c)) return false;
        break;
      case '_':
        if (!is_digit(c) && c != ' ') return false;
        break;
      default:
        if (c != pattern[i]) return false;
    }
  }
  return true;
}

/// curl_getdate takes many more forms than HTTP knows, time zones and guesses among them.
bool is_http_date(std::string_view text) {
  if (has_form(text, "aaa, 00 aaa 0000 00:00:00 GMT") || has_form(text, "aaa aaa _0 00:00:00 0000")) return true;
  const std::size_t weekday = text.find(',');
  return weekday != std::string_view::npos && weekday >= 6 && weekday <= 9 &&
         has_form(text.substr(0, weekday), std::string_view("aaaaaaaaa").substr(0, weekday)) &&
         has_form(text.substr(weekday), ", 00-aaa-00 00:00:00 GMT");
}

}  // namespace

std::optional<std::chrono::system_clock::time_point> parse_http_date(std::string_view text) {
  if (!is_http_date(text)) return std::nullopt;
  const time_t seconds = curl_getdate(std::string(text).c_str(), nullptr);
  if (seconds == -1) return std::nullopt;
  constexpr std::chrono::seconds farthest{9'000'000'000};  // From 1970: the clock of the system holds 292 years.
  return std::chrono::system_clock::time_point{std::clamp(std::chrono::seconds{seconds}, -farthest, farthest)};
}

}  // namespace detail
ALLO_NAMESPACE_END
