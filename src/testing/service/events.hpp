#ifndef ALLO_SRC_TESTING_SERVICE_EVENTS_HPP
#define ALLO_SRC_TESTING_SERVICE_EVENTS_HPP

#include "testing/service/context.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What webhooks are told of a happening.
ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// The payload of version 1 that reports a happening; null where there is none.
Json payload_of(const Happening& happening, const State& state, const Quirks& quirks);

/// The payload of version 2.
Json payload_of_v2(const Happening& happening, const State& state, const Quirks& quirks);

/// The topics of a happening that a webhook has subscribed to, in the words of the envelope that it gets.
std::vector<std::string> topics_for(const Happening& happening, const Webhook& webhook, EnvelopeForm form);

/// True for a topic in the style of version 2, such as "call.completed".
bool is_v2_topic(std::string_view topic);

/// The body of a delivery.
std::string envelope(const std::string& topic, const Json& payload, Timestamp now);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
