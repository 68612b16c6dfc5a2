#include "http/socket_bio.hpp"

#if defined(_WIN32)
#include <winsock2.h>
#else
#include <sys/socket.h>
#endif

#include <cstddef>
#include <cstdint>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

#if defined(_WIN32)
constexpr int no_wait_no_signal = 0;  // libcurl's sockets do not wait there either.
#elif defined(MSG_NOSIGNAL)
constexpr int no_wait_no_signal = MSG_DONTWAIT | MSG_NOSIGNAL;
#else
constexpr int no_wait_no_signal = MSG_DONTWAIT;  // There libcurl sets SO_NOSIGPIPE.
#endif

curl_socket_t socket_of(BIO* bio) noexcept {
  return static_cast<curl_socket_t>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

int read_from(BIO* bio, char* to, int room) noexcept {
  BIO_clear_retry_flags(bio);
  const auto size = ::recv(socket_of(bio), to, static_cast<std::size_t>(room), no_wait_no_signal);
  if (size < 0 && BIO_sock_should_retry(static_cast<int>(size)) != 0) BIO_set_retry_read(bio);
  return static_cast<int>(size);
}

int write_to(BIO* bio, const char* from, int count) noexcept {
  BIO_clear_retry_flags(bio);
  const auto size = ::send(socket_of(bio), from, static_cast<std::size_t>(count), no_wait_no_signal);
  if (size < 0 && BIO_sock_should_retry(static_cast<int>(size)) != 0) BIO_set_retry_write(bio);
  return static_cast<int>(size);
}

long control(BIO*, int command, long, void*) noexcept { return command == BIO_CTRL_FLUSH ? 1 : 0; }

BIO_METHOD* make_method() noexcept {
  BIO_METHOD* const method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "allo socket");
  if (method == nullptr) return nullptr;
  BIO_meth_set_read(method, &read_from);
  BIO_meth_set_write(method, &write_to);
  BIO_meth_set_ctrl(method, &control);
  return method;
}

}  // namespace

BIO* new_socket_bio(curl_socket_t socket) noexcept {
  static BIO_METHOD* const method = make_method();  // Never freed: sockets may be looked at until the process ends.
  BIO* const bio = method == nullptr ? nullptr : BIO_new(method);
  if (bio == nullptr) return nullptr;
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket)));
  BIO_set_init(bio, 1);
  return bio;
}

}  // namespace detail
ALLO_NAMESPACE_END
