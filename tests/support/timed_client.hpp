#ifndef ALLO_TESTS_SUPPORT_TIMED_CLIENT_HPP
#define ALLO_TESTS_SUPPORT_TIMED_CLIENT_HPP

#include "core/client_access.hpp"

#include <utility>

namespace allo::test {

/// The core of a client whose time is the test's. The options must name a transport.
inline detail::SharedObject<detail::Core> timed_core(AlloClientOptions options, detail::TimeSource time) {
  return detail::make_shared_object<detail::Core>(std::move(options), detail::api_1, std::move(time));
}

/// A client whose time is the test's. The options must name a transport.
inline AlloClient timed_client(AlloClientOptions options, detail::TimeSource time) {
  return detail::ClientAccess::client(timed_core(std::move(options), std::move(time)));
}

}  // namespace allo::test

#endif
