#include "testing/service/v2/common.hpp"

#include <array>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

constexpr std::array<std::pair<const char*, const char*>, 11> event_types{{
    {"call.received", "A call comes in"},
    {"call.triggered", "A member of the team calls"},
    {"call.answered", "A call is answered"},
    {"call.completed", "A call has ended"},
    {"tag.added", "A call gets a tag"},
    {"tag.removed", "A call loses a tag"},
    {"sms.received", "A message comes in"},
    {"sms.sent", "A message goes out"},
    {"contact.created", "A person is created"},
    {"contact.updated", "A person is changed"},
    {"summary.updated", "The summary of a call is changed"},
}};

StoredWebhook& find(Context& c) {
  StoredWebhook& stored = find_or_refuse(c.state.webhooks, c.path[0], "WEBHOOK_NOT_FOUND");
  if (stored.version != 2) throw Refusal{404, "WEBHOOK_NOT_FOUND", "A webhook of version 1: " + c.path[0]};
  return stored;
}

Json show(const StoredWebhook& stored, bool with_secret) {
  Json out = to_document(stored.webhook);
  out["description"] = stored.description.empty() ? Json(nullptr) : Json(stored.description);
  out["created_at"] = to_iso8601(stored.created_at);
  if (with_secret) out["signing_secret"] = stored.secrets.front();
  return out;
}

/// Takes the checked fields of a body.
void set(const Context& c, StoredWebhook& stored) {
  Json fields = c.body;
  if (fields.contains("description")) stored.description = c.text(fields, "description");
  stored.webhook = changed(stored.webhook, fields);
}

Json list(Context& c) {
  return show_all(c.state.webhooks.list([](const StoredWebhook& stored) { return stored.version == 2; }),
                  [](const StoredWebhook* stored) { return show(*stored, false); });
}

Json create(Context& c) {
  StoredWebhook stored;
  stored.version = 2;
  stored.webhook.enabled = true;
  set(c, stored);
  stored.id = stored.webhook.id = c.state.next_id("ep_");
  stored.secrets = {c.state.next_secret()};
  stored.created_at = c.now;
  return show(c.state.webhooks.add(std::move(stored)), true);
}

Json get(Context& c) { return show(find(c), !c.quirks.secret_on_creation_only); }

Json update(Context& c) {
  StoredWebhook& stored = find(c);
  set(c, stored);
  return show(stored, false);
}

Json remove(Context& c) {
  find(c);
  c.state.webhooks.remove(c.path[0]);
  c.tell({"webhook.deleted", c.path[0], {}, {}});
  return nullptr;
}

Json list_event_types(Context&) {
  return show_all(event_types, [](auto& type) -> Json { return {{"name", type.first}, {"description", type.second}}; });
}

}  // namespace

Resource v2_webhooks() {
  return {2,
          R"(
WebhookTopic: |call.received|call.triggered|call.answered|call.completed|tag.added|tag.removed|sms.received|sms.sent|contact.created|contact.updated|summary.updated
WebhookEndpoint: id text url url topics [WebhookTopic] description text? enabled bool signing_secret text?- created_at time?
CreateWebhookEndpoint: url url! topics [WebhookTopic](1..)! description text
UpdateWebhookEndpoint: url url topics [WebhookTopic](1..) description text enabled bool
WebhookEventType: name text description text
)",
          {{"GET", "/webhooks/event_types", "WEBHOOKS_READ_WRITE", list_event_types, "listWebhookEventTypes", "", "",
            "[WebhookEventType]"},
           {"GET", "/webhooks", "WEBHOOKS_READ_WRITE", list, "listWebhooks", "", "", "[WebhookEndpoint]"},
           {"POST", "/webhooks", "WEBHOOKS_READ_WRITE", create, "createWebhook", "", "CreateWebhookEndpoint",
            "WebhookEndpoint", 201},
           {"GET", "/webhooks/{webhook_id}", "WEBHOOKS_READ_WRITE", get, "getWebhook", "", "", "WebhookEndpoint"},
           {"PUT", "/webhooks/{webhook_id}", "WEBHOOKS_READ_WRITE", update, "updateWebhook", "",
            "UpdateWebhookEndpoint", "WebhookEndpoint"},
           {"DELETE", "/webhooks/{webhook_id}", "WEBHOOKS_READ_WRITE", remove, "deleteWebhook", "", "", "", 204}}};
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
