#include <allo/version.hpp>

ALLO_NAMESPACE_BEGIN

const char* version() noexcept { return ALLO_VERSION_STRING; }

ALLO_NAMESPACE_END
