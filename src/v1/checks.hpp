#ifndef ALLO_SRC_V1_CHECKS_HPP
#define ALLO_SRC_V1_CHECKS_HPP

#include <allo/version.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What inputs must be before they are sent. Each throws InvalidArgumentException, naming the field and not quoting it:
/// it may be somebody's telephone number.
ALLO_NAMESPACE_BEGIN
namespace detail {

/// + and 2 to 15 digits. Not as strict as E164: the service's own examples have a 0 after the +, and which numbers
/// exist is for the service to say.
void check_number(std::string_view field, std::string_view number);
void check_number_if_set(std::string_view field, const std::optional<std::string>& number);
void check_number(std::string_view field, const std::vector<std::string>& numbers);

void check_page(int page, int size);

/// 1 to 1000 characters of UTF-8.
void check_message(std::string_view message);

/// 3 to 11 letters, digits and spaces, of which one is no space.
void check_sender_id(std::string_view sender_id);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
