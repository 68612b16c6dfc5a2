#include "base/error_data.hpp"

#include <allo/webhook_deduplication.hpp>
#include <allo/webhook_errors.hpp>

ALLO_NAMESPACE_BEGIN

InvalidWebhookPayloadException::InvalidWebhookPayloadException(const std::string& path, const std::string& message)
    : AlloException(message), data_(detail::make_error_data({}, path)) {}

const std::string& InvalidWebhookPayloadException::path() const noexcept { return detail::error_data(data_).path; }

WebhookTooLargeException::WebhookTooLargeException(std::size_t size, std::size_t limit)
    : InvalidWebhookPayloadException({}, "the webhook delivery has " + std::to_string(size) + " bytes, more than the " +
                                             std::to_string(limit) + " that are accepted") {}

// The classes' key functions: one home for their type information.
InvalidWebhookPayloadException::~InvalidWebhookPayloadException() = default;
WebhookTooLargeException::~WebhookTooLargeException() = default;
WebhookSignatureException::~WebhookSignatureException() = default;
WebhookNumberNotAllowedException::~WebhookNumberNotAllowedException() = default;
WebhookInProgressException::~WebhookInProgressException() = default;
WebhookUnavailableException::~WebhookUnavailableException() = default;
WebhookDeduplicationStore::~WebhookDeduplicationStore() = default;

ALLO_NAMESPACE_END
