#ifndef ALLO_SRC_HTTP_DEFAULT_TRANSPORT_HPP
#define ALLO_SRC_HTTP_DEFAULT_TRANSPORT_HPP

#include <allo/transport.hpp>

#include <memory>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// The libcurl transport that clients without one of their own share. It lives as long as one of them does. Safe from
/// many threads, while static objects are made and destroyed, and in a forked child.
/// @throws TransportException when libcurl cannot be initialised.
std::shared_ptr<HttpTransport> default_transport();

}  // namespace detail
ALLO_NAMESPACE_END

#endif
