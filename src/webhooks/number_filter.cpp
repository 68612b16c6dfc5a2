#include "webhooks/number_filter.hpp"

#include "webhooks/topics.hpp"

#include <allo/e164.hpp>
#include <allo/errors.hpp>
#include <allo/webhook_errors.hpp>

#include <optional>
#include <utility>

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

CallDirection direction_of(const TopicInfo& info, const NamedNumbers& numbers) {
  switch (info.side) {
    case OurSide::Called:
      return CallDirection::Inbound;
    case OurSide::Calling:
      return CallDirection::Outbound;
    default:
      return numbers.direction;
  }
}

/// The numbers of which one must be allowed; none when the event concerns no number or does not say which.
std::vector<std::string> concerned_numbers(const TopicInfo& info, NamedNumbers numbers) {
  if (numbers.allo_number) return {*std::move(numbers.allo_number)};
  if (info.side == OurSide::Nobodys) return {};
  if (!info.always_has_numbers && !numbers.from && !numbers.called) return {};
  return account_numbers(direction_of(info, numbers), std::move(numbers.from).value_or(""),
                         std::move(numbers.called).value_or(""));
}

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
  const TopicInfo& info = topic_info(event.topic);
  const std::vector<std::string> numbers = concerned_numbers(info, named_numbers(info, payload));
  if (numbers.empty()) return;
  for (const std::string& number : numbers) {
    if (allows(number)) return;
  }
  throw WebhookNumberNotAllowedException("the delivery concerns a number that is not allowed");
}

}  // namespace detail
ALLO_NAMESPACE_END
