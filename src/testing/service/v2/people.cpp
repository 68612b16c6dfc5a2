#include "testing/service/v2/common.hpp"

#include <map>
#include <optional>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

constexpr const char* not_found = "PERSON_NOT_FOUND";

Json show(const State& state, const Person& person) {
  Json out = to_document<Contact>(person);
  const Activity activity = state.activity_of(person);
  for (const char* date : {"created_at", "updated_at"}) {
    if (out.at(date).is_null()) out[date] = to_iso8601(Timestamp{});
  }
  out["address"] = person.address ? Json(*person.address) : Json(nullptr);
  out["company"] = company_ref(state, person.company);
  out["interactions"] = activity.interactions;
  out["last_activity_at"] = activity.last ? Json(to_iso8601(*activity.last)) : Json(nullptr);
  return out;
}

/// Puts the fields of a checked body into a person.
void set(const Context& c, Person& person) {
  Json fields = c.body;
  if (fields.contains("company_id")) person.company = company_of(c, fields);
  if (fields.contains("address")) {
    person.address.reset();
    if (fields.at("address").is_string()) person.address = c.text(fields, "address");
  }
  for (const char* own : {"company_id", "address", "allow_duplicate_number"}) fields.erase(own);
  static_cast<Contact&>(person) = changed<Contact>(person, fields);
  person.updated_at = c.now;
}

/// A number belongs to one person, unless the caller says otherwise.
void check_numbers(const Context& c, const std::string& own_id) {
  if (c.body.value("allow_duplicate_number", false)) return;
  for (const Json& number : c.body.value("numbers", Json::array())) {
    const Contact* other = c.state.find_contact_by_number(number.get<std::string>());
    if (other == nullptr || other->id == own_id) continue;
    throw Refusal{409, "NUMBER_ALREADY_ASSIGNED", number.get<std::string>() + " is already assigned to " + other->id};
  }
}

Json create(Context& c) {
  check_numbers(c, {});
  Person person;
  set(c, person);
  person.id = c.state.next_id("per-");
  person.created_at = person.last_activity_date = c.now;
  const Person& stored = c.state.contacts.add(std::move(person));
  c.tell({"contact.created", stored.id, {}});
  return show(c.state, stored);
}

Json get(Context& c) { return show(c.state, find_or_refuse(c.state.contacts, c.path[0], not_found)); }

Json update(Context& c) {
  Person& person = find_or_refuse(c.state.contacts, c.path[0], not_found);
  check_numbers(c, person.id);
  if (c.quirks.put_replaces) {
    for (const char* field : {"name", "last_name", "job_title", "website", "address", "emails", "company_id"}) {
      c.body.emplace(field, nullptr);
    }
  }
  set(c, person);
  c.tell({"contact.updated", person.id, {}});
  return show(c.state, person);
}

bool any_has(const std::vector<std::string>& texts, const std::string& part) {
  return std::any_of(texts.begin(), texts.end(), [&](const std::string& text) { return has_part(text, part); });
}

/// The filters of a search, read once.
class Filters {
 public:
  explicit Filters(const Context& c) : state_(c.state) {
    const Json given = filters_of(c);
    for (const auto& [field, part] : given.items()) {
      if (part.is_string() && part != "") texts_[field] = part.get<std::string>();
    }
  }

  bool match(const Person& person) const {
    return std::all_of(texts_.begin(), texts_.end(),
                       [&](const auto& each) { return matches(person, each.first, each.second); });
  }

 private:
  bool matches(const Person& person, const std::string& field, const std::string& wanted) const {
    const auto has = [&](const std::optional<std::string>& text) { return text && has_part(*text, wanted); };
    if (field == "name") return has(person.name);
    if (field == "last_name") return has(person.last_name);
    if (field == "job_title") return has(person.job_title);
    if (field == "website") return has(person.website);
    if (field == "company") return person.company && has(person.company->name);
    if (field == "email") return any_has(person.emails, wanted);
    if (field == "phone_number") {
      return std::find(person.numbers.begin(), person.numbers.end(), wanted) != person.numbers.end();
    }
    if (field != "deal_status") return true;
    return std::any_of(state_.deals.begin(), state_.deals.end(), [&](const Json& deal) {
      return person.company && person.company->id && deal.at("company_id") == *person.company->id &&
             deal.at("status") == wanted;
    });
  }

  const State& state_;
  std::map<std::string, std::string> texts_{};  ///< By their names, those that are not empty.
};

std::string all_text(const Person& person) {
  std::string text = person.name.value_or("") + ' ' + person.last_name.value_or("");
  if (person.company) text += ' ' + person.company->name.value_or("");
  for (const auto* list : {&person.numbers, &person.emails}) {
    for (const std::string& each : *list) text += ' ' + each;
  }
  return text;
}

Json search(Context& c) {
  const Filters filters{c};
  const SearchWords words{c.text(c.body, "search")};
  std::vector<const Person*> found;
  for (const Person& person : c.state.contacts) {
    if (filters.match(person) && (words.empty() || words.all_in(all_text(person)))) found.push_back(&person);
  }
  const CrmOrder order = crm_order(c);
  sort_crm(c, found, order, [&](const Person& person) -> std::pair<std::string, Timestamp> {
    if (order.field == CrmOrder::Field::Name) return {person.name.value_or(""), {}};
    if (order.field == CrmOrder::Field::Created) return {{}, person.created_at.value_or(Timestamp{})};
    const auto last = c.state.activity_of(person).last;
    return {{}, last ? *last : person.updated_at.value_or(Timestamp{})};
  });
  return c.paged(found, [&](const Person& person) { return show(c.state, person); });
}

}  // namespace

Resource v2_people() {
  return {2,
          R"(
CrmPerson: id text name text? last_name text? job_title text? website text? address text? numbers [text] emails [text]
  company CrmCompanyRef? interactions int last_activity_at time? created_at time updated_at time
UpdatePerson: name text? last_name text? job_title text? website text? address text? numbers [phone]? emails [text]?
  company_id text?
CreatePerson: name text? last_name text? job_title text? website text? address text? numbers [phone](1..)!
  emails [text]? company_id text? allow_duplicate_number bool=false
PersonFilters: name text last_name text job_title text website text company text phone_number text email text
  deal_status text
SearchPeople: filters PersonFilters? search text?
  sort DATE_DESC|DATE_ASC|NAME_ASC|NAME_DESC|CREATED_DESC|CREATED_ASC? page int(1..)=1 size int(1..100)=20
)",
          {{"POST", "/crm/people", "CRM_WRITE", create, "createPerson", "", "CreatePerson", "CrmPerson"},
           {"GET", "/crm/people/{id}", "CRM_READ", get, "getPerson", "", "", "CrmPerson"},
           {"PUT", "/crm/people/{id}", "CRM_WRITE", update, "updatePerson", "", "UpdatePerson", "CrmPerson"},
           {"POST", "/crm/people/search", "CRM_READ", search, "searchPeople", "", "SearchPeople", "page CrmPerson", 200,
            true}}};
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
