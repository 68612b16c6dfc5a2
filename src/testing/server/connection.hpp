#ifndef ALLO_SRC_TESTING_SERVER_CONNECTION_HPP
#define ALLO_SRC_TESTING_SERVER_CONNECTION_HPP

#include "testing/service/faults.hpp"
#include "testing/service/routes.hpp"

#include <httplib.h>
#include <openssl/ssl.h>

#include <array>
#include <cstddef>
#include <ctime>
#include <memory>
#include <mutex>
#include <set>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// One connection from accept to close, as cpp-httplib reads and writes it: a socket, with TLS or without. Which of the
/// functions override one of cpp-httplib's differs between its versions.
class Connection : public httplib::Stream {
 public:
  /// `tls` none: plain. Does the handshake; see is_open().
  Connection(socket_t socket, SSL_CTX* tls, std::time_t timeout);
  ~Connection();

  /// False where the handshake failed.
  bool is_open() const { return open_; }
  /// Waits for a byte to read; false when the time is up or the connection ended.
  bool wait(std::time_t seconds) const;
  /// Resets it; nothing more goes out.
  void abort();
  /// Closes it in order.
  void finish();

  bool is_readable() const { return wait(timeout_); }
  bool is_writable() const;
  bool wait_readable() const { return is_readable(); }
  bool wait_writable() const { return is_writable(); }
  std::time_t duration() const { return 0; }
  ssize_t read(char* target, std::size_t size);
  ssize_t write(const char* text, std::size_t size);
  void get_remote_ip_and_port(std::string& ip, int& port) const;
  void get_local_ip_and_port(std::string& ip, int& port) const;
  socket_t socket() const { return socket_; }

  // What belongs to it.
  int requests = 0;           ///< Requests read so far, the current one included.
  bool dies_at_next = false;  ///< The next request on it is not answered.
  bool answering = false;     ///< The current request's answer has not gone out yet.
  bool answered = false;      ///< The current request has its answer, empty or not.
  Plan plan{};                ///< What is to be done to the current request.
  Routed request{};           ///< The current one, routed when its head had come.

 private:
  const socket_t socket_;
  const std::time_t timeout_;
  std::unique_ptr<SSL, void (*)(SSL*)> tls_{nullptr, SSL_free};
  bool open_ = true;
  std::array<char, 4096> buffer_{};
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

/// cpp-httplib's server on connections of our own, so that a fault reaches the socket that it is about.
class ConnectionServer : public httplib::Server {
 public:
  /// `tls` none: plain HTTP. It must outlive the server.
  explicit ConnectionServer(SSL_CTX* tls) : tls_(tls) {}

  /// The connection that the calling thread serves.
  static Connection& current();

  /// Lets every connection end once its answer is out.
  void end_reading();

 private:
  bool process_and_close_socket(socket_t socket) override;

  SSL_CTX* const tls_;
  std::mutex mutex_;
  std::set<socket_t> open_;
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
