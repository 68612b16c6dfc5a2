#include "base/per_process.hpp"

#if !defined(_WIN32)
#include <unistd.h>
#endif

ALLO_NAMESPACE_BEGIN
namespace detail {

#if defined(_WIN32)
long current_process() noexcept { return 0; }
#else
long current_process() noexcept { return ::getpid(); }
#endif

}  // namespace detail
ALLO_NAMESPACE_END
