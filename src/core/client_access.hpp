#ifndef ALLO_SRC_CORE_CLIENT_ACCESS_HPP
#define ALLO_SRC_CORE_CLIENT_ACCESS_HPP

#include "core/core.hpp"

#include <allo/client.hpp>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// From a client to what it stands on, and back.
struct ClientAccess {
  static const Core& core(const AlloClient& client) noexcept { return client.core(); }
  static AlloClient client(const Handle& core) { return AlloClient{core}; }
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
