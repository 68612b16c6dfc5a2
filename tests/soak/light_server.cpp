#include "soak/light_server.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

namespace allo::test {
namespace {

std::string response(std::string_view body) {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + std::string(body);
}

/// Size of the complete request at the beginning of `received`; 0 when it is not complete yet.
std::size_t request_size(const std::string& received) {
  const std::size_t end = received.find("\r\n\r\n");
  if (end == std::string::npos) return 0;
  constexpr std::string_view name = "Content-Length: ";
  const std::size_t length = received.find(name);
  const std::size_t body = length < end ? std::strtoul(received.c_str() + length + name.size(), nullptr, 10) : 0;
  const std::size_t size = end + 4 + body;
  return received.size() >= size ? size : 0;
}

}  // namespace

LightServer::LightServer(std::string_view get_body, std::string_view other_body)
    : get_response_(response(get_body)), other_response_(response(other_body)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) != 0 || ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("no loopback port for the server");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_connections(); });
}

LightServer::~LightServer() {
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  for (const int fd : connections_) ::shutdown(fd, SHUT_RDWR);
  for (std::thread& thread : threads_) thread.join();
  for (const int fd : connections_) ::close(fd);
  ::close(listener_);
}

void LightServer::accept_connections() {
  for (;;) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    const int yes = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    connections_.push_back(fd);
    threads_.emplace_back([this, fd] { serve(fd); });
  }
}

void LightServer::serve(int fd) const {
  std::string received;
  std::array<char, 4096> buffer{};
  for (;;) {
    std::size_t size = 0;
    while ((size = request_size(received)) == 0) {
      const ssize_t count = ::recv(fd, buffer.data(), buffer.size(), 0);
      if (count <= 0) return;
      received.append(buffer.data(), static_cast<std::size_t>(count));
    }
    const std::string& answer = received.starts_with("GET ") ? get_response_ : other_response_;
    received.erase(0, size);
    if (::send(fd, answer.data(), answer.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(answer.size())) return;
  }
}

}  // namespace allo::test
