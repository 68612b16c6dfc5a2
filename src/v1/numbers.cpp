#include "core/core.hpp"
#include "json/model.hpp"
#include "v1/tables/page.hpp"

#include <allo/numbers.hpp>

ALLO_NAMESPACE_BEGIN
// One line per field.
// clang-format off
namespace detail {

template <>
struct Table<PhoneNumber> : ModelTable {
  static constexpr Field fields[] = {
      field<&PhoneNumber::number>("number"),
      field<&PhoneNumber::name>("name"),
      field<&PhoneNumber::country>("country"),
      field<&PhoneNumber::is_shared_number>("is_shared_number"),
  };
};

}  // namespace detail
// clang-format on

ALLO_MODEL(PhoneNumber)
ALLO_PAGE_OF(PhoneNumber)

namespace {

constexpr auto list_numbers = detail::get<std::vector<PhoneNumber>>("/numbers");

}  // namespace

std::vector<PhoneNumber> NumbersResource::list(const RequestOptions& options) const {
  return core().run(list_numbers(), options);
}

ALLO_NAMESPACE_END
