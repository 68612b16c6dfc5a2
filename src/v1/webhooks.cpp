#include "core/core.hpp"
#include "v1/checks.hpp"

#include <allo/errors.hpp>
#include <allo/webhooks.hpp>

#include <algorithm>
#include <utility>

ALLO_NAMESPACE_BEGIN

using detail::Target;

WebhooksResource::WebhooksResource(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}

std::vector<Webhook> WebhooksResource::list(const RequestOptions& options) const {
  return core_->fetch<std::vector<Webhook>>({HttpMethod::Get, Target{"/webhooks"}}, options);
}

Webhook WebhooksResource::create(const CreateWebhookInput& input, const RequestOptions& options) const {
  detail::check_number("allo_number", input.allo_number);
  if (!detail::is_absolute_http_url(input.url)) {
    throw InvalidArgumentException("url is not an absolute https or http URL");
  }
  if (input.topics.empty()) throw InvalidArgumentException("topics is empty");
  if (std::find(input.topics.begin(), input.topics.end(), WebhookTopic::Unknown) != input.topics.end()) {
    throw InvalidArgumentException("topics holds WebhookTopic::Unknown");
  }
  return core_->fetch<Webhook>({HttpMethod::Post, Target{"/webhooks"}, detail::encode_request(input)}, options);
}

void WebhooksResource::remove(std::string_view id, const RequestOptions& options) const {
  core_->execute({HttpMethod::Delete, Target{"/webhooks/{id}", id}}, options);
}

ALLO_NAMESPACE_END
