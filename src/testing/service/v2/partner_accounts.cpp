#include "testing/service/v2/common.hpp"

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

Json& find(Context& c) {
  Json& account = find_or_refuse(c.state.partner_accounts, c.path[0], "PARTNER_ACCOUNT_NOT_FOUND");
  // Only the key that made an account sees it.
  if (account.at("made_by") != c.key) throw Refusal{404, "PARTNER_ACCOUNT_NOT_FOUND", "There is no such account."};
  return account;
}

Json create(Context& c) {
  const Json& wanted = c.body.at("number_preference");
  const std::string country = c.text(wanted, "country");
  const std::string area = country == "US" ? "+1202" : country == "FR" ? "+3363998" : country == "GB" ? "+4477009" : "";
  if (area.empty()) throw Refusal{409, "NO_NUMBER_AVAILABLE", "No number is left in " + country + '.'};
  for (const Json& account : c.state.partner_accounts) {
    if (account.at("email") != c.body.at("email")) continue;
    throw Refusal{409, "PARTNER_ACCOUNT_ALREADY_EXISTS", "There is an account of this address already."};
  }
  std::string number = area;
  while (number.size() < 12) number += static_cast<char>('0' + c.state.next_random() % 10);
  Json made = {{"email", c.body.at("email")}, {"made_by", c.key},
               {"phone_numbers", {number}},   {"status", "ACTIVE"},
               {"activated", false},          {"partner_client_ref", c.body.value("partner_client_ref", Json())}};
  Json out = create_document(c, c.state.partner_accounts, "usr_", std::move(made));
  out["api_key"] = c.state.next_id("ak_sandbox_");
  return out;
}

Json get(Context& c) { return find(c); }

Json remove(Context& c) {
  find(c);
  c.state.partner_accounts.remove(c.path[0]);
  return nullptr;
}

}  // namespace

Resource v2_partner_accounts() {
  return {2,
          R"(
PartnerAccount: id text api_key text?- phone_numbers [text] status text activated bool partner_client_ref text?
NumberPreference: country text! prefix text?
CreatePartnerAccount: email email! name text! personal_mobile phone! partner_client_ref text
  number_preference NumberPreference!
)",
          {{"POST", "/partner/accounts", "PARTNER", create, "createPartnerAccount", "", "CreatePartnerAccount",
            "PartnerAccount", 201},
           {"GET", "/partner/accounts/{id}", "PARTNER", get, "getPartnerAccount", "", "", "PartnerAccount"},
           {"DELETE", "/partner/accounts/{id}", "PARTNER", remove, "deletePartnerAccount", "", "", "", 204}}};
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
