#include "base/words.hpp"

#include <allo/v2/crm.hpp>

ALLO_NAMESPACE_BEGIN
namespace v2 {
namespace {

constexpr detail::Word<CrmSort> crm_sorts[] = {
    {CrmSort::DateDesc, "DATE_DESC"}, {CrmSort::DateAsc, "DATE_ASC"},         {CrmSort::NameAsc, "NAME_ASC"},
    {CrmSort::NameDesc, "NAME_DESC"}, {CrmSort::CreatedDesc, "CREATED_DESC"}, {CrmSort::CreatedAsc, "CREATED_ASC"},
};

}  // namespace

ALLO_WORDS(CrmSort, crm_sorts)

}  // namespace v2
ALLO_NAMESPACE_END
