#ifndef ALLO_SRC_HTTP_KEPT_CONNECTION_HPP
#define ALLO_SRC_HTTP_KEPT_CONNECTION_HPP

#include <allo/version.hpp>

#include <curl/curl.h>
#include <openssl/ssl.h>

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// What is known of the one connection that a handle keeps, told by libcurl's callbacks: its socket, its TLS session
/// and what was asked over it. Used by one thread at a time.
class KeptConnection {
 public:
  /// A socket for `address` is about to be opened; what is known of an earlier connection is forgotten.
  void opening(const curl_sockaddr& address) noexcept;
  /// A TLS session with the certificates and callbacks of `context` is about to begin over it.
  void securing(SSL_CTX* context) noexcept;
  /// It is about to carry a request that is named `id`, which must outlive the request.
  void carry(CURL* easy, std::string_view id) noexcept;
  /// The request was carried out, and `easy` is not detached yet: libcurl tells of the socket now.
  void keep(CURL* easy) noexcept;
  /// `socket` is about to be closed.
  void closing(curl_socket_t socket) noexcept;
  /// From now on libcurl itself tells the answers apart, by the streams of HTTP/2.
  void set_multiplexed() noexcept { is_multiplexed_ = true; }

  /// True when something has arrived that nobody asked for, or when the peer has hung up: a request over it could get
  /// an answer that is not its own. Does not wait. Session tickets of TLS 1.3, which arrive in the same way, are read.
  bool is_spoilt() noexcept;

  /// After a failure: reads the alert by which the peer took its leave, where libcurl has not got to it, as when it
  /// could not send.
  void hear_last_words() noexcept;

  /// True for the name of a request that went out over this connection before the current one. Only the last 64 are
  /// remembered.
  bool carried_before(std::string_view id) const noexcept;

  /// The TLS alert that ended the connection, if one did.
  std::optional<int> alert() const noexcept { return alert_; }
  /// TLS sessions over it: 2 for a secure server behind a secure proxy.
  int tls_layers() const noexcept { return tls_layers_; }
  /// The port that it leads to; 0 where there is none.
  int peer_port() const noexcept { return peer_port_; }

 private:
  static void on_tls_event(const SSL* ssl, int where, int value) noexcept;

  curl_socket_t socket_ = CURL_SOCKET_BAD;
  SSL* ssl_ = nullptr;  // Gone with the socket. None where it is not OpenSSL's, or not directly over the socket.
  bool is_multiplexed_ = false;
  int tls_layers_ = 0;
  int peer_port_ = 0;
  std::optional<int> alert_;
  std::string_view current_;               // The name of the request under way.
  std::array<std::size_t, 64> carried_{};  // Hashes of names, the current one among them; 0 stands for none.
  std::size_t carried_count_ = 0;
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
