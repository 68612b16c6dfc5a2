#include "testing/router.hpp"

#include <algorithm>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

/// Compares decoded segments with a template's; the one that stands for {id} goes to `id`.
bool matches(std::string_view path, const std::vector<std::string>& segments, std::size_t first, std::string& id) {
  std::size_t at = first;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::string_view part = path.substr(0, path.find('/'));
    if (at == segments.size()) return false;
    if (part == "{id}") {
      if (segments[at].empty()) return false;
      id = segments[at];
    } else if (part != segments[at]) {
      return false;
    }
    ++at;
    path.remove_prefix(part.size());
  }
  return at == segments.size();
}

}  // namespace

const std::vector<Route>& routes() {
  static const std::vector<Route> table{
      {Operation::ListWebhooks, "GET", "/webhooks", "WEBHOOKS_READ_WRITE"},
      {Operation::CreateWebhook, "POST", "/webhooks", "WEBHOOKS_READ_WRITE"},
      {Operation::DeleteWebhook, "DELETE", "/webhooks/{id}", "WEBHOOKS_READ_WRITE"},
      {Operation::SearchCalls, "GET", "/calls", "CONVERSATIONS_READ"},
      {Operation::SearchContacts, "GET", "/contacts", "CONTACTS_READ"},
      {Operation::GetContact, "GET", "/contact/{id}", "CONTACTS_READ"},
      {Operation::CreateContact, "POST", "/contacts", "CONTACTS_READ_WRITE"},
      {Operation::UpdateContact, "PUT", "/contacts/{id}", "CONTACTS_READ_WRITE"},
      {Operation::Conversation, "GET", "/contact/{id}/conversation", "CONVERSATIONS_READ"},
      {Operation::SendSms, "POST", "/sms", "SMS_SEND"},
      {Operation::ListNumbers, "GET", "/numbers", "CONVERSATIONS_READ"},
  };
  return table;
}

bool has_route(std::string_view method, std::string_view path) {
  const auto& table = routes();
  return std::any_of(table.begin(), table.end(), [&](const Route& route) {
    return (method.empty() || route.method == method) && (path.empty() || route.path == path);
  });
}

Match match_route(std::string_view method, const Target& target) {
  Match match;
  match.in_api = target.segments.size() >= 2 && target.segments[0] == "v1" && target.segments[1] == "api";
  if (!match.in_api) return match;
  for (const Route& route : routes()) {
    std::string id;
    if (!matches(route.path, target.segments, 2, id)) continue;
    match.allowed.push_back(route.method);
    if (route.method != method) continue;
    match.route = &route;
    match.id = std::move(id);
  }
  return match;
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
