#include "testing/service/v2/common.hpp"

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

Json me(Context& c) {
  const auto has = [&](std::string_view scope) {
    return scope.empty() || std::find(c.scopes.begin(), c.scopes.end(), scope) != c.scopes.end();
  };
  Json endpoints = Json::array();
  for (const Route& route : routes()) {
    if (route.version != 2 || !has(route.scope)) continue;
    endpoints.push_back(
        {{"method", route.method}, {"path", route.full}, {"description", route.id}, {"scope", route.scope}});
  }
  return {{"api_key_id", "api-sandbox"},
          {"scopes", c.scopes},
          {"endpoints", std::move(endpoints)},
          {"team", {{"id", "team-sandbox"}, {"name", "Sandbox"}}},
          {"rate_limits", {{"read_per_second", c.reads_per_second}, {"write_per_second", c.writes_per_second}}}};
}

Json list_users(Context& c) {
  const std::string role = c.text(c.query, "role");
  const std::string status = c.text(c.query, "status");
  Json out = Json::array();
  for (const Json& user : c.state.users) {
    if ((role.empty() || user.at("role") == role) && user.at("status") == status) out.push_back(user);
  }
  return out;
}

Json get_user(Context& c) { return find_or_refuse(c.state.users, c.path[0], "MEMBER_NOT_FOUND"); }

Json list_tags(Context& c) {
  return show_all(c.state.tags, [](const Json& tag) { return tag; });
}

Json capabilities_of(const State& state, const std::string& number) {
  const auto& silent = state.numbers_without_sms;
  const bool has_sms = std::find(silent.begin(), silent.end(), number) == silent.end();
  return has_sms ? Json::array({"VOICE", "SMS"}) : Json::array({"VOICE"});
}

/// Numbers and sender ids are one list.
Json list_numbers(Context& c) {
  const Json everyone = show_all(c.state.users, [&](const Json& user) { return user_ref(c.state, user.at("name")); });
  Json out = Json::array();
  for (const PhoneNumber& number : c.state.numbers) {
    Json entry = to_document(number);
    entry["type"] = "NUMBER";
    entry["capabilities"] = capabilities_of(c.state, number.number.value_or(""));
    entry["users"] = number.is_shared_number || everyone.empty() ? everyone : Json::array({everyone[0]});
    out.push_back(std::move(entry));
  }
  for (const auto& [name, active] : c.state.sender_ids) {
    if (active)
      out.push_back(
          {{"name", name}, {"country", "FR"}, {"type", "SENDER_ID"}, {"capabilities", {"SMS"}}, {"users", everyone}});
  }
  return out;
}

}  // namespace

Resource v2_team() {
  return {2,
          R"(
PageNumbers: page int size int total_count int total_pages int has_more bool
MeEndpoint: method text path text description text scope text
Team: id text name text
MeLimits: read_per_second int write_per_second int
Me: api_key_id text scopes [text] endpoints [MeEndpoint] team Team? rate_limits MeLimits
User: id text name text email text role ADMIN|MANAGER|MEMBER status ACTIVE|BLOCKED image_url text?
Tag: id text name text color text
PhoneNumber: number text? name text? country text? type NUMBER|SENDER_ID capabilities [VOICE|SMS|MMS] users [UserRef]
)",
          {{"GET", "/me", "", me, "getMe", "", "", "Me"},
           {"GET", "/users", "USERS_READ", list_users, "listUsers",
            "role ADMIN|MANAGER|MEMBER status ACTIVE|BLOCKED=ACTIVE", "", "[User]"},
           {"GET", "/users/{id}", "USERS_READ", get_user, "getUser", "", "", "User"},
           {"GET", "/tags", "TAGS_READ", list_tags, "listTags", "", "", "[Tag]"},
           {"GET", "/numbers", "PHONE_NUMBERS_READ", list_numbers, "listNumbers", "", "", "[PhoneNumber]"}}};
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
