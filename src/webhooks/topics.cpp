#include "webhooks/topics.hpp"

#include "json/type_info.hpp"

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {

namespace {

template <class Payload>
Slot open_as(WebhookPayload& payload) {
  return {&info_of<Payload>(), &payload.emplace<Payload>()};
}

NamedNumbers numbers_in(const CallReceivedPayload& call) {
  return {call.allo_number, call.from_number, call.original_to_number ? *call.original_to_number : call.to, call.type};
}
NamedNumbers numbers_in(const SmsReceivedPayload& sms) {
  return {sms.allo_number, sms.from_number, sms.to_number, sms.direction};
}
NamedNumbers numbers_in(const ContactEventPayload&) { return {}; }
NamedNumbers numbers_in(const v2::CallReceivedPayload& call) {
  return {call.allo_number, call.from_number, call.to_number};
}
NamedNumbers numbers_in(const v2::CallTriggeredPayload& call) {
  return {call.allo_number, call.from_number, call.to_number};
}
NamedNumbers numbers_in(const v2::CallAnsweredPayload& call) {
  return {call.allo_number, call.from_number, call.to_number, call.direction};
}
NamedNumbers numbers_in(const v2::CallCompletedPayload& call) {
  return {call.allo_number, call.from_number, call.original_to_number ? *call.original_to_number : call.to_number,
          call.direction};
}

template <class Payload>
NamedNumbers numbers_of(const WebhookPayload& payload) {
  return numbers_in(std::get<Payload>(payload));
}

template <class Payload>
constexpr TopicInfo typed(WebhookTopic topic) {
  TopicInfo info{topic};
  info.open = open_as<Payload>;
  info.numbers = numbers_of<Payload>;
  return info;
}

constexpr TopicInfo untyped(WebhookTopic topic) { return TopicInfo{topic}; }

constexpr TopicInfo call(TopicInfo info, OurSide side) {
  info.side = side;
  info.called = {&EventNumbers::original_to_number, &EventNumbers::to, &EventNumbers::to_number};
  return info;
}

constexpr TopicInfo message(TopicInfo info, OurSide side) {
  info.side = side;
  info.called = {&EventNumbers::to_number, &EventNumbers::to, nullptr};
  return info;
}

constexpr TopicInfo with_numbers(TopicInfo info) {
  info.always_has_numbers = true;
  return info;
}

constexpr TopicInfo event(TopicInfo info) {
  info.is_event = true;
  return info;
}

using T = WebhookTopic;
using S = OurSide;

// In the order of the enumeration.
// clang-format off
constexpr TopicInfo topics[] = {
    untyped(T::Unknown),
    event(with_numbers(call(typed<CallReceivedPayload>(T::CallReceived), S::Stated))),
    event(with_numbers(message(typed<SmsReceivedPayload>(T::SmsReceived), S::Stated))),
    typed<ContactEventPayload>(T::ContactCreated),
    typed<ContactEventPayload>(T::ContactUpdated),
    event(message(untyped(T::SmsSent), S::Calling)),
    untyped(T::Ping),
    event(call(typed<v2::CallReceivedPayload>(T::CallReceivedV2), S::Called)),
    event(call(typed<v2::CallTriggeredPayload>(T::CallTriggered), S::Calling)),
    event(call(typed<v2::CallAnsweredPayload>(T::CallAnswered), S::Stated)),
    event(call(typed<v2::CallCompletedPayload>(T::CallCompleted), S::Stated)),
    call(untyped(T::TagAdded), S::Stated),
    call(untyped(T::TagRemoved), S::Stated),
    event(message(untyped(T::SmsReceivedV2), S::Called)),
    event(message(untyped(T::SmsSentV2), S::Calling)),
    untyped(T::ContactCreatedV2),
    untyped(T::ContactUpdatedV2),
    call(untyped(T::SummaryUpdated), S::Stated),
};
// clang-format on

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < std::size(topics); ++i) {
    if (static_cast<std::size_t>(topics[i].topic) != i) return false;
  }
  return true;
}
static_assert(is_in_order());

NamedNumbers numbers_in(const TopicInfo& info, const EventNumbers& numbers) {
  NamedNumbers named{numbers.allo_number, numbers.from_number};
  for (const auto field : info.called) {
    if (field != nullptr && !named.called) named.called = numbers.*field;
  }
  for (const std::optional<std::string>* word : {&numbers.type, &numbers.direction}) {
    CallDirection direction{};
    if (*word && from_string(**word, direction)) named.direction = direction;
  }
  return named;
}

}  // namespace

const TopicInfo& topic_info(WebhookTopic topic) noexcept { return topics[static_cast<std::size_t>(topic)]; }

template <class Payload>
const TopicInfo& topic_of() noexcept {
  const TopicInfo* found = topics;
  while (found->open != &open_as<Payload>) ++found;
  return *found;
}
template const TopicInfo& topic_of<CallReceivedPayload>() noexcept;
template const TopicInfo& topic_of<SmsReceivedPayload>() noexcept;
template const TopicInfo& topic_of<v2::CallReceivedPayload>() noexcept;
template const TopicInfo& topic_of<v2::CallTriggeredPayload>() noexcept;
template const TopicInfo& topic_of<v2::CallAnsweredPayload>() noexcept;
template const TopicInfo& topic_of<v2::CallCompletedPayload>() noexcept;

NamedNumbers named_numbers(const TopicInfo& info, const WebhookPayload& payload) {
  if (const auto* numbers = std::get_if<EventNumbers>(&payload)) return numbers_in(info, *numbers);
  return info.numbers != nullptr && !std::holds_alternative<std::monostate>(payload) ? info.numbers(payload)
                                                                                     : NamedNumbers{};
}

}  // namespace detail
ALLO_NAMESPACE_END
