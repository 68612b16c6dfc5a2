#ifndef ALLO_SRC_WEBHOOKS_REPEAT_KEY_HPP
#define ALLO_SRC_WEBHOOKS_REPEAT_KEY_HPP

#include <allo/webhook_topic.hpp>

#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// What a delivery without an id is known by: "<topic>.<SHA-256 of `body` in hexadecimal digits>". No id of a delivery
/// has a dot in it, so that none is taken for another's key.
std::string repeat_key(WebhookTopic topic, std::string_view body);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
