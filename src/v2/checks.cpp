#include "v2/checks.hpp"

#include "base/text.hpp"
#include "base/this_machine.hpp"
#include "base/utf8.hpp"
#include "core/url.hpp"

#include <allo/errors.hpp>

#include <algorithm>

ALLO_NAMESPACE_BEGIN
namespace v2 {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool has_prefix(std::string_view text, std::string_view prefix) noexcept {
  return detail::equal_ignoring_case(text.substr(0, prefix.size()), prefix);
}

/// The host and the port, of what follows the scheme.
std::string_view authority_of(std::string_view rest) noexcept { return rest.substr(0, rest.find_first_of("/?#")); }

int number_at(std::string_view text, std::size_t begin, std::size_t size) noexcept {
  int number = 0;
  for (const char c : text.substr(begin, size)) number = number * 10 + (c - '0');
  return number;
}

void check_date(const std::string& field, std::string_view date) {
  constexpr std::string_view pattern = "dddd-dd-dd";
  const auto fits = [](char c, char p) { return p == 'd' ? is_digit(c) : c == p; };
  if (date.size() != pattern.size() || !std::equal(date.begin(), date.end(), pattern.begin(), fits)) {
    refuse(field, "is not a date of the form 2026-04-28");
  }
  constexpr int days_of_months[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int year = number_at(date, 0, 4);
  const int month = number_at(date, 5, 2);
  const int day = number_at(date, 8, 2);
  const bool is_leap_year = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  const bool exists =
      month >= 1 && month <= 12 && day >= 1 && day <= days_of_months[month - 1] + (month == 2 && is_leap_year ? 1 : 0);
  if (!exists) refuse(field, "is not a day of the calendar");
}

}  // namespace

void refuse(std::string_view field, std::string_view problem) {
  throw InvalidArgumentException(std::string{field} + ' ' + std::string{problem});
}

void check_required(std::string_view field, std::string_view text) {
  if (text.empty()) refuse(field, "is empty");
}

void check_length(std::string_view field, std::string_view text, std::size_t longest) {
  const auto characters = detail::count_utf8(text);
  if (!characters) refuse(field, "is not valid UTF-8");
  if (*characters > longest) {
    refuse(field, "has " + std::to_string(*characters) + " characters, more than the " + std::to_string(longest) +
                      " that are allowed");
  }
}

void check_each(std::string_view field, const std::vector<std::string>& texts) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].empty()) refuse(std::string{field} + '[' + std::to_string(i) + ']', "is empty");
  }
}

void check_not_empty(std::string_view field, std::size_t size) {
  if (size == 0) refuse(field, "is empty: at least one is needed");
}

void check_page(int page, int size) {
  if (page < 1) refuse("page", "must be 1 or more");
  if (size < 1 || size > 100) refuse("size", "must be from 1 to 100");
}

void check_dates(std::string_view field, const DateRange& dates) {
  const std::string name{field};
  check_date(name + ".from", dates.from);
  check_date(name + ".to", dates.to);
  if (dates.from > dates.to) refuse(name + ".from", "is after " + name + ".to");
}

void check_delivery_url(std::string_view field, std::string_view url) {
  if (!detail::is_absolute_http_url(url)) refuse(field, "is not an absolute https URL");
  constexpr std::string_view plain = "http://";
  if (has_prefix(url, plain) && !detail::is_this_machine(authority_of(url.substr(plain.size())))) {
    refuse(field, "must begin with https:// (http is let through for this machine alone)");
  }
}

void check_owner(const QueueOwner& owner) {
  // Empty, it would be read as nobody in particular, and the caller's own queue would be changed instead.
  if (owner.user_id) check_required("user_id", *owner.user_id);
  if (owner.email) check_required("email", *owner.email);
}

}  // namespace v2
ALLO_NAMESPACE_END
