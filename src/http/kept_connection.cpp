#include "http/kept_connection.hpp"

#include "http/socket_bio.hpp"

#include <openssl/err.h>

#if defined(_WIN32)
#include <winsock2.h>
#else
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#endif

#include <algorithm>
#include <cstring>
#include <functional>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

/// Where a TLS context keeps the connection that it belongs to.
int context_slot() noexcept {
  static const int slot = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return slot;
}

/// Whether reading would not wait, be it for bytes, for the end or for an error.
bool is_readable(curl_socket_t socket) noexcept {
#if defined(_WIN32)
  WSAPOLLFD entry{socket, POLLIN, 0};
  return ::WSAPoll(&entry, 1, 0) != 0;
#else
  pollfd entry{socket, POLLIN, 0};
  return ::poll(&entry, 1, 0) != 0;
#endif
}

/// Whether TLS finds more than messages of its own. libcurl's way to the socket works within libcurl only, so OpenSSL
/// gets another one for the time of the look; what it has read of a record stays with it.
bool holds_more_than_tickets(SSL* ssl, curl_socket_t socket) noexcept {
  BIO* const look = new_socket_bio(socket);
  if (look == nullptr) return true;
  BIO* const reader = SSL_get_rbio(ssl);
  BIO* const writer = SSL_get_wbio(ssl);
  BIO_up_ref(reader);
  BIO_up_ref(writer);
  BIO_up_ref(look);
  SSL_set0_rbio(ssl, look);
  SSL_set0_wbio(ssl, look);
  // libcurl would keep the tickets for the transfer under way, of which there is none.
  SSL_CTX* const context = SSL_get_SSL_CTX(ssl);
  const auto keep_session = SSL_CTX_sess_get_new_cb(context);
  SSL_CTX_sess_set_new_cb(context, nullptr);
  bool is_quiet = false;
  for (bool again = true; again;) {
    char byte = 0;
    const int size = SSL_peek(ssl, &byte, 1);
    is_quiet = SSL_get_error(ssl, size) == SSL_ERROR_WANT_READ;
    again = is_quiet && is_readable(socket);
  }
  ERR_clear_error();
  SSL_CTX_sess_set_new_cb(context, keep_session);
  SSL_set0_rbio(ssl, reader);
  SSL_set0_wbio(ssl, writer);
  return !is_quiet;
}

}  // namespace

void KeptConnection::opening(const curl_sockaddr& address) noexcept {
  *this = KeptConnection{};
  if (address.family != AF_INET && address.family != AF_INET6) return;
  peer_port_ = ntohs(reinterpret_cast<const sockaddr_in&>(address.addr).sin_port);  // At the same place in both.
}

void KeptConnection::securing(SSL_CTX* context) noexcept {
  ++tls_layers_;
  SSL_CTX_set_ex_data(context, context_slot(), this);
  SSL_CTX_set_info_callback(context, &on_tls_event);
}

void KeptConnection::on_tls_event(const SSL* ssl, int where, int value) noexcept {
  constexpr int close_notify = 0;
  const int description = value & 0xFF;
  if ((where & SSL_CB_READ_ALERT) != SSL_CB_READ_ALERT || description == close_notify) return;
  auto* const self = static_cast<KeptConnection*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), context_slot()));
  if (self != nullptr && !self->alert_) self->alert_ = description;
}

void KeptConnection::carry(CURL* easy, std::string_view id) noexcept {
  if (carried_count_ == 0) {
    // Counted by securing(), which is told of sessions of our OpenSSL alone. With two of them, the outer one's bytes
    // are what arrives at the socket.
    curl_tlssessioninfo* session = nullptr;
    if (tls_layers_ == 1) curl_easy_getinfo(easy, CURLINFO_TLS_SSL_PTR, &session);
    if (session != nullptr) ssl_ = static_cast<SSL*>(session->internals);
  }
  current_ = id;
  carried_[carried_count_++ % carried_.size()] = std::hash<std::string_view>{}(id);
}

void KeptConnection::keep(CURL* easy) noexcept {
  if (socket_ == CURL_SOCKET_BAD) curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &socket_);
}

void KeptConnection::closing(curl_socket_t socket) noexcept {
  if (socket == socket_) socket_ = CURL_SOCKET_BAD;
}

bool KeptConnection::is_spoilt() noexcept {
  if (socket_ == CURL_SOCKET_BAD || is_multiplexed_) return false;
  const bool has_more = is_readable(socket_) || (ssl_ != nullptr && SSL_has_pending(ssl_) == 1);
  return has_more && (ssl_ == nullptr || holds_more_than_tickets(ssl_, socket_));
}

void KeptConnection::hear_last_words() noexcept {
  if (ssl_ != nullptr && socket_ != CURL_SOCKET_BAD) holds_more_than_tickets(ssl_, socket_);
}

bool KeptConnection::carried_before(std::string_view id) const noexcept {
  if (id == current_) return false;
  const std::size_t hash = std::hash<std::string_view>{}(id);
  return std::find(carried_.begin(), carried_.end(), hash) != carried_.end();
}

}  // namespace detail
ALLO_NAMESPACE_END
