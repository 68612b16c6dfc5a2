#include "v1/tables/page.hpp"

#include "json/model.hpp"

ALLO_NAMESPACE_BEGIN

ALLO_MODEL(Pagination)
ALLO_MODEL(PageMetadata)

ALLO_NAMESPACE_END
