#ifndef ALLO_TESTS_SUPPORT_FAULT_SERVER_HPP
#define ALLO_TESTS_SUPPORT_FAULT_SERVER_HPP

#include "support/certificates.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace allo::test {

/// A complete request as the server saw it.
struct SeenRequest {
  int connection = 0;            ///< Counted from 0 in the order in which they were accepted.
  int number_on_connection = 0;  ///< Counted from 0.
  std::string method{};
  std::string target{};
  std::string head{};  ///< Request line and header lines as sent, the empty line excluded.
  std::string body{};

  /// The value of the first header of that name, compared without case.
  std::optional<std::string> header(std::string_view name) const;
};

/// One thing that the server does on a connection.
struct Step {
  enum class Kind {
    Send,
    Drip,
    Call,
    Stall,
    HalfClose,
    Close,
    Reset,
    Tunnel,
    Cue,
    Arrived,
    Ticket,
    KeyUpdate,
    DemandCertificate,
    ReadUntil
  };
  Kind kind = Kind::Send;
  std::string bytes{};
  std::chrono::milliseconds pause{};
  std::function<void()> function{};
  std::uint16_t port = 0;
};

/// What the server does, in order. After the last step it reads the next request of the connection.
using Script = std::vector<Step>;

Step send_bytes(std::string bytes);
/// Sends one byte at a time with `pause` between them.
Step drip(std::string bytes, std::chrono::milliseconds pause);
/// Calls `function` on the connection's thread.
Step call(std::function<void()> function);
/// Does nothing until the client hangs up or the server is destroyed.
Step stall();
/// Says that nothing more will be sent, without the end of TLS.
Step half_close();
/// Ends the connection in order.
Step close_connection();
/// Ends the connection with RST.
Step reset_connection();
/// Waits until FaultServer::give_cue is called.
Step wait_for_cue();
/// Waits until the client's system has all that was sent, then lets give_cue return.
Step tell_when_arrived();
/// Sends a session ticket of TLS 1.3, which nobody asked for and which is nobody's answer.
Step send_ticket();
/// Sends a message of TLS 1.3 that wants one in return.
Step update_keys();
/// Wants a certificate of a client that has none, in the middle of a connection, and ends it with the alert for that.
Step demand_certificate();
/// Reads, and forgets, what the client sends up to and with these bytes.
Step read_until(std::string bytes);
/// Passes bytes on to and from a port of this host, as a proxy does after CONNECT.
Step tunnel_to(std::uint16_t port);

using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// A whole response with its Content-Length; `headers` come after it.
std::string http_response(int status, std::string_view body, const HeaderList& headers = {});

/// A server on a free loopback port that misbehaves as told. Connections are served in parallel, each on a thread of
/// its own. Every member may be called from any thread; the destructor ends all connections and waits for the threads.
class FaultServer {
 public:
  struct Options {
    std::optional<Certificate> tls{};  ///< None: plain HTTP.
    std::string unix_socket{};         ///< Path of a Unix socket to listen at, instead of a port.
    /// Told of the TLS context once it is made.
    std::function<void(SSL_CTX*)> on_tls_context{};
    /// Done on a new connection, before the TLS handshake and the first request; nothing by default.
    std::function<Script(int connection)> on_accept{};
    /// Done once the headers of a request have been read, its body not; nothing by default.
    std::function<Script()> on_head{};
    /// Done after each complete request; by default it is answered with 200 and `{"data":{}}`.
    std::function<Script(const SeenRequest&)> on_request{};
  };

  explicit FaultServer(Options options);
  FaultServer() : FaultServer(Options{}) {}
  ~FaultServer();
  FaultServer(const FaultServer&) = delete;
  FaultServer& operator=(const FaultServer&) = delete;

  std::uint16_t port() const noexcept { return port_; }
  /// Of TLS, in PEM.
  std::string certificate() const { return certificate_pem(tls_.get()); }
  /// Such as "http://127.0.0.1:41234".
  std::string origin() const;
  std::string url(std::string_view path) const { return origin().append(path); }

  /// Connections accepted so far.
  int connections() const;
  /// Connections that are open now.
  int open_connections() const;
  /// Complete requests seen so far.
  std::vector<SeenRequest> requests() const;
  /// TLS handshakes that resumed an earlier session.
  int resumed_sessions() const;
  /// TLS connections that the client ended in order, with a close_notify.
  int orderly_ends() const;
  /// Protocols that the last TLS client offered by ALPN.
  std::vector<std::string> offered_protocols() const;

  /// Waits, 10 seconds at most, until that many connections or requests were seen. False when the time runs out.
  bool wait_for_connections(int count) const;
  bool wait_for_requests(int count) const;

  /// Lets one script go on that waits for its cue, and waits until it has told of its end, 10 seconds at most. False
  /// when the time runs out.
  bool give_cue();

  /// Waits, 10 seconds at most, until every connection accepted so far has ended. False when the time runs out.
  bool wait_for_hang_ups() const;

  /// Waits, 10 seconds at most, until every open connection waits for a request, then ends them all, as a server does
  /// with idle ones. False when the time runs out.
  bool close_idle_connections();

 private:
  class Connection;
  friend class Connection;

  void listen_at_port();
  void listen_at_path();
  void accept_connections();
  void serve(int fd, int number);
  std::optional<SeenRequest> next_request(Connection& connection, bool& open);
  bool take_cue();
  void run(Connection& connection, const Script& script, bool& open);

  Options options_;
  SslContext tls_{nullptr, &SSL_CTX_free};
  int listener_ = -1;
  std::uint16_t port_ = 0;

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  bool stopping_ = false;
  int accepted_ = 0;
  int ended_ = 0;
  std::set<Connection*> open_;
  std::set<Connection*> idle_;
  std::vector<SeenRequest> requests_;
  std::vector<std::string> offered_protocols_;
  int resumed_sessions_ = 0;
  int orderly_ends_ = 0;
  int cues_given_ = 0;
  int cues_taken_ = 0;
  int cues_done_ = 0;
  std::vector<std::thread> connection_threads_;
  std::thread acceptor_;
};

}  // namespace allo::test

#endif
