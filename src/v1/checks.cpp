#include "v1/checks.hpp"

#include "base/utf8.hpp"

#include <allo/errors.hpp>

#include <algorithm>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

[[noreturn]] void refuse(std::string_view field, std::string_view problem) {
  throw InvalidArgumentException(std::string{field} + ' ' + std::string{problem});
}

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

}  // namespace

void check_number(std::string_view field, std::string_view number) {
  if (number.empty()) refuse(field, "is empty");
  const bool has_plus = number[0] == '+';
  number.remove_prefix(1);
  if (!has_plus || number.size() < 2 || number.size() > 15 || !std::all_of(number.begin(), number.end(), is_digit)) {
    refuse(field, "is not in E.164 form: + and 2 to 15 digits, such as +33612345678");
  }
}

void check_number_if_set(std::string_view field, const std::optional<std::string>& number) {
  if (number) check_number(field, *number);
}

void check_number(std::string_view field, const std::vector<std::string>& numbers) {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    check_number(std::string{field} + '[' + std::to_string(i) + ']', numbers[i]);
  }
}

void check_page(int page, int size) {
  if (page < 0) refuse("page", "must not be negative");
  if (size < 1 || size > 100) refuse("size", "must be from 1 to 100");
}

void check_message(std::string_view message) {
  constexpr std::size_t longest = 1000;
  const auto characters = count_utf8(message);
  if (!characters) refuse("message", "is not valid UTF-8");
  if (*characters == 0) refuse("message", "is empty");
  if (*characters > longest) {
    refuse("message", "has " + std::to_string(*characters) + " characters, more than the 1000 that are allowed");
  }
}

void check_sender_id(std::string_view sender_id) {
  const auto is_alphanumeric = [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  if (sender_id.size() < 3 || sender_id.size() > 11) refuse("sender_id", "must have 3 to 11 characters");
  if (!std::all_of(sender_id.begin(), sender_id.end(), [&](char c) { return c == ' ' || is_alphanumeric(c); })) {
    refuse("sender_id", "may hold letters, digits and spaces only");
  }
  if (std::none_of(sender_id.begin(), sender_id.end(), is_alphanumeric)) refuse("sender_id", "is blank");
}

}  // namespace detail
ALLO_NAMESPACE_END
