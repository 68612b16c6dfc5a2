#include "support/ports.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace allo::test {

namespace {

sockaddr_in loopback() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// Binds `fd` to a free loopback port and gives its address.
sockaddr_in bind_somewhere(int fd) {
  sockaddr_in address = loopback();
  socklen_t size = sizeof address;
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("no free loopback port");
  }
  return address;
}

}  // namespace

ReservedPort::ReservedPort() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const int yes = 1;
  for (const int option : {SO_REUSEADDR, SO_REUSEPORT}) ::setsockopt(fd_, SOL_SOCKET, option, &yes, sizeof yes);
  port_ = ntohs(bind_somewhere(fd_).sin_port);
}

ReservedPort::~ReservedPort() { ::close(fd_); }

SilentPort::SilentPort() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const sockaddr_in address = bind_somewhere(listener_);
  port_ = ntohs(address.sin_port);
  // A full queue of connections that nobody accepts: the kernel drops what asks for more.
  ::listen(listener_, 0);
  for (int i = 0; i < 2; ++i) {
    waiting_.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    ::connect(waiting_.back(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }
}

SilentPort::~SilentPort() {
  for (const int fd : waiting_) ::close(fd);
  ::close(listener_);
}

}  // namespace allo::test
