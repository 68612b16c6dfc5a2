#include "webhooks/number_filter.hpp"

#include <allo/e164.hpp>
#include <allo/errors.hpp>
#include <allo/webhook_errors.hpp>

#include <initializer_list>
#include <optional>
#include <utility>
#include <variant>

ALLO_NAMESPACE_BEGIN
namespace detail {

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
std::vector<std::string> account_numbers(CallDirection direction, std::string from, std::string to) {
  switch (direction) {
    case CallDirection::Inbound:
      return {std::move(to)};
    case CallDirection::Outbound:
      return {std::move(from)};
    default:
      return {std::move(from), std::move(to)};
  }
}

std::optional<std::string> first_of(const WebhookEvent& event, std::initializer_list<std::string_view> fields) {
  for (const std::string_view field : fields) {
    if (auto value = event.get(field)) return value;
  }
  return std::nullopt;
}

CallDirection direction_of(const WebhookEvent& event) {
  switch (event.topic.value()) {
    case WebhookTopic::CallReceivedV2:
    case WebhookTopic::SmsReceivedV2:
      return CallDirection::Inbound;
    case WebhookTopic::CallTriggered:
    case WebhookTopic::SmsSent:
    case WebhookTopic::SmsSentV2:
      return CallDirection::Outbound;
    default: {
      CallDirection direction{};
      from_string(first_of(event, {"direction", "type"}).value_or(""), direction);
      return direction;
    }
  }
}

/// Whether an event without a typed payload reports a call or a message, which are what has an account's side.
bool is_between_numbers(WebhookTopic topic) {
  switch (topic) {
    case WebhookTopic::Unknown:
    case WebhookTopic::Ping:
    case WebhookTopic::ContactCreatedV2:
    case WebhookTopic::ContactUpdatedV2:
      return false;
    default:
      return true;
  }
}

/// The numbers of which one must be allowed; none when the event concerns no number or does not say which.
struct ConcernedNumbers {
  const WebhookEvent& event;

  std::vector<std::string> operator()(const CallReceivedPayload& call) const {
    if (call.allo_number) return {*call.allo_number};
    return account_numbers(call.type, call.from_number, call.original_to_number ? *call.original_to_number : call.to);
  }
  std::vector<std::string> operator()(const SmsReceivedPayload& sms) const {
    if (sms.allo_number) return {*sms.allo_number};
    return account_numbers(sms.direction, sms.from_number, sms.to_number);
  }
  std::vector<std::string> operator()(const ContactEventPayload&) const { return {}; }
  std::vector<std::string> operator()(std::monostate) const {
    if (const auto named = first_of(event, {"allo_number", "alloNumber"})) return {*named};
    if (!is_between_numbers(event.topic)) return {};
    const auto from = first_of(event, {"from_number", "fromNumber"});
    const auto to = first_of(event, {"original_to_number", "originalToNumber", "to", "to_number", "toNumber"});
    if (!from && !to) return {};
    return account_numbers(direction_of(event), from.value_or(""), to.value_or(""));
  }
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
  const std::vector<std::string> numbers = std::visit(ConcernedNumbers{event}, payload);
  if (numbers.empty()) return;
  for (const std::string& number : numbers) {
    if (allows(number)) return;
  }
  throw WebhookNumberNotAllowedException("the delivery concerns a number that is not allowed");
}

}  // namespace detail
ALLO_NAMESPACE_END
