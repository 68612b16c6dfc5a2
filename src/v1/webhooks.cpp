#include "core/core.hpp"
#include "v1/checks.hpp"

#include <allo/errors.hpp>
#include <allo/webhooks.hpp>

#include <algorithm>
#include <utility>

ALLO_NAMESPACE_BEGIN

namespace {

constexpr auto list_webhooks = detail::get<std::vector<Webhook>>("/webhooks");
constexpr auto create_webhook = detail::post<Webhook>("/webhooks");
constexpr auto delete_webhook = detail::del<void>("/webhooks/{id}");

}  // namespace

WebhooksResource::WebhooksResource(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}

std::vector<Webhook> WebhooksResource::list(const RequestOptions& options) const {
  return core_->run(list_webhooks(), options);
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
  return core_->run(create_webhook().body(input), options);
}

void WebhooksResource::remove(std::string_view id, const RequestOptions& options) const {
  core_->run(delete_webhook(id), options);
}

ALLO_NAMESPACE_END
