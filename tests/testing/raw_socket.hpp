#ifndef ALLO_TESTS_TESTING_RAW_SOCKET_HPP
#define ALLO_TESTS_TESTING_RAW_SOCKET_HPP

#include <allo/export.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing {

/// A TCP connection to a loopback port, for what no HTTP client would send or show.
class RawSocket {
 public:
  explicit RawSocket(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
    const timeval bound{20, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &bound, sizeof(bound));
  }
  ~RawSocket() { close(socket_); }
  RawSocket(const RawSocket&) = delete;
  RawSocket& operator=(const RawSocket&) = delete;

  bool connected() const { return connected_; }

  bool send(std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// Sends nothing more, so that nobody waits for the rest.
  void finish() { shutdown(socket_, SHUT_WR); }

  /// Reads until `end` was seen or the connection ended.
  std::string read_until(std::string_view end) {
    std::string text;
    char buffer[4096];
    while (text.find(end) == std::string::npos) {
      const ssize_t got = recv(socket_, buffer, sizeof(buffer), 0);
      last_error_ = got < 0 ? errno : 0;
      if (got <= 0) break;
      text.append(buffer, static_cast<std::size_t>(got));
    }
    return text;
  }

  /// Reads until the connection ends.
  std::string read_all() { return read_until(std::string_view{"\0never\0", 7}); }

  /// Why the last read ended: 0 for an orderly end.
  int last_error() const { return last_error_; }

 private:
  int socket_;
  bool connected_ = false;
  int last_error_ = 0;
};

/// A request line and headers for the default key.
inline std::string head(const std::string& method, const std::string& path, const std::string& more = {}) {
  return method + " /v1/api" + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: allo_sandbox_key\r\n" + more +
         "\r\n";
}

}  // namespace testing
ALLO_NAMESPACE_END

#endif
