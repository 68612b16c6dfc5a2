#include "base/text.hpp"

#include <algorithm>
#include <array>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

constexpr char to_lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr bool is_alphanumeric(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Where a byte may stand. A table, because every header of every response is checked.
enum CharacterClass : unsigned char { in_token = 1, in_header_value = 2 };

constexpr std::array<unsigned char, 256> classify_characters() noexcept {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  std::array<unsigned char, 256> classes{};
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const char c = static_cast<char>(i);
    const bool is_control = (i < 0x20 && c != '\t') || i == 0x7F;
    const bool is_token = is_alphanumeric(c) || (c != '\0' && marks.find(c) != std::string_view::npos);
    classes[i] = static_cast<unsigned char>((is_token ? in_token : 0) | (is_control ? 0 : in_header_value));
  }
  return classes;
}

constexpr std::array<unsigned char, 256> character_classes = classify_characters();

template <CharacterClass Class>
bool is_in(char c) noexcept {
  return (character_classes[static_cast<unsigned char>(c)] & Class) != 0;
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  if (a == b) return true;  // As nearly always.
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (to_lower(a[i]) != to_lower(b[i])) return false;
  }
  return true;
}

std::size_t http_token_size(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_in<in_token>) - text.begin());
}

bool is_http_token(std::string_view text) noexcept { return !text.empty() && http_token_size(text) == text.size(); }

std::string_view trim_blanks(std::string_view text) noexcept {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

bool is_header_value(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), is_in<in_header_value>);
}

}  // namespace detail
ALLO_NAMESPACE_END
