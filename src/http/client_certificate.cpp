#include "http/client_certificate.hpp"

#include "http/curl_global.hpp"

#include <allo/errors.hpp>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

void set_blob(CURL* easy, CURLoption option, const std::string& pem) {
  curl_blob blob{const_cast<char*>(pem.data()), pem.size(), CURL_BLOB_NOCOPY};
  set_option(easy, option, &blob);
}

void check_pem(const char* name, const std::string& pem) {
  if (!pem.empty() && pem.find("-----BEGIN") == std::string::npos) {
    throw InvalidArgumentException(std::string(name) + " holds nothing in PEM form");
  }
}

}  // namespace

void check_client_certificate(const CurlTransportOptions& options) {
  const bool has_file = !options.client_certificate_file.empty();
  const bool has_pem = !options.client_certificate_pem.empty();
  if (has_file && has_pem) {
    throw InvalidArgumentException("client_certificate_file and client_certificate_pem exclude each other");
  }
  if (!options.client_key_file.empty() && !options.client_key_pem.empty()) {
    throw InvalidArgumentException("client_key_file and client_key_pem exclude each other");
  }
  if (!has_file && !has_pem && !(options.client_key_file.empty() && options.client_key_pem.empty())) {
    throw InvalidArgumentException("a client key needs client_certificate_file or client_certificate_pem");
  }
  check_pem("client_certificate_pem", options.client_certificate_pem);
  check_pem("client_key_pem", options.client_key_pem);
}

void set_client_certificate(CURL* easy, const CurlTransportOptions& options) {
  if (options.client_certificate_file.empty() && options.client_certificate_pem.empty()) return;
  if (!options.client_certificate_file.empty()) {
    set_option(easy, CURLOPT_SSLCERT, options.client_certificate_file.c_str());
  } else {
    set_blob(easy, CURLOPT_SSLCERT_BLOB, options.client_certificate_pem);
  }
  if (!options.client_key_file.empty()) {
    set_option(easy, CURLOPT_SSLKEY, options.client_key_file.c_str());
  } else if (!options.client_key_pem.empty()) {
    set_blob(easy, CURLOPT_SSLKEY_BLOB, options.client_key_pem);
  } else if (!options.client_certificate_file.empty()) {
    set_option(easy, CURLOPT_SSLKEY, options.client_certificate_file.c_str());  // The key stands behind it.
  } else {
    set_blob(easy, CURLOPT_SSLKEY_BLOB, options.client_certificate_pem);
  }
  // Also where it is empty: without one OpenSSL would ask for it at the terminal.
  set_option(easy, CURLOPT_KEYPASSWD, options.client_key_password.c_str());
}

std::string name_of_client_certificate(const CurlTransportOptions& options) {
  std::string name = options.client_certificate_file.empty()
                         ? std::string("client_certificate_pem")
                         : "client_certificate_file " + options.client_certificate_file;
  if (!options.client_key_file.empty()) name += " with client_key_file " + options.client_key_file;
  if (!options.client_key_pem.empty()) name += " with client_key_pem";
  return name;
}

std::optional<std::string_view> alert_about_client_certificate(int alert) noexcept {
  switch (alert) {
    case 42:
      return "bad_certificate";
    case 43:
      return "unsupported_certificate";
    case 44:
      return "certificate_revoked";
    case 45:
      return "certificate_expired";
    case 46:
      return "certificate_unknown";
    case 48:
      return "unknown_ca";
    case 49:
      return "access_denied";
    case 116:
      return "certificate_required";
    default:
      return std::nullopt;
  }
}

}  // namespace detail
ALLO_NAMESPACE_END
