#include "support/fault_connection.hpp"

#include "base/text.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <linux/sockios.h>
#include <thread>

namespace allo::test {

FaultServer::Connection::~Connection() { close_socket(); }

bool FaultServer::Connection::accept_tls(SSL_CTX* context, std::vector<std::string>& offered) {
  ssl_.reset(SSL_new(context));
  SSL_set_fd(ssl_.get(), fd_);
  SSL_set_app_data(ssl_.get(), &offered);
  return SSL_accept(ssl_.get()) == 1;
}

bool FaultServer::Connection::receive_more() {
  std::array<char, 16384> buffer{};
  const auto size = ssl_ ? SSL_read(ssl_.get(), buffer.data(), static_cast<int>(buffer.size()))
                         : static_cast<int>(::recv(fd_, buffer.data(), buffer.size(), 0));
  if (size <= 0) return false;
  received_.append(buffer.data(), static_cast<std::size_t>(size));
  return true;
}

std::optional<SeenRequest> FaultServer::Connection::read_head() {
  constexpr std::string_view end_of_head = "\r\n\r\n";
  std::size_t head_size = 0;
  while ((head_size = received_.find(end_of_head)) == std::string::npos) {
    if (!receive_more()) return std::nullopt;
  }
  SeenRequest request;
  request.head = received_.substr(0, head_size);
  received_.erase(0, head_size + end_of_head.size());
  const std::size_t method_end = request.head.find(' ');
  request.method = request.head.substr(0, method_end);
  request.target = request.head.substr(method_end + 1, request.head.find(' ', method_end + 1) - method_end - 1);
  return request;
}

bool FaultServer::Connection::read_body(SeenRequest& request) {
  std::size_t length = 0;
  if (const auto text = request.header("Content-Length"))
    std::from_chars(text->data(), text->data() + text->size(), length);
  while (received_.size() < length) {
    if (!receive_more()) return false;
  }
  request.body = received_.substr(0, length);
  received_.erase(0, length);
  return true;
}

bool FaultServer::Connection::read_until(std::string_view bytes) {
  std::size_t at = 0;
  while ((at = received_.find(bytes)) == std::string::npos) {
    if (!receive_more()) return false;
  }
  received_.erase(0, at + bytes.size());
  return true;
}

bool FaultServer::Connection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t part = std::min<std::size_t>(bytes.size(), 1U << 20U);
    const auto size = ssl_ ? SSL_write(ssl_.get(), bytes.data(), static_cast<int>(part))
                           : static_cast<int>(::send(fd_, bytes.data(), part, MSG_NOSIGNAL));
    if (size <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

bool FaultServer::Connection::wait_for_hang_up(std::chrono::milliseconds time) {
  pollfd entry{fd_, POLLRDHUP, 0};
  return ::poll(&entry, 1, static_cast<int>(time.count())) != 0;
}

void FaultServer::Connection::tunnel_to(std::uint16_t port) {
  const int target = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  if (::connect(target, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    std::array<pollfd, 2> ends{{{fd_, POLLIN, 0}, {target, POLLIN, 0}}};
    for (bool open = true; open && ::poll(ends.data(), ends.size(), -1) > 0;) {
      if (ends[0].revents != 0) {
        open = receive_more();
        while (open && ssl_ && SSL_pending(ssl_.get()) > 0) open = receive_more();
        const auto size = static_cast<ssize_t>(received_.size());
        open = open && ::send(target, received_.data(), received_.size(), MSG_NOSIGNAL) == size;
        received_.clear();
      }
      if (open && ends[1].revents != 0) {
        std::array<char, 16384> buffer{};
        const ssize_t size = ::recv(target, buffer.data(), buffer.size(), 0);
        open = size > 0 && send(std::string_view(buffer.data(), static_cast<std::size_t>(size)));
      }
    }
  }
  ::close(target);
}

void FaultServer::Connection::wait_until_arrived() const {
  int on_its_way = 1;
  while (::ioctl(fd_, SIOCOUTQ, &on_its_way) == 0 && on_its_way > 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

bool FaultServer::Connection::send_ticket() {
  return SSL_new_session_ticket(ssl_.get()) == 1 && SSL_do_handshake(ssl_.get()) == 1;
}

bool FaultServer::Connection::update_keys() {
  return SSL_key_update(ssl_.get(), SSL_KEY_UPDATE_REQUESTED) == 1 && SSL_do_handshake(ssl_.get()) == 1;
}

void FaultServer::Connection::demand_certificate() {
  SSL_set_verify(ssl_.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  char byte = 0;
  if (SSL_verify_client_post_handshake(ssl_.get()) == 1 && SSL_do_handshake(ssl_.get()) == 1) {
    SSL_read(ssl_.get(), &byte, 1);  // Fails, and sends the alert.
  }
}

void FaultServer::Connection::half_close() { ::shutdown(fd_, SHUT_WR); }

void FaultServer::Connection::close_in_order() {
  if (ssl_) SSL_shutdown(ssl_.get());
  close_socket();
}

void FaultServer::Connection::reset() {
  const linger at_once{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close_socket();
}

void FaultServer::Connection::close_socket() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (fd_ != -1) ::close(fd_);
  fd_ = -1;
}

void FaultServer::Connection::interrupt() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (fd_ != -1) ::shutdown(fd_, SHUT_RDWR);
}

}  // namespace allo::test
