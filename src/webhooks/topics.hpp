#ifndef ALLO_SRC_WEBHOOKS_TOPICS_HPP
#define ALLO_SRC_WEBHOOKS_TOPICS_HPP

#include "json/decoder.hpp"
#include "webhooks/payloads.hpp"

#include <allo/webhook_topic.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

/// What the receiver knows of each topic, in one table: dispatch, the allow-list, de-duplication and the registration
/// of handlers follow from it.
ALLO_NAMESPACE_BEGIN
namespace detail {

/// Which of the two numbers of a call or a message is the account's.
enum class OurSide : std::uint8_t {
  Nobodys,  ///< There are no two numbers.
  Called,
  Calling,
  Stated,  ///< The payload has a direction.
};

/// The numbers that an event names.
struct NamedNumbers {
  std::optional<std::string> allo_number{};
  std::optional<std::string> from{};
  std::optional<std::string> called{};
  CallDirection direction = CallDirection::Unknown;
};

/// One line of the table.
struct TopicInfo {
  WebhookTopic topic;
  /// Makes the payload an empty one of the topic's type; null for a topic that has none of its own.
  Slot (*open)(WebhookPayload&) = nullptr;
  /// The numbers of such a payload.
  NamedNumbers (*numbers)(const WebhookPayload&) = nullptr;
  OurSide side = OurSide::Nobodys;
  /// The fields that may have the called number, the first that is there counts.
  std::array<std::optional<std::string> EventNumbers::*, 3> called{};
  /// Without any number it is refused where a number must be allowed.
  bool always_has_numbers = false;
  /// It reports that something happened, once: the same report again is a repetition. The others say what is so now; a
  /// contact may well be called X, then Y, then X.
  bool is_event = false;
};

/// The line of a topic, Unknown included.
const TopicInfo& topic_info(WebhookTopic topic) noexcept;

/// The line of the topic that has payloads of a type, where it is the only one.
template <class Payload>
const TopicInfo& topic_of() noexcept;

/// The numbers of an event, out of a payload of its topic's own type or out of its numbers alone.
NamedNumbers named_numbers(const TopicInfo& info, const WebhookPayload& payload);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
