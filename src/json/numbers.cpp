#include "json/numbers.hpp"

#include <system_error>

#include <algorithm>
#include <charconv>
#include <cstddef>

#ifndef __cpp_lib_to_chars
#include <cmath>
#include <locale>
#include <sstream>
#include <string>
#endif

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

constexpr std::string_view digits = "0123456789";

/// True for a number below 1, where one that no double can hold is too small and not too large.
bool is_below_one(std::string_view number) noexcept {
  if (!number.empty() && number.front() == '-') number.remove_prefix(1);
  const std::size_t whole_digits = std::min(number.find_first_not_of(digits), number.size());
  long long magnitude = static_cast<long long>(whole_digits);
  if (number.substr(0, whole_digits) == "0") {
    magnitude = 0;
    const std::string_view fraction = number.substr(std::min(whole_digits + 1, number.size()));
    magnitude -= static_cast<long long>(std::min(fraction.find_first_not_of('0'), fraction.size()));
  }
  const std::size_t mark = number.find_first_of("eE");
  if (mark != std::string_view::npos) {
    std::string_view text = number.substr(mark + 1);
    const bool negative = !text.empty() && text.front() == '-';
    if (!text.empty() && (negative || text.front() == '+')) text.remove_prefix(1);
    long long exponent = 0;
    const bool huge = std::from_chars(text.data(), text.data() + text.size(), exponent).ec != std::errc{};
    if (huge || exponent > 1'000'000'000'000) exponent = 1'000'000'000'000;
    magnitude += negative ? -exponent : exponent;
  }
  return magnitude <= 0;
}

}  // namespace

std::optional<double> read_real(std::string_view number) {
#ifdef __cpp_lib_to_chars
  double value = 0;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), value);
  if (read.ec == std::errc{}) return value;
#else
  std::istringstream in{std::string{number}};
  in.imbue(std::locale::classic());
  double value = 0;
  if (in >> value && std::isfinite(value)) return value;
#endif
  if (is_below_one(number)) return 0.0;
  return std::nullopt;
}

std::string_view number_before(const char* begin, const char* end) noexcept {
  const auto is_part = [](char c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
  };
  if (end != begin && !is_part(end[-1])) --end;
  const char* first = end;
  while (first != begin && is_part(first[-1])) --first;
  return {first, static_cast<std::size_t>(end - first)};
}

}  // namespace detail
ALLO_NAMESPACE_END
