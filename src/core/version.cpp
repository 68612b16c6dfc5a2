#include <allo/version.hpp>

namespace allo {

const char* version() noexcept { return ALLO_VERSION_STRING; }

}  // namespace allo
