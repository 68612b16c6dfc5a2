#include "testing/service/target.hpp"

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i] == '+' && plus_is_space ? ' ' : text[i];
    }
  }
  return out;
}

/// Calls `part` for each piece between separators.
template <class F>
bool split(std::string_view text, char separator, F part) {
  while (true) {
    const std::size_t end = text.find(separator);
    if (!part(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

std::optional<RequestTarget> parse_target(std::string_view target) {
  RequestTarget result;
  const std::size_t mark = target.find('?');
  const std::string_view path = target.substr(0, mark);
  if (path.empty() || path[0] != '/') return std::nullopt;
  result.path = path;
  const bool path_ok = split(path.substr(1), '/', [&](std::string_view part) {
    auto segment = decode(part, false);
    if (segment) result.segments.push_back(std::move(*segment));
    return segment.has_value();
  });
  if (!path_ok) return std::nullopt;
  if (mark == std::string_view::npos || mark + 1 == target.size()) return result;
  const bool query_ok = split(target.substr(mark + 1), '&', [&](std::string_view part) {
    const std::size_t equals = part.find('=');
    auto name = decode(part.substr(0, equals), true);
    auto value = decode(equals == std::string_view::npos ? std::string_view{} : part.substr(equals + 1), true);
    if (!name || !value) return false;
    result.query.emplace_back(std::move(*name), std::move(*value));
    return true;
  });
  if (!query_ok) return std::nullopt;
  return result;
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
