#include "testing/account.hpp"
#include "testing/secret.hpp"
#include "testing/validate.hpp"

#include <allo/e164.hpp>

#include <algorithm>
#include <charconv>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

/// A host or an address in brackets, with a port from 1 to 65535 where one is named.
bool is_authority(std::string_view text) {
  // A name of the DNS is no longer, and cpp-httplib's regular expression uses up the stack on a much longer text.
  constexpr std::size_t longest = 255;
  if (text.size() > longest) return false;
  const std::size_t at = text.rfind('@');
  if (at != std::string_view::npos) text.remove_prefix(at + 1);
  const bool bracketed = !text.empty() && text[0] == '[';
  std::size_t end = text.find(bracketed ? ']' : ':');
  if (bracketed && end == std::string_view::npos) return false;
  if (bracketed) ++end;
  end = std::min(end, text.size());
  if (end == 0) return false;
  if (end == text.size()) return true;
  int port = 0;
  const char* const last = text.data() + text.size();
  const auto read = std::from_chars(text.data() + end + 1, last, port);
  return text[end] == ':' && read.ec == std::errc{} && read.ptr == last && port > 0 && port <= 65535;
}

bool is_absolute_http_url(std::string_view url) {
  for (const std::string_view scheme : {std::string_view{"https://"}, std::string_view{"http://"}}) {
    if (url.size() <= scheme.size() || !equal_ignoring_case(url.substr(0, scheme.size()), scheme)) continue;
    const std::string_view rest = url.substr(scheme.size());
    const bool printable = std::all_of(rest.begin(), rest.end(), [](char c) { return c > ' ' && c < '\x7f'; });
    return printable && is_authority(rest.substr(0, rest.find_first_of("/?#")));
  }
  return false;
}

}  // namespace

Response Account::list_webhooks(const Target& target) {
  const QueryReader query{target, {}};
  if (!query.ok()) return invalid_request(query.findings());
  Json list = Json::array();
  for (const StoredWebhook& stored : state_.webhooks) list.push_back(render_.webhook(stored.webhook));
  return data_response(200, render_.finish(std::move(list)));
}

Response Account::create_webhook(const Json& body) {
  BodyReader reader{body, {"allo_number", "enabled", "url", "topics"}};
  Webhook webhook;
  webhook.allo_number = reader.required_string("allo_number");
  webhook.enabled = reader.required_bool("enabled");
  webhook.url = reader.required_string("url");
  const std::vector<std::string> topics = reader.required_strings("topics");
  if (reader.ok()) {
    if (!E164::is_valid(webhook.allo_number)) {
      reader.complain("allo_number", "must be a number in E.164 form, such as +33612345678");
    }
    if (!is_absolute_http_url(webhook.url)) reader.complain("url", "must be an absolute http or https URL");
    for (std::size_t i = 0; i < topics.size(); ++i) {
      WebhookTopic topic = WebhookTopic::Unknown;
      if (!from_string(topics[i], topic)) {
        reader.complain("topics[" + std::to_string(i) + ']', "unknown topic");
      } else if (std::find(webhook.topics.begin(), webhook.topics.end(), topic) == webhook.topics.end()) {
        webhook.topics.emplace_back(topic);
      }
    }
  }
  if (!reader.ok()) return invalid_request(reader.findings());
  webhook.id = state_.next_id("wh_");
  Json answer = render_.webhook(webhook);
  if (quirks_.camel_case_created_webhook && !quirks_.camel_case) {
    Json renamed = Json::object();
    for (auto& [name, value] : answer.items()) renamed[name == "allo_number" ? "alloNumber" : name] = std::move(value);
    answer = std::move(renamed);
  }
  state_.webhooks.push_back({std::move(webhook), {new_signing_secret(state_)}});
  return created(std::move(answer));
}

Response Account::delete_webhook(const std::string& id) {
  const auto found = std::find_if(state_.webhooks.begin(), state_.webhooks.end(),
                                  [&](const StoredWebhook& stored) { return stored.webhook.id == id; });
  if (found == state_.webhooks.end()) return json_response(404, {{"error", "WEBHOOK_NOT_FOUND"}});
  state_.webhooks.erase(found);
  on_change_({Change::Kind::WebhookDeleted, id, {}});
  if (!quirks_.deleted_is_204) return data_response(200, nullptr);
  Response response;
  response.status = 204;
  return response;
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
