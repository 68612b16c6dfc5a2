#include "webhooks/number_filter.hpp"

#include <allo/e164.hpp>
#include <allo/errors.hpp>
#include <allo/webhook_errors.hpp>

#include <optional>
#include <variant>

namespace allo::detail {

namespace {

/// A number in the form in which it is compared. No value for what is none, such as "anonymous".
std::optional<std::string> comparable(std::string_view number) {
  if (const auto normal = E164::normalize(number)) return normal->str();
  // The service's own examples have a 0 after the +, which is not E.164.
  const bool digits = number.size() >= 3 && number.size() <= 16 && number[0] == '+' &&
                      number.find_first_not_of("0123456789", 1) == std::string_view::npos;
  return digits ? std::optional<std::string>{number} : std::nullopt;
}

/// The account's side of what went between two numbers; both where the direction does not tell.
std::vector<std::string_view> account_numbers(CallDirection direction, std::string_view from, std::string_view to) {
  switch (direction) {
    case CallDirection::Inbound:
      return {to};
    case CallDirection::Outbound:
      return {from};
    default:
      return {from, to};
  }
}

/// The numbers of which one must be allowed; none when the event concerns no number.
struct ConcernedNumbers {
  std::vector<std::string_view> operator()(const CallReceivedPayload& call) const {
    if (call.allo_number) return {*call.allo_number};
    return account_numbers(call.type, call.from_number, call.original_to_number ? *call.original_to_number : call.to);
  }
  std::vector<std::string_view> operator()(const SmsReceivedPayload& sms) const {
    if (sms.allo_number) return {*sms.allo_number};
    return account_numbers(sms.direction, sms.from_number, sms.to_number);
  }
  std::vector<std::string_view> operator()(const ContactEventPayload&) const { return {}; }
  std::vector<std::string_view> operator()(std::monostate) const { return {}; }
};

}  // namespace

NumberFilter::NumberFilter(const std::vector<std::string>& numbers) {
  if (numbers.empty()) {
    throw InvalidArgumentException("the list of allowed numbers is empty; leave it out to accept every number");
  }
  for (const std::string& number : numbers) {
    const auto normal = comparable(number);
    if (!normal) throw InvalidArgumentException("an allowed number is not in E.164 form, such as +33612345678");
    allowed_.insert(*normal);
  }
}

bool NumberFilter::allows(std::string_view number) const {
  const auto normal = comparable(number);
  return normal && allowed_.count(*normal) > 0;
}

void NumberFilter::check(const WebhookEvent& event, const WebhookPayload& payload) const {
  if (!is_set()) return;
  std::vector<std::string_view> numbers = std::visit(ConcernedNumbers{}, payload);
  std::optional<std::string> named;
  if (std::holds_alternative<std::monostate>(payload)) {
    named = event.get("allo_number");
    if (!named) named = event.get("alloNumber");
    if (named) numbers = {*named};
  }
  if (numbers.empty()) return;
  for (const std::string_view number : numbers) {
    if (allows(number)) return;
  }
  throw WebhookNumberNotAllowedException("the delivery concerns a number that is not allowed");
}

}  // namespace allo::detail
