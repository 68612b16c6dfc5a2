#ifndef ALLO_SRC_TESTING_COMMANDS_HPP
#define ALLO_SRC_TESTING_COMMANDS_HPP

#include "testing/json.hpp"
#include "testing/service.hpp"

#include <cstdint>
#include <string>

/// What the control endpoints and scenario files can do to a service. Each reads its input strictly and gives what it
/// made. They throw InputError or InvalidArgumentException, naming the field.
ALLO_NAMESPACE_BEGIN
namespace testing::detail {

Json add_call(Service& service, const Json& input);
Json add_past_call(Service& service, const Json& input);
Json add_sms(Service& service, const Json& input);
Json add_event(Service& service, const Json& input);
Json arm_fault(Service& service, const Json& input);
Json change_quirks(Service& service, const Json& input);
Json add_key(Service& service, const Json& input);
Json add_number(Service& service, const Json& input);
Json add_sender_id(Service& service, const Json& input);
Json add_contact(Service& service, const Json& input);
/// As POST /webhooks does.
Json add_webhook(Service& service, const Json& input);
Json advance_clock(Service& service, const Json& input);

/// A number in a path, such as the id of a fault.
std::uint64_t read_id(const std::string& text);

/// Makes a key known. @throws InvalidArgumentException for an empty key or an unknown scope
void add_key(Service& service, std::string key, std::vector<std::string> scopes);
/// @throws InvalidArgumentException for a number that is taken
void add_number(Service& service, PhoneNumber number);
/// @throws InvalidArgumentException for an id that is taken
Contact add_contact(Service& service, Contact contact);
/// @throws InvalidArgumentException for an id that is taken, and when neither end is a number of the account
Call add_past_call(Service& service, Call call);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
