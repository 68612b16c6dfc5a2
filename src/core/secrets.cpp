#include "core/secrets.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

constexpr std::string_view hidden = "[secret]";
constexpr std::string_view names[] = {"signing_secret", "signingSecret", "api_key", "apiKey"};
constexpr std::string_view secret_begin = "whsec_";
constexpr std::string_view blanks = " \t\r\n";

bool is_of_secret(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         std::string_view{"+/=_-"}.find(c) != std::string_view::npos;
}

/// Passes what is of `set`, and says how much that was.
std::size_t pass(std::string_view text, std::size_t& at, std::string_view set) noexcept {
  const std::size_t begin = at;
  at = std::min(text.find_first_not_of(set, at), text.size());
  return at - begin;
}

bool pass_one(std::string_view text, std::size_t& at, char c) noexcept {
  if (at >= text.size() || text[at] != c) return false;
  ++at;
  return true;
}

/// Where the text of a string ends whose quotes have so many backslashes before them.
std::size_t end_of_string(std::string_view text, std::size_t begin, std::size_t escapes) noexcept {
  for (std::size_t quote = begin; (quote = text.find('"', quote)) != std::string_view::npos; ++quote) {
    std::size_t slashes = 0;
    while (quote - slashes > begin && text[quote - slashes - 1] == '\\') ++slashes;
    if (slashes <= escapes) return quote - slashes;
  }
  return text.size();
}

void hide(std::string& text, std::size_t begin, std::size_t end) { text.replace(begin, end - begin, hidden); }

void hide_members(std::string& text, std::string_view name) {
  for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos;) {
    at += name.size();
    std::size_t value = at;
    pass(text, value, "\\");
    if (!pass_one(text, value, '"')) continue;
    pass(text, value, blanks);
    if (!pass_one(text, value, ':')) continue;
    pass(text, value, blanks);
    const std::size_t escapes = pass(text, value, "\\");
    if (!pass_one(text, value, '"')) continue;
    hide(text, value, end_of_string(text, value, escapes));
    at = value + hidden.size();
  }
}

void hide_signing_secrets(std::string& text) {
  for (std::size_t at = 0; (at = text.find(secret_begin, at)) != std::string::npos; at += hidden.size()) {
    const auto begin = text.begin() + static_cast<std::ptrdiff_t>(at);
    const auto end = std::find_if_not(begin, text.end(), is_of_secret);
    hide(text, at, static_cast<std::size_t>(end - text.begin()));
  }
}

}  // namespace

void hide_secrets(std::string& text) {
  for (const std::string_view name : names) hide_members(text, name);
  hide_signing_secrets(text);
}

}  // namespace detail
ALLO_NAMESPACE_END
