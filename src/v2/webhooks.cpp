#include "core/core.hpp"
#include "json/model.hpp"
#include "v2/checks.hpp"
#include "v2/tables.hpp"

#include <allo/v2/webhooks.hpp>

ALLO_NAMESPACE_BEGIN

// One line per field.
// clang-format off
namespace detail {

template <>
struct Table<v2::Webhook> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::Webhook::id>("id"),
      field<&v2::Webhook::url>("url"),
      field<&v2::Webhook::topics>("topics"),
      field<&v2::Webhook::description>("description"),
      field<&v2::Webhook::enabled>("enabled"),
      field<&v2::Webhook::signing_secret>("signing_secret", Secret),
      field<&v2::Webhook::created_at>("created_at"),
  };
};

template <>
struct Table<v2::WebhookEventType> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::WebhookEventType::name>("name"),
      field<&v2::WebhookEventType::description>("description"),
  };
};

template <>
struct Table<v2::CreateWebhookInput> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::CreateWebhookInput::url>("url"),
      field<&v2::CreateWebhookInput::topics>("topics"),
      field<&v2::CreateWebhookInput::description>("description"),
  };
};

template <>
struct Table<v2::UpdateWebhookInput> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::UpdateWebhookInput::url>("url"),
      field<&v2::UpdateWebhookInput::topics>("topics"),
      field<&v2::UpdateWebhookInput::description>("description"),
      field<&v2::UpdateWebhookInput::enabled>("enabled"),
  };
};

}  // namespace detail
// clang-format on

namespace v2 {
ALLO_MODEL(Webhook)
ALLO_MODEL(WebhookEventType)
ALLO_INPUT(CreateWebhookInput)
ALLO_INPUT(UpdateWebhookInput)

namespace {

constexpr auto list_webhooks = detail::get<std::vector<Webhook>>("/webhooks");
constexpr auto create_webhook = detail::post<Webhook>("/webhooks");
constexpr auto list_event_types = detail::get<std::vector<WebhookEventType>>("/webhooks/event_types");
constexpr auto get_webhook = detail::get<Webhook>("/webhooks/{webhook_id}");
constexpr auto update_webhook = detail::put<Webhook>("/webhooks/{webhook_id}");
constexpr auto remove_webhook = detail::del<void>("/webhooks/{webhook_id}");

}  // namespace

std::vector<Webhook> WebhooksResource::list(const RequestOptions& options) const {
  return core().run(list_webhooks(), options);
}

Webhook WebhooksResource::create(const CreateWebhookInput& input, const RequestOptions& options) const {
  check_delivery_url("url", input.url);
  check_words("topics", input.topics);
  return core().run(create_webhook().body(input), options);
}

std::vector<WebhookEventType> WebhooksResource::event_types(const RequestOptions& options) const {
  return core().run(list_event_types(), options);
}

Webhook WebhooksResource::get(std::string_view id, const RequestOptions& options) const {
  return core().run(get_webhook(id), options);
}

Webhook WebhooksResource::update(std::string_view id, const UpdateWebhookInput& input,
                                 const RequestOptions& options) const {
  auto request = update_webhook(id);
  check_changes(input.url, input.topics, input.description, input.enabled);
  check_not_cleared("url", input.url);
  check_not_cleared("topics", input.topics);
  check_not_cleared("description", input.description);
  check_not_cleared("enabled", input.enabled);
  if (const auto* url = input.url.value()) check_delivery_url("url", *url);
  if (const auto* topics = input.topics.value()) check_words("topics", *topics);
  return core().run(request.body(input), options);
}

void WebhooksResource::remove(std::string_view id, const RequestOptions& options) const {
  core().run(remove_webhook(id), options);
}

}  // namespace v2
ALLO_NAMESPACE_END
