#include "testing/service/resources.hpp"

#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

Json list(Context& c) {
  const auto own = c.state.webhooks.list([](const StoredWebhook& stored) { return stored.version == 1; });
  return show_all(own, [&](const StoredWebhook* stored) {
    Json out = to_document(stored->webhook);
    if (c.quirks.webhook_without_id) out.erase("id");
    return out;
  });
}

Json create(Context& c) {
  StoredWebhook stored;
  Json topics = Json::array();
  for (const Json& topic : c.body.at("topics")) {
    if (std::find(topics.begin(), topics.end(), topic) == topics.end()) topics.push_back(topic);
  }
  c.body["topics"] = std::move(topics);
  stored.webhook = changed(Webhook{}, c.body);
  stored.webhook.id = stored.id = c.state.next_id("wh_");
  stored.secrets = {c.state.next_secret()};
  Json out = to_document(c.state.webhooks.add(std::move(stored)).webhook);
  if (c.quirks.webhook_without_id) out.erase("id");
  if (!c.quirks.camel_case_created_webhook || c.quirks.camel_case) return out;
  out["alloNumber"] = std::move(out.at("allo_number"));
  out.erase("allo_number");
  return out;
}

Json remove(Context& c) {
  if (!c.state.webhooks.remove(c.path[0])) throw Refusal{404, "WEBHOOK_NOT_FOUND", {}, nullptr, true};
  c.tell({"webhook.deleted", c.path[0], {}, {}});
  return nullptr;
}

}  // namespace

Resource v1_webhooks() {
  return {1,
          R"(
Topic: |CALL_RECEIVED|SMS_RECEIVED|CONTACT_CREATED|CONTACT_UPDATED|SMS_SENT|PING|call.received|call.triggered|call.answered|call.completed|tag.added|tag.removed|sms.received|sms.sent|contact.created|contact.updated|summary.updated
Webhook: id text- allo_number text enabled bool url text topics [Topic]
CreatedWebhook: id text- alloNumber text- allo_number text- enabled bool url text topics [Topic]
CreateWebhook: allo_number phone! enabled bool! url url! topics [Topic](1..)!
)",
          {{"GET", "/webhooks", "WEBHOOKS_READ_WRITE", list, "listNumberWebhooks", "", "", "[Webhook]"},
           {"POST", "/webhooks", "WEBHOOKS_READ_WRITE", create, "createNumberWebhook", "", "CreateWebhook",
            "CreatedWebhook"},
           {"DELETE", "/webhooks/{webhook_id}", "WEBHOOKS_READ_WRITE", remove, "deleteNumberWebhook"}}};
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
