#ifndef ALLO_SRC_TESTING_PAYLOADS_HPP
#define ALLO_SRC_TESTING_PAYLOADS_HPP

#include "testing/account.hpp"
#include "testing/json.hpp"
#include "testing/state.hpp"

#include <allo/testing/quirks.hpp>

#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// The payload that reports a change.
Json payload_of(const Change& change, const State& state, const Quirks& quirks);

/// The topics of a change that a webhook has subscribed to, in the words of the envelope that it gets.
std::vector<std::string> topics_for(const Change& change, const Webhook& webhook, EnvelopeForm form);

/// True for a topic in the style of version 2, such as "call.completed".
bool is_v2_topic(std::string_view topic);

/// The body of a delivery.
std::string envelope(const std::string& topic, const Json& payload, Timestamp now);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
