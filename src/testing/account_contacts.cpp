#include "testing/account.hpp"
#include "testing/paging.hpp"
#include "testing/validate.hpp"

#include <allo/e164.hpp>

#include <algorithm>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

void check_numbers(BodyReader& reader, const std::vector<std::string>& numbers) {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (!E164::is_valid(numbers[i])) {
      reader.complain("numbers[" + std::to_string(i) + ']', "must be in E.164 form, such as +33612345678");
    }
  }
}

void check_emails(BodyReader& reader, const std::vector<std::string>& emails) {
  for (std::size_t i = 0; i < emails.size(); ++i) {
    const std::size_t at = emails[i].find('@');
    if (at == std::string::npos || at == 0 || at + 1 == emails[i].size()) {
      reader.complain("emails[" + std::to_string(i) + ']', "must be an e-mail address");
    }
  }
}

}  // namespace

Response Account::created(Json data) const {
  return data_response(quirks_.created_is_201 ? 201 : 200, render_.finish(std::move(data)));
}

Response Account::contact_not_found() const {
  return error_response(quirks_.contact_not_found_is_404 ? 404 : 400, "CONTACT_NOT_FOUND");
}

Response Account::search_contacts(const Target& target) {
  QueryReader query{target, {"page", "size"}};
  const PageBounds bounds = read_page_bounds(query);
  if (!query.ok()) return invalid_request(query.findings());
  const auto& contacts = state_.contacts();
  const PageSlice slice = slice_page(contacts.size(), bounds);
  Json results = Json::array();
  for (std::size_t i = slice.begin; i < slice.end; ++i) results.push_back(render_.contact(contacts[i]));
  return data_response(200, render_.finish(render_.page(std::move(results), slice.total_pages, bounds.page, false)));
}

Response Account::get_contact(const std::string& id, const Target& target) {
  QueryReader query{target, {"extend"}};
  ContactExtras extras;
  std::string_view rest = target.query.empty() ? std::string_view{} : std::string_view{target.query.front().second};
  while (query.ok() && !rest.empty()) {
    const std::size_t comma = rest.find(',');
    const std::string_view word = rest.substr(0, comma);
    if (word == "engagement") {
      extras.engagement = true;
    } else if (word == "activity") {
      extras.activity = true;
    } else {
      query.complain("extend", "must be a list of engagement and activity");
    }
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
  }
  if (!query.ok()) return invalid_request(query.findings());
  const Contact* contact = state_.find_contact(id);
  if (contact == nullptr) return contact_not_found();
  return data_response(200, render_.finish(render_.contact_context(
                                *contact, extras, extras.activity ? recent_activity(*contact) : Json::array())));
}

Response Account::create_contact(const Json& body) {
  BodyReader reader{body, {"name", "last_name", "job_title", "website", "emails", "numbers"}};
  Contact contact;
  contact.name = reader.optional_string("name");
  contact.last_name = reader.optional_string("last_name");
  contact.job_title = reader.optional_string("job_title");
  contact.website = reader.optional_string("website");
  contact.emails = reader.strings("emails").value_or(std::vector<std::string>{});
  contact.numbers = reader.required_strings("numbers");
  check_numbers(reader, contact.numbers);
  check_emails(reader, contact.emails);
  if (!reader.ok()) return invalid_request(reader.findings());
  contact.id = state_.next_id("cnt_");
  contact.created_at = contact.updated_at = contact.last_activity_date = clock_.now();
  const Contact& stored = state_.add_contact(std::move(contact));
  on_change_({Change::Kind::ContactCreated, stored.id, {}});
  return created(render_.contact(stored));
}

Response Account::update_contact(const std::string& id, const Json& body) {
  Contact* contact = state_.find_contact(id);
  if (contact == nullptr) return contact_not_found();
  BodyReader reader{body, {"name", "last_name", "job_title", "website", "emails", "numbers"}};
  Contact changed = *contact;
  const auto set_text = [&](std::string_view field, std::optional<std::string>& value) {
    if (reader.has(field)) value = reader.optional_string(field);
  };
  set_text("name", changed.name);
  set_text("last_name", changed.last_name);
  set_text("job_title", changed.job_title);
  set_text("website", changed.website);
  const auto set_list = [&](std::string_view field, std::vector<std::string>& list) {
    if (reader.has(field)) list = reader.strings(field).value_or(std::vector<std::string>{});
  };
  set_list("emails", changed.emails);
  set_list("numbers", changed.numbers);
  check_numbers(reader, changed.numbers);
  check_emails(reader, changed.emails);
  if (!reader.ok()) return invalid_request(reader.findings());
  changed.updated_at = changed.last_activity_date = clock_.now();
  *contact = std::move(changed);
  on_change_({Change::Kind::ContactUpdated, contact->id, {}});
  return data_response(200, render_.finish(render_.contact(*contact)));
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
