#ifndef ALLO_TRANSPORT_HPP
#define ALLO_TRANSPORT_HPP

#include <allo/export.hpp>
#include <allo/http.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

ALLO_NAMESPACE_BEGIN

/// The one seam of the library: sends a request, gives its response. Implement it to test without a network or to use
/// another HTTP stack. Authentication, retries, pacing and errors live above it.
class ALLO_EXPORT HttpTransport {
 public:
  HttpTransport() = default;
  HttpTransport(const HttpTransport&) = delete;
  HttpTransport& operator=(const HttpTransport&) = delete;
  virtual ~HttpTransport();

  /// Sends `request` once and waits for the response, whatever its status. Must be callable from many threads at once,
  /// must not follow redirects and must not repeat a write on its own.
  /// @throws TransportException when no complete response arrived.
  virtual HttpResponse send(const HttpRequest& request) = 0;

  /// True when no request leaves this machine, whatever its URL says, as over a Unix socket: then a client takes http.
  virtual bool stays_on_this_machine() const noexcept;
};

/// How a proxy is told who the client is.
enum class ProxyAuth {
  Basic,   ///< User and password go to the proxy with each request or connection.
  Digest,  ///< The proxy asks first and is answered without the password; plain HTTP takes a second pass for that.
};

/// What the libcurl transport can be told.
struct CurlTransportOptions {
  std::size_t max_connections = 64;                      ///< Requests at one time; a further one waits. At least 1.
  std::size_t max_response_bytes = 64U * 1024U * 1024U;  ///< Bound on a response body after decompression.
  std::size_t max_header_bytes = 256U * 1024U;           ///< Bound on all headers of a response together.
  std::chrono::seconds idle_timeout{60};                 ///< A connection idle for longer is not used again.
  /// Offers HTTP/2 over TLS. It costs more than it gives here: a pooled handle does not multiplex.
  bool http2 = false;
  bool compression = true;  ///< Sends `Accept-Encoding` with what libcurl was built with.
  /// Such as "http://user:password@proxy:3128" or "https://proxy:3129"; used for every host but those of `no_proxy`,
  /// whatever the environment says. Empty: the environment's, as libcurl reads it, but for this machine's own addresses
  /// none.
  std::string proxy{};
  /// Hosts that are reached without a proxy, with commas between them: "example.com" with its subdomains, "10.0.0.0/8",
  /// or "*" for all. Stands in the place of the environment's `NO_PROXY`.
  std::string no_proxy{};
  ProxyAuth proxy_auth = ProxyAuth::Basic;  ///< How the user and password of the proxy are used.
  bool direct = false;                      ///< No proxy at all, whatever the environment says.
  std::string ca_file{};                    ///< PEM bundle to trust instead of the system's.
  std::string ca_directory{};               ///< Hashed directory of certificates to trust instead of the system's.
  std::string ca_pem{};                     ///< PEM text to trust instead of the system's.
  std::string additional_ca_file{};         ///< PEM bundle to trust besides the system's, or besides those above.
  std::string additional_ca_pem{};          ///< PEM text to trust besides the system's, or besides those above.
  /// @{
  /// The certificate that shows a server who the client is, with what leads up to its authority: the path of a PEM
  /// file, or PEM text. A file is read for each connection.
  std::string client_certificate_file{};
  std::string client_certificate_pem{};
  /// @}
  /// @{
  /// The private key of that certificate, in the same ways. Neither: it stands with the certificate.
  std::string client_key_file{};
  std::string client_key_pem{};
  /// @}
  std::string client_key_password{};  ///< Of the private key, where it is encrypted.
  /// Path of a Unix socket over which every request goes, whatever the host of its URL; no proxy is then used.
  std::string unix_socket{};
};

/// A transport on libcurl: pooled connections with keep-alive, TLS verification always on, no redirects, no thread of
/// its own, no signal handlers. Safe to use from many threads and to share between many clients; sharing one transport
/// shares its connections. Lives until the last client that uses it is gone. The certificates to trust are read at its
/// first secure request, once; those of the system once in a process: libcurl's bundle and directory, or what
/// `SSL_CERT_FILE` and `SSL_CERT_DIR` name. A read (GET) whose kept connection turns out dead is sent again over a new
/// one.
/// @throws InvalidArgumentException for an option out of bounds; TransportException when libcurl cannot be initialised.
ALLO_EXPORT std::shared_ptr<HttpTransport> make_curl_transport(CurlTransportOptions options = {});

ALLO_NAMESPACE_END

#endif
