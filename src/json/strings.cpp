#include "json/strings.hpp"

#include <cstddef>
#include <cstdint>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

constexpr std::size_t escape_size = 6;  // Of "\u0041".
constexpr std::uint32_t no_unit = 0x10000;
constexpr std::uint32_t replacement = 0xFFFD;

/// The UTF-16 code unit of the escape at `at`, "\u" and four digits; no_unit where there is none.
std::uint32_t unit_at(std::string_view text, std::size_t at) noexcept {
  if (text.size() < escape_size || at > text.size() - escape_size || text[at] != '\\' || text[at + 1] != 'u') {
    return no_unit;
  }
  std::uint32_t unit = 0;
  for (const char c : text.substr(at + 2, 4)) {
    const bool digit = c >= '0' && c <= '9';
    const bool lower = c >= 'a' && c <= 'f';
    const bool upper = c >= 'A' && c <= 'F';
    if (!digit && !lower && !upper) return no_unit;
    unit = unit * 16 + static_cast<std::uint32_t>(digit ? c - '0' : lower ? c - 'a' + 10 : c - 'A' + 10);
  }
  return unit;
}

bool is_first(std::uint32_t unit) noexcept { return unit >= 0xD800 && unit < 0xDC00; }
bool is_second(std::uint32_t unit) noexcept { return unit >= 0xDC00 && unit < 0xE000; }

void append_utf8(std::string& text, std::uint32_t point) {
  const auto tail = [&](unsigned shift) { text += static_cast<char>(0x80U | ((point >> shift) & 0x3FU)); };
  if (point < 0x80) {
    text += static_cast<char>(point);
  } else if (point < 0x800) {
    text += static_cast<char>(0xC0U | (point >> 6U));
    tail(0);
  } else if (point < 0x10000) {
    text += static_cast<char>(0xE0U | (point >> 12U));
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xF0U | (point >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

/// The character of an escape of two, such as "\n"; NUL where there is none.
char simple_escape(char c) noexcept {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return '\0';
  }
}

}  // namespace

bool may_hold_surrogates(std::string_view json) noexcept {
  for (std::size_t at = json.find("\\u"); at != std::string_view::npos; at = json.find("\\u", at + 2)) {
    if (at + 2 < json.size() && (json[at + 2] == 'd' || json[at + 2] == 'D')) return true;
  }
  return false;
}

std::optional<std::string> with_whole_surrogates(std::string_view json) {
  if (!may_hold_surrogates(json)) return std::nullopt;
  std::optional<std::string> whole;
  std::size_t at = json.find('\\');
  while (at != std::string_view::npos) {
    const std::uint32_t unit = unit_at(json, at);
    if (is_first(unit) && is_second(unit_at(json, at + escape_size))) {
      at += 2 * escape_size;
    } else if (is_first(unit) || is_second(unit)) {
      if (!whole) whole.emplace(json);
      whole->replace(at, escape_size, "\\ufffd");
      at += escape_size;
    } else {
      at += 2;
    }
    at = json.find('\\', at);
  }
  return whole;
}

bool unescape(std::string_view raw, std::string& text) {
  text.clear();
  for (;;) {
    const std::size_t at = raw.find('\\');
    text += raw.substr(0, at);
    if (at == std::string_view::npos) return true;
    raw.remove_prefix(at);
    if (raw.size() < 2) return false;
    if (const char c = simple_escape(raw[1]); c != '\0') {
      text += c;
      raw.remove_prefix(2);
      continue;
    }
    const std::uint32_t unit = unit_at(raw, 0);
    if (unit == no_unit) return false;
    const std::uint32_t next = is_first(unit) ? unit_at(raw, escape_size) : no_unit;
    raw.remove_prefix(escape_size);
    if (is_second(next)) {
      append_utf8(text, 0x10000 + ((unit - 0xD800) << 10U) + (next - 0xDC00));
      raw.remove_prefix(escape_size);
    } else {
      append_utf8(text, is_first(unit) || is_second(unit) ? replacement : unit);
    }
  }
}

}  // namespace detail
ALLO_NAMESPACE_END
