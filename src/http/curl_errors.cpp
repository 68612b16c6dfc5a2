#include "http/curl_errors.hpp"

#include <allo/errors.hpp>

#include <openssl/x509_vfy.h>
#include <system_error>

#include <cerrno>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

namespace {

/// True when the peer went away within the handshake of TLS, as one does that restarts; libcurl calls it by the code of
/// a handshake that failed for good.
bool broke_within_handshake(CURL* easy, CURLcode code, std::string_view libcurl_text) {
  if (code != CURLE_SSL_CONNECT_ERROR) return false;
  long number = 0;
  curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &number);
  const bool is_reset = number == ECONNRESET || number == EPIPE || number == ECONNABORTED;
  return is_reset || libcurl_text.find("SSL_ERROR_SYSCALL") != std::string_view::npos ||
         libcurl_text.find("unexpected eof") != std::string_view::npos;
}

TransportError kind_of(CURL* easy, CURLcode code, std::string_view libcurl_text, const Exchange& exchange) {
  if (exchange.exceeded_bound() != Exchange::Bound::None) return TransportError::TooLarge;
  if (exchange.resend_refused()) return TransportError::Receive;
  if (broke_within_handshake(easy, code, libcurl_text)) return TransportError::Connect;
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return TransportError::Timeout;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return TransportError::Resolve;
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
      return TransportError::Connect;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_SSL_ENGINE_INITFAILED:
      return TransportError::Tls;
    case CURLE_SEND_ERROR:
    case CURLE_SEND_FAIL_REWIND:
      return TransportError::Send;
    case CURLE_BAD_CONTENT_ENCODING:
    // So libcurl calls bytes behind the end of a compressed body. Callbacks of ours that fail are dealt with above.
    case CURLE_WRITE_ERROR:
      return TransportError::BadEncoding;
#if LIBCURL_VERSION_NUM >= 0x080600
    case CURLE_TOO_LARGE:
#endif
    // libcurl has a bound of its own on headers, below which ours may not be; older versions report it so.
    case CURLE_OUT_OF_MEMORY:
      return exchange.was_sent() && !exchange.headers_complete() ? TransportError::TooLarge : TransportError::Unknown;
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      // Before the request went out, only a proxy can have answered.
      return exchange.was_sent() ? TransportError::Receive : TransportError::Connect;
    default:
      return TransportError::Unknown;
  }
}

/// Why a certificate was refused, in OpenSSL's words, or libcurl's for another failure of TLS.
std::string tls_detail(CURL* easy, CURLcode code) {
  long verification = 0;
  curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &verification);
  if (verification > X509_V_ERR_UNSPECIFIED) return X509_verify_cert_error_string(verification);
  if (code == CURLE_PEER_FAILED_VERIFICATION) return "the certificate is not one for this host";
  return curl_easy_strerror(code);
}

std::string connect_detail(CURL* easy) {
  long number = 0;
  long proxy_status = 0;
  curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &number);
  curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
  if (proxy_status != 0) return ": the proxy answered " + std::to_string(proxy_status);
  return number == 0 ? std::string() : ": " + std::generic_category().message(static_cast<int>(number));
}

std::string message_for(TransportError kind, CURL* easy, CURLcode code, const Exchange& exchange) {
  const std::string where = exchange.origin().host_and_port();
  switch (kind) {
    case TransportError::Timeout:
      return exchange.was_sent() ? "timed out waiting for the response of " + where
                                 : "timed out connecting to " + where;
    case TransportError::Resolve:
      return code == CURLE_COULDNT_RESOLVE_PROXY ? "the host name of the proxy was not found"
                                                 : "the host name of " + where + " was not found";
    case TransportError::Connect:
      return "no connection to " + where +
             (code == CURLE_SSL_CONNECT_ERROR ? ": it was closed within the TLS handshake" : connect_detail(easy));
    case TransportError::Tls:
      return "no secure connection to " + where + ": " + tls_detail(easy, code);
    case TransportError::Send:
      return "the connection to " + where + " broke while the request was being sent";
    case TransportError::TooLarge:
      return exchange.exceeded_bound() == Exchange::Bound::Body
                 ? "the response of " + where + " is larger than allowed"
                 : "the headers of the response of " + where + " are larger than allowed";
    case TransportError::BadEncoding:
      return "the response of " + where + " has a corrupt or unknown content encoding";
    case TransportError::Receive:
      if (exchange.headers_complete() || code == CURLE_PARTIAL_FILE) return "the response of " + where + " was cut off";
      if (code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_UNSUPPORTED_PROTOCOL)
        return "the response of " + where + " is not HTTP";
      return "the connection to " + where + " was closed before a response arrived";
    default:
      return "the request to " + where + " failed: " + curl_easy_strerror(code);
  }
}

}  // namespace

void throw_transfer_error(CURL* easy, CURLcode code, std::string_view libcurl_text, const Exchange& exchange) {
  if (code == CURLE_URL_MALFORMAT && !exchange.was_sent())
    throw InvalidArgumentException("the URL of a request is not valid");
  const TransportError kind = kind_of(easy, code, libcurl_text, exchange);
  throw TransportException(kind, message_for(kind, easy, code, exchange), exchange.was_sent());
}

void throw_cancelled(const Origin& origin, bool may_have_been_sent) {
  throw TransportException(TransportError::Cancelled, "the request to " + origin.host_and_port() + " was cancelled",
                           may_have_been_sent);
}

}  // namespace detail
ALLO_NAMESPACE_END
