#include "core/core.hpp"
#include "json/model.hpp"
#include "v2/checks.hpp"
#include "v2/pages.hpp"
#include "v2/tables.hpp"

#include <allo/v2/people.hpp>

ALLO_NAMESPACE_BEGIN

// One line per field.
// clang-format off
namespace detail {

template <>
struct Table<v2::Person> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::Person::id>("id"),
      field<&v2::Person::name>("name"),
      field<&v2::Person::last_name>("last_name"),
      field<&v2::Person::job_title>("job_title"),
      field<&v2::Person::website>("website"),
      field<&v2::Person::address>("address"),
      field<&v2::Person::numbers>("numbers"),
      field<&v2::Person::emails>("emails"),
      field<&v2::Person::company>("company"),
      field<&v2::Person::interactions>("interactions"),
      field<&v2::Person::last_activity_at>("last_activity_at"),
      field<&v2::Person::created_at>("created_at"),
      field<&v2::Person::updated_at>("updated_at"),
  };
};

template <>
struct Table<v2::CreatePersonInput> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::CreatePersonInput::numbers>("numbers"),
      field<&v2::CreatePersonInput::name>("name"),
      field<&v2::CreatePersonInput::last_name>("last_name"),
      field<&v2::CreatePersonInput::job_title>("job_title"),
      field<&v2::CreatePersonInput::website>("website"),
      field<&v2::CreatePersonInput::address>("address"),
      field<&v2::CreatePersonInput::emails>("emails", OmitEmpty),
      field<&v2::CreatePersonInput::company_id>("company_id"),
      field_as<&v2::CreatePersonInput::allow_duplicate_number>("allow_duplicate_number", true_alone_info),
  };
};

template <>
struct Table<v2::UpdatePersonInput> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::UpdatePersonInput::name>("name"),
      field<&v2::UpdatePersonInput::last_name>("last_name"),
      field<&v2::UpdatePersonInput::job_title>("job_title"),
      field<&v2::UpdatePersonInput::website>("website"),
      field<&v2::UpdatePersonInput::address>("address"),
      field<&v2::UpdatePersonInput::numbers>("numbers"),
      field<&v2::UpdatePersonInput::emails>("emails"),
      field<&v2::UpdatePersonInput::company_id>("company_id"),
  };
};

template <>
struct Table<v2::PersonFilters> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::PersonFilters::name>("name"),
      field<&v2::PersonFilters::last_name>("last_name"),
      field<&v2::PersonFilters::job_title>("job_title"),
      field<&v2::PersonFilters::website>("website"),
      field<&v2::PersonFilters::company>("company"),
      field<&v2::PersonFilters::phone_number>("phone_number"),
      field<&v2::PersonFilters::email>("email"),
      field<&v2::PersonFilters::deal_status>("deal_status"),
  };
};


template <class Search>
struct PeopleSearchTable : InputTable {
  static constexpr Field fields[] = {
      field<&Search::filters>("filters", OmitEmpty),
      field<&Search::search>("search"),
      field<&Search::sort>("sort"),
  };
};
template <>
struct Table<v2::SearchPeopleInput> : PeopleSearchTable<v2::SearchPeopleInput> {};
template <>
struct Table<v2::SearchPeopleRange> : PeopleSearchTable<v2::SearchPeopleRange> {};

}  // namespace detail
// clang-format on

namespace v2 {
ALLO_MODEL(Person)
ALLO_PAGE_OF(Person)
ALLO_INPUT(CreatePersonInput)
ALLO_INPUT(UpdatePersonInput)
ALLO_INPUT(PersonFilters)

namespace {

constexpr auto create_person = detail::post<Person>("/crm/people");
constexpr auto get_person = detail::get<Person>("/crm/people/{id}");
constexpr auto update_person = detail::put<Person>("/crm/people/{id}");
constexpr auto search_people =
    detail::post<WirePage<Person>>("/crm/people/search").reads().pages(detail::PageIn::Body, 1);

template <class Search>
detail::Request<WirePage<Person>> search_of(const Search& input) {
  check_word("sort", input.sort);
  auto request = search_people();
  request.parts().body = detail::body_by_table(input);
  return request;
}

}  // namespace

Person PeopleResource::create(const CreatePersonInput& input, const RequestOptions& options) const {
  check_not_empty("numbers", input.numbers.size());
  check_each("numbers", input.numbers);
  check_each("emails", input.emails);
  return core().run(create_person().body(input), options);
}

Person PeopleResource::get(std::string_view id, const RequestOptions& options) const {
  return core().run(get_person(id), options);
}

Person PeopleResource::update(std::string_view id, const UpdatePersonInput& input,
                              const RequestOptions& options) const {
  auto request = update_person(id);
  check_changes(input.name, input.last_name, input.job_title, input.website, input.address, input.numbers, input.emails,
                input.company_id);
  if (const auto* numbers = input.numbers.value()) check_each("numbers", *numbers);
  if (const auto* emails = input.emails.value()) check_each("emails", *emails);
  return core().run(request.body(input), options);
}

Page<Person> PeopleResource::search(const SearchPeopleInput& input, const RequestOptions& options) const {
  check_page(input.page, input.size);
  return page_of(core().run(search_of(input).page(input.page, input.size), options));
}

PageRange<Person> PeopleResource::search_all(const SearchPeopleRange& input, const RequestOptions& options) const {
  return detail::make_range<Person>(core_, search_of(input), pull<Person>, input.range, options);
}

}  // namespace v2
ALLO_NAMESPACE_END
