#ifndef ALLO_SRC_HTTP_CLIENT_CERTIFICATE_HPP
#define ALLO_SRC_HTTP_CLIENT_CERTIFICATE_HPP

#include <allo/transport.hpp>

#include <curl/curl.h>

#include <optional>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// @throws InvalidArgumentException for options that contradict each other.
void check_client_certificate(const CurlTransportOptions& options);

/// Tells `easy` by which certificate it shows who the client is. Files are read for each connection, so that they may
/// be replaced; `options` must outlive the handle.
void set_client_certificate(CURL* easy, const CurlTransportOptions& options);

/// Names the certificate and the key for a message; no secret.
std::string name_of_client_certificate(const CurlTransportOptions& options);

/// The name in RFC 8446 of a TLS alert that says something of the client's certificate; none for any other alert.
std::optional<std::string_view> alert_about_client_certificate(int alert) noexcept;

}  // namespace detail
ALLO_NAMESPACE_END

#endif
