#include "http/curl_errors.hpp"

#include "http/client_certificate.hpp"
#include "http/proxy.hpp"

#include <allo/errors.hpp>

#include <openssl/x509_vfy.h>
#include <system_error>

#include <cerrno>
#include <optional>
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

/// The alert by which a server refused the client's certificate, where nothing but that can have happened: TLS 1.3
/// tells of it after the handshake, to a connection that has carried nothing before and has brought no byte of a
/// response.
std::optional<std::string_view> refusal_of_certificate(const FailedTransfer& failed) {
  const auto alert = failed.connection.alert();
  if (!alert || !failed.exchange.opened_connection() || failed.exchange.was_answered()) return std::nullopt;
  return alert_about_client_certificate(*alert);
}

TransportError kind_of(const FailedTransfer& failed) {
  const Exchange& exchange = failed.exchange;
  if (exchange.exceeded_bound() != Exchange::Bound::None) return TransportError::TooLarge;
  if (exchange.is_of_another() || exchange.resend_refused()) return TransportError::Receive;
  if (refusal_of_certificate(failed)) return TransportError::Tls;
  if (broke_within_handshake(failed.easy, failed.code, failed.libcurl_text)) return TransportError::Connect;
  switch (failed.code) {
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

/// libcurl's text without OpenSSL's numbers: "SSL_read: tlsv1 alert unknown ca" for "SSL_read: error:0A000418:SSL
/// routines::tlsv1 alert unknown ca".
std::string readable(std::string_view libcurl_text) {
  std::string text(libcurl_text);
  const std::size_t begin = text.find("error:");
  const std::size_t library = begin == std::string::npos ? begin : text.find(':', begin + 6);
  const std::size_t function = library == std::string::npos ? library : text.find(':', library + 1);
  const std::size_t reason = function == std::string::npos ? function : text.find(':', function + 1);
  if (reason != std::string::npos) text.erase(begin, reason + 1 - begin);
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

std::string with_detail(std::string text, std::string_view libcurl_text) {
  const std::string detail = readable(libcurl_text);
  return detail.empty() ? text : text + ": " + detail;
}

/// The proxy that was used, or was to be used.
std::optional<Proxy> proxy_of(const FailedTransfer& failed) {
  std::optional<Proxy> proxy = proxy_named_for(failed.exchange.origin(), failed.options);
  if (!proxy || failed.code == CURLE_COULDNT_RESOLVE_PROXY) return proxy;
  if (failed.code == CURLE_COULDNT_RESOLVE_HOST) return std::nullopt;
  // Whether a list of exceptions keeps it out, libcurl alone knows: it names whom it could not connect to.
  constexpr std::string_view begin = "Failed to connect to ";
  const std::string_view text = failed.libcurl_text;
  const bool is_used = text.substr(0, begin.size()) == begin
                           ? text.substr(begin.size(), proxy->host.size() + 1) == proxy->host + ' '
                           : failed.connection.peer_port() == proxy->port;
  return is_used ? proxy : std::nullopt;
}

/// Whose TLS went wrong.
std::string tls_peer(const FailedTransfer& failed, const std::optional<Proxy>& proxy) {
  const Origin& origin = failed.exchange.origin();
  const bool is_proxys = proxy && proxy->tls && (!origin.tls || failed.connection.tls_layers() < 2);
  return is_proxys ? "the proxy " + proxy->host_and_port() : origin.host_and_port();
}

/// Why, in the words of OpenSSL or libcurl.
std::string tls_detail(const FailedTransfer& failed) {
  if (const auto alert = refusal_of_certificate(failed)) {
    std::string words(*alert);
    for (char& c : words) c = c == '_' ? ' ' : c;
    return "it refused the client's certificate: " + words + " (alert " + std::string(*alert) + ")";
  }
  if (failed.code == CURLE_SSL_CERTPROBLEM) {
    return with_detail(name_of_client_certificate(failed.options) + " cannot be used", failed.libcurl_text);
  }
  for (const CURLINFO info : {CURLINFO_SSL_VERIFYRESULT, CURLINFO_PROXY_SSL_VERIFYRESULT}) {
    long verification = 0;
    curl_easy_getinfo(failed.easy, info, &verification);
    if (verification > X509_V_ERR_UNSPECIFIED) return X509_verify_cert_error_string(verification);
  }
  if (failed.code == CURLE_PEER_FAILED_VERIFICATION) {
    return with_detail("the certificate is not one for this host", failed.libcurl_text);
  }
  if (failed.libcurl_text.empty()) return "the TLS handshake failed";
  return readable(failed.libcurl_text);
}

/// Whom there is no connection to.
std::string unreachable_peer(const FailedTransfer& failed, const std::optional<Proxy>& proxy) {
  const std::string host = failed.exchange.origin().host_and_port();
  if (!failed.options.unix_socket.empty()) return "the Unix socket " + failed.options.unix_socket;
  if (!proxy) return host;
  long proxy_status = 0;
  curl_easy_getinfo(failed.easy, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
  const std::string name = "the proxy " + proxy->host_and_port();
  return proxy_status == 0 ? name : host + " through " + name;
}

std::string connect_detail(const FailedTransfer& failed, const std::optional<Proxy>& proxy) {
  if (failed.code == CURLE_SSL_CONNECT_ERROR) return "it was closed within the TLS handshake";
  long number = 0;
  long proxy_status = 0;
  curl_easy_getinfo(failed.easy, CURLINFO_OS_ERRNO, &number);
  curl_easy_getinfo(failed.easy, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
  if (proxy_status == 407) {
    const bool gave_some = proxy && proxy->has_credentials;
    return std::string("the proxy answered 407: ") +
           (gave_some ? "it refused the credentials that it was given" : "it wants credentials");
  }
  if (proxy_status != 0) return "the proxy answered " + std::to_string(proxy_status);
  return number != 0 ? std::generic_category().message(static_cast<int>(number)) : readable(failed.libcurl_text);
}

std::string timeout_message(const FailedTransfer& failed) {
  const std::string where = failed.exchange.origin().host_and_port();
  if (failed.exchange.was_sent()) return "timed out waiting for the response of " + where;
  return "timed out connecting to " + unreachable_peer(failed, proxy_of(failed));
}

std::string receive_message(const FailedTransfer& failed) {
  const Exchange& exchange = failed.exchange;
  const std::string where = exchange.origin().host_and_port();
  if (exchange.is_of_another()) {
    return "the response of " + where + " is that of an earlier request over the same connection";
  }
  if (exchange.headers_complete() || failed.code == CURLE_PARTIAL_FILE) {
    return "the response of " + where + " was cut off";
  }
  if (failed.code == CURLE_WEIRD_SERVER_REPLY || failed.code == CURLE_UNSUPPORTED_PROTOCOL) {
    return "the response of " + where + " is not HTTP";
  }
  const bool has_detail = failed.code == CURLE_RECV_ERROR || failed.code == CURLE_HTTP2 ||
                          failed.code == CURLE_HTTP2_STREAM || failed.code == CURLE_SEND_ERROR;
  return with_detail("the connection to " + where + " was closed before a response arrived",
                     has_detail ? failed.libcurl_text : std::string_view());
}

std::string message_for(TransportError kind, const FailedTransfer& failed) {
  const Exchange& exchange = failed.exchange;
  const std::string where = exchange.origin().host_and_port();
  const std::optional<Proxy> proxy = proxy_of(failed);
  switch (kind) {
    case TransportError::Timeout:
      return timeout_message(failed);
    case TransportError::Resolve:
      return failed.code == CURLE_COULDNT_RESOLVE_PROXY
                 ? "the host name of the proxy" + (proxy ? ' ' + proxy->host_and_port() : std::string()) +
                       " was not found"
                 : "the host name of " + where + " was not found";
    case TransportError::Connect: {
      const std::string detail = connect_detail(failed, proxy);
      return "no connection to " + unreachable_peer(failed, proxy) + (detail.empty() ? "" : ": " + detail);
    }
    case TransportError::Tls:
      return "no secure connection to " + tls_peer(failed, proxy) + ": " + tls_detail(failed);
    case TransportError::Send:
      return with_detail("the connection to " + where + " broke while the request was being sent", failed.libcurl_text);
    case TransportError::TooLarge:
      return exchange.exceeded_bound() == Exchange::Bound::Body
                 ? "the response of " + where + " is larger than allowed"
                 : "the headers of the response of " + where + " are larger than allowed";
    case TransportError::BadEncoding:
      return "the response of " + where + " has a corrupt or unknown content encoding";
    case TransportError::Receive:
      return receive_message(failed);
    default:
      return "the request to " + where + " failed: " + curl_easy_strerror(failed.code);
  }
}

/// False for what another try meets again: a proxy that refuses credentials. Some lock an account after a few tries.
std::optional<bool> may_pass(const FailedTransfer& failed) {
  long proxy_status = 0;
  curl_easy_getinfo(failed.easy, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
  if (proxy_status == 407) return false;
  return std::nullopt;
}

}  // namespace

void throw_transfer_error(const FailedTransfer& failed) {
  const bool was_sent = failed.exchange.was_sent();
  if (failed.code == CURLE_URL_MALFORMAT && !was_sent) {
    throw InvalidArgumentException("the URL of a request is not valid");
  }
  const TransportError kind = kind_of(failed);
  const bool may_have_been_sent = was_sent && !refusal_of_certificate(failed);
  throw TransportException(kind, message_for(kind, failed), may_have_been_sent, {}, may_pass(failed));
}

void throw_stalled(const Exchange& exchange) {
  const std::string time = std::to_string(exchange.request().stall_timeout.count());
  throw TransportException(TransportError::Timeout,
                           "nothing came from " + exchange.origin().host_and_port() + " for " + time + " ms",
                           exchange.was_sent());
}

void throw_cancelled(const Origin& origin, bool may_have_been_sent) {
  throw TransportException(TransportError::Cancelled, "the request to " + origin.host_and_port() + " was cancelled",
                           may_have_been_sent);
}

}  // namespace detail
ALLO_NAMESPACE_END
