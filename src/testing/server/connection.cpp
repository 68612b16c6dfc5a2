#include "testing/server/connection.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

thread_local Connection* connection_of_this_thread = nullptr;

bool is_ready(socket_t socket, short what, std::time_t seconds) {
  pollfd entry{socket, what, 0};
  return poll(&entry, 1, static_cast<int>(seconds) * 1000) > 0;
}

void read_address(const sockaddr_storage& address, std::string& ip, int& port) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
  const bool is_v4 = address.ss_family == AF_INET;
  const void* const bytes = is_v4 ? static_cast<const void*>(&v4.sin_addr) : &v6.sin6_addr;
  if (inet_ntop(address.ss_family, bytes, text.data(), text.size()) != nullptr) ip = text.data();
  port = ntohs(is_v4 ? v4.sin_port : v6.sin6_port);
}

template <class GetName>
void read_name(GetName get_name, socket_t socket, std::string& ip, int& port) {
  sockaddr_storage address{};
  socklen_t length = sizeof(address);
  if (get_name(socket, reinterpret_cast<sockaddr*>(&address), &length) == 0) read_address(address, ip, port);
}

}  // namespace

Connection::Connection(socket_t socket, SSL_CTX* tls, std::time_t timeout) : socket_(socket), timeout_(timeout) {
  const timeval bound{timeout, 0};
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &bound, sizeof(bound));
  setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &bound, sizeof(bound));
  if (tls == nullptr) return;
  tls_.reset(SSL_new(tls));
  open_ = tls_ && SSL_set_fd(tls_.get(), socket) == 1 && SSL_accept(tls_.get()) == 1;
}

Connection::~Connection() { close(socket_); }

bool Connection::wait(std::time_t seconds) const {
  return begin_ < end_ || (tls_ && SSL_pending(tls_.get()) > 0) || is_ready(socket_, POLLIN, seconds);
}

bool Connection::is_writable() const { return open_ && is_ready(socket_, POLLOUT, timeout_); }

ssize_t Connection::read(char* target, std::size_t size) {
  if (begin_ == end_) {
    if (!is_readable()) return -1;
    ssize_t got = -1;
    do {
      got = tls_ ? SSL_read(tls_.get(), buffer_.data(), static_cast<int>(buffer_.size()))
                 : recv(socket_, buffer_.data(), buffer_.size(), 0);
    } while (!tls_ && got < 0 && errno == EINTR);
    if (got <= 0) return got;
    begin_ = 0;
    end_ = static_cast<std::size_t>(got);
  }
  const std::size_t count = std::min(size, end_ - begin_);
  std::memcpy(target, buffer_.data() + begin_, count);
  begin_ += count;
  return static_cast<ssize_t>(count);
}

ssize_t Connection::write(const char* text, std::size_t size) {
  if (!is_writable()) return -1;
  return tls_ ? SSL_write(tls_.get(), text, static_cast<int>(size)) : send(socket_, text, size, MSG_NOSIGNAL);
}

void Connection::get_remote_ip_and_port(std::string& ip, int& port) const { read_name(getpeername, socket_, ip, port); }
void Connection::get_local_ip_and_port(std::string& ip, int& port) const { read_name(getsockname, socket_, ip, port); }

void Connection::abort() {
  // Closing it now sends a reset instead of an end.
  const linger at_once{1, 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  open_ = false;
}

void Connection::finish() {
  if (!open_) return;
  if (tls_) SSL_shutdown(tls_.get());
  shutdown(socket_, SHUT_RDWR);
}

Connection& ConnectionServer::current() { return *connection_of_this_thread; }

void ConnectionServer::end_reading() {
  const std::lock_guard lock{mutex_};
  for (const socket_t socket : open_) shutdown(socket, SHUT_RD);
}

bool ConnectionServer::process_and_close_socket(socket_t socket) {
  {
    const std::lock_guard lock{mutex_};
    open_.insert(socket);
  }
  Connection connection{socket, tls_, read_timeout_sec_};
  connection_of_this_thread = &connection;
  bool good = connection.is_open();
  bool closed = false;
  while (good && !closed && connection.is_open() && svr_sock_ != INVALID_SOCKET &&
         connection.wait(keep_alive_timeout_sec_)) {
    good = process_request(connection, false, closed, nullptr);
  }
  connection.finish();
  const std::lock_guard lock{mutex_};
  open_.erase(socket);
  return good;
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
