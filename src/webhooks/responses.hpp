#ifndef ALLO_SRC_WEBHOOKS_RESPONSES_HPP
#define ALLO_SRC_WEBHOOKS_RESPONSES_HPP

#include <allo/webhook_receiver.hpp>

#include <exception>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// The status that answers for a refusal; 500 for every other exception.
int status_of(const std::exception& error) noexcept;

/// The same for what a handler or a store threw: whatever its type, that is no refusal of the receiver's; only
/// WebhookUnavailableException is taken at its word.
int status_of_work(const std::exception& error) noexcept;

/// The response of a status, with a body that does not depend on the delivery.
WebhookResponse make_response(int status) noexcept;

}  // namespace detail
ALLO_NAMESPACE_END

#endif
