#include "core/redaction.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

/// How often an escape may be escaped itself, as in a body that is quoted in a body: with one level of each, 2 of the 8
/// spellings in the tests would show the key. Bounded, so that a text of nothing but escapes takes no longer than
/// another.
constexpr std::size_t most_nested = 8;

bool begins_with(std::string_view text, std::string_view begin) noexcept {
  return text.substr(0, begin.size()) == begin;
}

/// Whether `digits` are the number of `c`.
bool is_number_of(std::string_view digits, int base, char c) noexcept {
  int number = 0;
  const char* const end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, number, base);
  return read.ec == std::errc{} && read.ptr == end && number == c;
}

// Each of these says how much of the beginning of a text stands for `c`; 0 for nothing.

/// "\/" or "\u002f".
std::size_t json_escape_size(std::string_view text, char c) noexcept {
  std::size_t slashes = 0;
  while (slashes < most_nested && begins_with(text.substr(slashes), "\\")) ++slashes;
  if (slashes == 0) return 0;
  text.remove_prefix(slashes);
  if (begins_with(text, {&c, 1})) return slashes + 1;
  return begins_with(text, "u") && is_number_of(text.substr(1, 4), 16, c) ? slashes + 5 : 0;
}

/// "%2F", or the "+" of a form for a space.
std::size_t url_escape_size(std::string_view text, char c) noexcept {
  if (c == ' ' && begins_with(text, "+")) return 1;
  if (!begins_with(text, "%")) return 0;
  for (std::size_t size = 1; size <= 1 + 2 * most_nested; size += 2) {
    const std::string_view digits = text.substr(std::min(size, text.size()), 2);
    if (is_number_of(digits, 16, c)) return size + 2;
    if (digits != "25") break;
  }
  return 0;
}

constexpr std::array<std::pair<char, std::string_view>, 5> html_names{
    {{'&', "amp"}, {'<', "lt"}, {'>', "gt"}, {'"', "quot"}, {'\'', "apos"}}};

/// "&#x2F;", "&#47;" or "&amp;".
std::size_t html_escape_size(std::string_view text, char c) noexcept {
  if (!begins_with(text, "&")) return 0;
  constexpr std::size_t longest = 10;
  const std::size_t end = text.substr(0, longest).find(';');
  if (end == std::string_view::npos) return 0;
  const std::string_view name = text.substr(1, end - 1);
  bool is_found = std::any_of(html_names.begin(), html_names.end(),
                              [&](const auto& each) { return each.first == c && each.second == name; });
  if (begins_with(name, "#x") || begins_with(name, "#X")) {
    is_found = is_number_of(name.substr(2), 16, c);
  } else if (begins_with(name, "#")) {
    is_found = is_number_of(name.substr(1), 10, c);
  }
  return is_found ? end + 1 : 0;
}

std::size_t size_of(std::string_view text, char c) noexcept {
  for (const auto escape_size : {&json_escape_size, &url_escape_size, &html_escape_size}) {
    if (const std::size_t size = escape_size(text, c); size > 0) return size;
  }
  return begins_with(text, {&c, 1}) ? 1 : 0;
}

std::size_t size_of_key(std::string_view text, std::string_view key) noexcept {
  if (begins_with(text, key)) return key.size();
  std::size_t size = 0;
  for (const char c : key) {
    const std::size_t more = size_of(text.substr(size), c);
    if (more == 0) return 0;
    size += more;
  }
  return size;
}

}  // namespace

std::string without_key(std::string_view text, std::string_view key, std::size_t bound) {
  constexpr std::size_t shortest = 6;  // Anything shorter is no key, and stands in ordinary words.
  const std::size_t end = std::min(bound, text.size());
  if (key.size() < shortest) return std::string{text.substr(0, end)};

  const char beginnings[] = {key.front(), '\\', '%', '&'};
  std::string clean;
  for (std::size_t at = 0; at < end;) {
    const std::size_t next = std::min(text.find_first_of({beginnings, sizeof beginnings}, at), end);
    clean += text.substr(at, next - at);
    at = next;
    if (at == end) break;
    if (const std::size_t size = size_of_key(text.substr(at), key); size > 0) {
      clean += "[api key]";
      at += size;
    } else {
      clean += text[at++];
    }
  }
  if (clean.size() > bound) clean.resize(bound);
  return clean;
}

}  // namespace detail
ALLO_NAMESPACE_END
