#ifndef ALLO_SRC_CORE_API_VERSION_HPP
#define ALLO_SRC_CORE_API_VERSION_HPP

#include <allo/version.hpp>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// What sets the versions of the API apart for whoever carries requests out.
struct ApiVersion {
  bool documents_keys;        ///< It honours `Idempotency-Key`, so every write carries one unless the policy says no.
  bool refusals_always_pass;  ///< A 429 is waited out even where its body says that it will not pass.
};

inline constexpr ApiVersion api_1{false, false};
inline constexpr ApiVersion api_2{true, true};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
