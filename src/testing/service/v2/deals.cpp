#include "testing/service/v2/common.hpp"

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

constexpr const char* not_found = "DEAL_NOT_FOUND";

/// The company that a deal names; null for none, and for one that is gone.
Json company_named_in(const State& state, const Json& deal) {
  const Json& id = deal.at("company_id");
  const Json* company = id.is_string() ? state.companies.find(id.get<std::string>()) : nullptr;
  if (company == nullptr) return nullptr;
  return {{"id", id}, {"name", company->at("name")}};
}

Json show(const Context& c, const Json& deal) {
  Json out = deal;
  out["company"] = company_named_in(c.state, deal);
  return out;
}

/// The vendor gives a deal's end no format; what can't be read as a time is refused.
void check_end(Context& c) {
  const std::string end = c.text(c.body, "closed_at");
  if (!end.empty() && !parse_iso8601(end) && !parse_iso8601(end + "T00:00:00Z")) {
    throw Refusal{422, "INVALID_REQUEST_BODY", "closed_at: must be a time such as 2024-01-15T10:30:00Z",
                  Json::array({detail("closed_at", "must be a time such as 2024-01-15T10:30:00Z")})};
  }
  if (!end.empty() && end.size() == 10) c.body["closed_at"] = end + "T00:00:00Z";
}

Json create(Context& c) {
  company_of(c, c.body);
  check_end(c);
  for (const char* field : {"status", "amount", "currency", "closed_at", "company_id"}) c.body.emplace(field, nullptr);
  return show(c, create_document(c, c.state.deals, "dea-", c.body));
}

Json get(Context& c) { return show(c, find_or_refuse(c.state.deals, c.path[0], not_found)); }

Json update(Context& c) {
  Json& deal = find_or_refuse(c.state.deals, c.path[0], not_found);
  keep_name(c);
  company_of(c, c.body);
  check_end(c);
  update_document(c, deal, c.body);
  return show(c, deal);
}

Json remove(Context& c) {
  find_or_refuse(c.state.deals, c.path[0], not_found);
  c.state.deals.remove(c.path[0]);
  return nullptr;
}

Json search(Context& c) {
  const std::string stage = c.text(filters_of(c), "stage");
  const SearchWords words{c.text(c.body, "search")};
  const auto text_of = [&](const Json& deal) {
    const Json company = company_named_in(c.state, deal);
    return c.text(deal, "name") + (company.is_null() ? std::string{} : ' ' + c.text(company, "name"));
  };
  auto found = c.state.deals.list([&](const Json& deal) {
    return (stage.empty() || text_field(deal, "status") == stage) && (words.empty() || words.all_in(text_of(deal)));
  });
  const CrmOrder order = crm_order(c);
  sort_crm(c, found, order, [&](const Json& deal) { return crm_key(order, deal); });
  return c.paged(found, [&](const Json& deal) { return show(c, deal); });
}

}  // namespace

Resource v2_deals() {
  return {
      2,
      R"(
CrmDeal: id text name text status text? amount num? currency text(3..3)? closed_at time? company CrmCompanyRef?
  created_at time updated_at time
CreateDeal: name text! status text? amount num? currency text(3..3)? closed_at text? company_id text?
UpdateDeal: name text? status text? amount num? currency text(3..3)? closed_at text? company_id text?
DealFilters: stage text
SearchDeals: filters DealFilters? search text?
  sort DATE_DESC|DATE_ASC|NAME_ASC|NAME_DESC|CREATED_DESC|CREATED_ASC? page int(1..)=1 size int(1..100)=20
)",
      {{"POST", "/crm/deals", "CRM_WRITE", create, "createDeal", "", "CreateDeal", "CrmDeal", 201},
       {"GET", "/crm/deals/{id}", "CRM_READ", get, "getDeal", "", "", "CrmDeal"},
       {"PATCH", "/crm/deals/{id}", "CRM_WRITE", update, "updateDeal", "", "UpdateDeal", "CrmDeal"},
       {"DELETE", "/crm/deals/{id}", "CRM_DELETE", remove, "deleteDeal", "", "", "", 204},
       {"POST", "/crm/deals/search", "CRM_READ", search, "searchDeals", "", "SearchDeals", "page CrmDeal", 200, true}}};
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
