#include "core/core.hpp"
#include "json/model.hpp"
#include "v1/checks.hpp"
#include "v1/tables/page.hpp"

#include <allo/errors.hpp>
#include <allo/webhooks.hpp>

ALLO_NAMESPACE_BEGIN

// One line per field.
// clang-format off
namespace detail {

template <>
struct Table<Webhook> : ModelTable {
  static constexpr Field fields[] = {
      field<&Webhook::id>("id"),
      field<&Webhook::allo_number>("allo_number"),
      field<&Webhook::enabled>("enabled"),
      field<&Webhook::url>("url"),
      field<&Webhook::topics>("topics"),
  };
};

template <>
struct Table<CreateWebhookInput> : InputTable {
  static constexpr Field fields[] = {
      field<&CreateWebhookInput::allo_number>("allo_number"),
      field<&CreateWebhookInput::enabled>("enabled"),
      field<&CreateWebhookInput::url>("url"),
      field<&CreateWebhookInput::topics>("topics"),
  };
};

}  // namespace detail
// clang-format on

ALLO_MODEL(Webhook)
ALLO_INPUT(CreateWebhookInput)
ALLO_PAGE_OF(Webhook)

namespace {

constexpr auto list_webhooks = detail::get<std::vector<Webhook>>("/webhooks");
constexpr auto create_webhook = detail::post<Webhook>("/webhooks");
constexpr auto delete_webhook = detail::del<void>("/webhooks/{id}");

}  // namespace

std::vector<Webhook> WebhooksResource::list(const RequestOptions& options) const {
  return core().run(list_webhooks(), options);
}

Webhook WebhooksResource::create(const CreateWebhookInput& input, const RequestOptions& options) const {
  detail::check_number("allo_number", input.allo_number);
  if (!detail::is_absolute_http_url(input.url)) {
    throw InvalidArgumentException("url is not an absolute https or http URL");
  }
  if (input.topics.empty()) throw InvalidArgumentException("topics is empty");
  for (const OpenEnum<WebhookTopic>& topic : input.topics) {
    if (topic.text().empty()) throw InvalidArgumentException("topics holds WebhookTopic::Unknown");
  }
  return core().run(create_webhook().body(input), options);
}

void WebhooksResource::remove(std::string_view id, const RequestOptions& options) const {
  core().run(delete_webhook(id), options);
}

ALLO_NAMESPACE_END
