#include "base/utf8.hpp"
#include "core/core.hpp"
#include "json/model.hpp"
#include "v2/checks.hpp"
#include "v2/pages.hpp"
#include "v2/tables.hpp"

#include <allo/v2/deals.hpp>

#include <cstddef>

ALLO_NAMESPACE_BEGIN

// One line per field.
// clang-format off
namespace detail {

template <>
struct Table<v2::Deal> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::Deal::id>("id"),
      field<&v2::Deal::name>("name"),
      field<&v2::Deal::status>("status"),
      field<&v2::Deal::amount>("amount"),
      field<&v2::Deal::currency>("currency"),
      field<&v2::Deal::closed_at>("closed_at"),
      field<&v2::Deal::company>("company"),
      field<&v2::Deal::created_at>("created_at"),
      field<&v2::Deal::updated_at>("updated_at"),
  };
};

template <>
struct Table<v2::CreateDealInput> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::CreateDealInput::name>("name"),
      field<&v2::CreateDealInput::status>("status"),
      field<&v2::CreateDealInput::amount>("amount"),
      field<&v2::CreateDealInput::currency>("currency"),
      field<&v2::CreateDealInput::closed_at>("closed_at"),
      field<&v2::CreateDealInput::company_id>("company_id"),
  };
};

template <>
struct Table<v2::UpdateDealInput> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::UpdateDealInput::name>("name"),
      field<&v2::UpdateDealInput::status>("status"),
      field<&v2::UpdateDealInput::amount>("amount"),
      field<&v2::UpdateDealInput::currency>("currency"),
      field<&v2::UpdateDealInput::closed_at>("closed_at"),
      field<&v2::UpdateDealInput::company_id>("company_id"),
  };
};

template <>
struct Table<v2::DealFilters> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::DealFilters::stage>("stage"),
  };
};


template <class Search>
struct DealSearchTable : InputTable {
  static constexpr Field fields[] = {
      field<&Search::filters>("filters", OmitEmpty),
      field<&Search::search>("search"),
      field<&Search::sort>("sort"),
  };
};
template <>
struct Table<v2::SearchDealsInput> : DealSearchTable<v2::SearchDealsInput> {};
template <>
struct Table<v2::SearchDealsRange> : DealSearchTable<v2::SearchDealsRange> {};

}  // namespace detail
// clang-format on

namespace v2 {
ALLO_MODEL(Deal)
ALLO_PAGE_OF(Deal)
ALLO_INPUT(CreateDealInput)
ALLO_INPUT(UpdateDealInput)
ALLO_INPUT(DealFilters)

namespace {

constexpr auto create_deal = detail::post<Deal>("/crm/deals");
constexpr auto get_deal = detail::get<Deal>("/crm/deals/{id}");
constexpr auto update_deal = detail::patch<Deal>("/crm/deals/{id}");
constexpr auto remove_deal = detail::del<void>("/crm/deals/{id}");
constexpr auto search_deals = detail::post<WirePage<Deal>>("/crm/deals/search").reads().pages(detail::PageIn::Body, 1);

void check_currency(std::string_view currency) {
  if (detail::count_utf8(currency) != std::size_t{3}) refuse("currency", "must have 3 characters, such as USD");
}

template <class Search>
detail::Request<WirePage<Deal>> search_of(const Search& input) {
  check_word("sort", input.sort);
  auto request = search_deals();
  request.parts().body = detail::body_by_table(input);
  return request;
}

}  // namespace

Deal DealsResource::create(const CreateDealInput& input, const RequestOptions& options) const {
  check_required("name", input.name);
  if (input.currency) check_currency(*input.currency);
  return core().run(create_deal().body(input), options);
}

Deal DealsResource::get(std::string_view id, const RequestOptions& options) const {
  return core().run(get_deal(id), options);
}

Deal DealsResource::update(std::string_view id, const UpdateDealInput& input, const RequestOptions& options) const {
  auto request = update_deal(id);
  check_changes(input.name, input.status, input.amount, input.currency, input.closed_at, input.company_id);
  check_not_cleared("name", input.name);
  if (const auto* currency = input.currency.value()) check_currency(*currency);
  return core().run(request.body(input), options);
}

void DealsResource::remove(std::string_view id, const RequestOptions& options) const {
  core().run(remove_deal(id), options);
}

Page<Deal> DealsResource::search(const SearchDealsInput& input, const RequestOptions& options) const {
  check_page(input.page, input.size);
  return page_of(core().run(search_of(input).page(input.page, input.size), options));
}

PageRange<Deal> DealsResource::search_all(const SearchDealsRange& input, const RequestOptions& options) const {
  return detail::make_range<Deal>(core_, search_of(input), pull<Deal>, input.range, options);
}

}  // namespace v2
ALLO_NAMESPACE_END
