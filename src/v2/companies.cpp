#include "core/core.hpp"
#include "json/model.hpp"
#include "v2/checks.hpp"
#include "v2/pages.hpp"
#include "v2/tables.hpp"

#include <allo/v2/companies.hpp>

ALLO_NAMESPACE_BEGIN

// One line per field.
// clang-format off
namespace detail {

template <>
struct Table<v2::Company> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::Company::id>("id"),
      field<&v2::Company::name>("name"),
      field<&v2::Company::website>("website"),
      field<&v2::Company::industry>("industry"),
      field<&v2::Company::person_count>("person_count"),
      field<&v2::Company::interactions>("interactions"),
      field<&v2::Company::last_activity_at>("last_activity_at"),
      field<&v2::Company::created_at>("created_at"),
      field<&v2::Company::updated_at>("updated_at"),
  };
};

template <>
struct Table<v2::CreateCompanyInput> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::CreateCompanyInput::name>("name"),
      field<&v2::CreateCompanyInput::website>("website"),
      field<&v2::CreateCompanyInput::industry>("industry"),
  };
};

template <>
struct Table<v2::UpdateCompanyInput> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::UpdateCompanyInput::name>("name"),
      field<&v2::UpdateCompanyInput::website>("website"),
      field<&v2::UpdateCompanyInput::industry>("industry"),
  };
};

template <>
struct Table<v2::CompanyFilters> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::CompanyFilters::name>("name"),
      field<&v2::CompanyFilters::website>("website"),
      field<&v2::CompanyFilters::industry>("industry"),
  };
};


template <class Search>
struct CompanySearchTable : InputTable {
  static constexpr Field fields[] = {
      field<&Search::filters>("filters", OmitEmpty),
      field<&Search::sort>("sort"),
  };
};
template <>
struct Table<v2::SearchCompaniesInput> : CompanySearchTable<v2::SearchCompaniesInput> {};
template <>
struct Table<v2::SearchCompaniesRange> : CompanySearchTable<v2::SearchCompaniesRange> {};

}  // namespace detail
// clang-format on

namespace v2 {
ALLO_MODEL(Company)
ALLO_PAGE_OF(Company)
ALLO_INPUT(CreateCompanyInput)
ALLO_INPUT(UpdateCompanyInput)
ALLO_INPUT(CompanyFilters)

namespace {

constexpr auto create_company = detail::post<Company>("/crm/companies");
constexpr auto get_company = detail::get<Company>("/crm/companies/{id}");
constexpr auto update_company = detail::put<Company>("/crm/companies/{id}");
constexpr auto search_companies =
    detail::post<WirePage<Company>>("/crm/companies/search").reads().pages(detail::PageIn::Body, 1);

template <class Search>
detail::Request<WirePage<Company>> search_of(const Search& input) {
  check_word("sort", input.sort);
  auto request = search_companies();
  request.parts().body = detail::body_by_table(input);
  return request;
}

}  // namespace

Company CompaniesResource::create(const CreateCompanyInput& input, const RequestOptions& options) const {
  check_required("name", input.name);
  return core().run(create_company().body(input), options);
}

Company CompaniesResource::get(std::string_view id, const RequestOptions& options) const {
  return core().run(get_company(id), options);
}

Company CompaniesResource::update(std::string_view id, const UpdateCompanyInput& input,
                                  const RequestOptions& options) const {
  auto request = update_company(id);
  check_changes(input.name, input.website, input.industry);
  check_not_cleared("name", input.name);
  return core().run(request.body(input), options);
}

Page<Company> CompaniesResource::search(const SearchCompaniesInput& input, const RequestOptions& options) const {
  check_page(input.page, input.size);
  return page_of(core().run(search_of(input).page(input.page, input.size), options));
}

PageRange<Company> CompaniesResource::search_all(const SearchCompaniesRange& input,
                                                 const RequestOptions& options) const {
  return detail::make_range<Company>(core_, search_of(input), pull<Company>, input.range, options);
}

}  // namespace v2
ALLO_NAMESPACE_END
