#include "testing/service/v2/common.hpp"

#include <string>
#include <unordered_map>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

constexpr const char* not_found = "COMPANY_NOT_FOUND";

/// What follows for the companies from their people.
struct Staff {
  int people = 0;
  Activity activity{};
  std::string last{};  ///< The latest activity as the service writes it; empty for none.
};
using Staffs = std::unordered_map<std::string, Staff>;

Staffs staffs_of(const State& state) {
  Staffs out;
  for (const Person& person : state.contacts) {
    if (!person.company || !person.company->id) continue;
    Staff& staff = out[*person.company->id];
    ++staff.people;
    staff.activity.add(state.activity_of(person));
  }
  for (auto& [id, staff] : out) {
    if (staff.activity.last) staff.last = to_iso8601(*staff.activity.last);
  }
  return out;
}

Json show(const Staffs& staffs, const Json& company) {
  const auto found = staffs.find(id_of(company));
  const Staff staff = found == staffs.end() ? Staff{} : found->second;
  Json out = company;
  out["person_count"] = staff.people;
  out["interactions"] = staff.activity.interactions;
  if (!staff.last.empty()) out["last_activity_at"] = staff.last;
  return out;
}

Json show(const State& state, const Json& company) { return show(staffs_of(state), company); }

Json create(Context& c) { return show(c.state, create_document(c, c.state.companies, "com-", c.body)); }
Json get(Context& c) { return show(c.state, find_or_refuse(c.state.companies, c.path[0], not_found)); }

Json update(Context& c) {
  Json& company = find_or_refuse(c.state.companies, c.path[0], not_found);
  keep_name(c);
  update_document(c, company, c.body);
  for (Person& person : c.state.contacts) {
    if (person.company && person.company->id == c.path[0]) person.company->name = c.text(company, "name");
  }
  return show(c.state, company);
}

Json search(Context& c) {
  const Json filters = filters_of(c);
  const Staffs staffs = staffs_of(c.state);
  std::vector<std::pair<const char*, std::string>> parts;
  for (const char* field : {"name", "website", "industry"}) parts.emplace_back(field, c.text(filters, field));
  auto found = c.state.companies.list([&](const Json& company) {
    return std::all_of(parts.begin(), parts.end(), [&](const auto& part) {
      return part.second.empty() || has_part(text_field(company, part.first), part.second);
    });
  });
  const CrmOrder order = crm_order(c);
  sort_crm(c, found, order, [&](const Json& company) -> std::string_view {
    const auto staff = staffs.find(id_of(company));
    const bool is_active = staff != staffs.end() && !staff->second.last.empty();
    return order.field == CrmOrder::Field::Activity && is_active ? staff->second.last : crm_key(order, company);
  });
  return c.paged(found, [&](const Json& company) { return show(staffs, company); });
}

}  // namespace

Resource v2_companies() {
  return {2,
          R"(
CrmCompanyRef: id text name text
CrmCompany: id text name text website text? industry text? person_count int interactions int last_activity_at time?
  created_at time updated_at time
CreateCompany: name text! website text? industry text?
UpdateCompany: name text? website text? industry text?
CompanyFilters: name text website text industry text
SearchCompanies: filters CompanyFilters? sort DATE_DESC|DATE_ASC|NAME_ASC|NAME_DESC|CREATED_DESC|CREATED_ASC?
  page int(1..)=1 size int(1..100)=20
)",
          {{"POST", "/crm/companies", "CRM_WRITE", create, "createCompany", "", "CreateCompany", "CrmCompany", 201},
           {"GET", "/crm/companies/{id}", "CRM_READ", get, "getCompany", "", "", "CrmCompany"},
           {"PUT", "/crm/companies/{id}", "CRM_WRITE", update, "updateCompany", "", "UpdateCompany", "CrmCompany"},
           {"POST", "/crm/companies/search", "CRM_READ", search, "searchCompanies", "", "SearchCompanies",
            "page CrmCompany", 200, true}}};
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
