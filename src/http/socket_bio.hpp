#ifndef ALLO_SRC_HTTP_SOCKET_BIO_HPP
#define ALLO_SRC_HTTP_SOCKET_BIO_HPP

#include <allo/version.hpp>

#include <curl/curl.h>
#include <openssl/bio.h>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// A way for OpenSSL to a socket that never waits and, unlike OpenSSL's own, raises no SIGPIPE. It does not own the
/// socket. Null when memory is used up.
BIO* new_socket_bio(curl_socket_t socket) noexcept;

}  // namespace detail
ALLO_NAMESPACE_END

#endif
