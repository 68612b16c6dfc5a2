#ifndef ALLO_TESTS_SUPPORT_FAULT_CONNECTION_HPP
#define ALLO_TESTS_SUPPORT_FAULT_CONNECTION_HPP

#include "support/fault_server.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace allo::test {

/// The server's end of one connection, plain or TLS. `interrupt` may be called from any thread, the rest from one.
class FaultServer::Connection {
 public:
  explicit Connection(int fd) noexcept : fd_(fd) {}
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// The TLS handshake; `offered` takes what the client offers by ALPN. False when the client broke it off.
  bool accept_tls(SSL_CTX* context, std::vector<std::string>& offered);

  bool resumed_session() const { return ssl_ != nullptr && SSL_session_reused(ssl_.get()) == 1; }
  /// Whether the client said good-bye in the way of TLS.
  bool ended_in_order() const { return ssl_ != nullptr && (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }

  /// The next request without its body, or none when the client hung up.
  std::optional<SeenRequest> read_head();
  /// Adds its body. False when the client hung up.
  bool read_body(SeenRequest& request);
  /// Forgets what came, up to and with these bytes. False when the client hung up before.
  bool read_until(std::string_view bytes);
  bool send(std::string_view bytes);
  /// Waits until the client hangs up, at most that long (for ever when negative). True when it did.
  bool wait_for_hang_up(std::chrono::milliseconds time);
  void tunnel_to(std::uint16_t port);

  void wait_until_arrived() const;
  bool send_ticket();
  bool update_keys();
  void demand_certificate();

  void half_close();
  void close_in_order();
  void reset();

  /// Ends the connection under the thread that serves it.
  void interrupt();

 private:
  bool receive_more();
  void close_socket();

  std::mutex mutex_;
  int fd_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, &SSL_free};
  std::string received_;
};

}  // namespace allo::test

#endif
