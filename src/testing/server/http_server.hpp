#ifndef ALLO_SRC_TESTING_SERVER_HTTP_SERVER_HPP
#define ALLO_SRC_TESTING_SERVER_HTTP_SERVER_HPP

#include "testing/control/control.hpp"
#include "testing/server/connection.hpp"
#include "testing/server/tls.hpp"
#include "testing/service/service.hpp"

#include <httplib.h>
#include <openssl/ssl.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// The service on a socket. cpp-httplib reads, parses and writes.
///
/// A request without a body is answered before routing, so that a POST or DELETE without a length does not wait for
/// one.
class HttpServer {
 public:
  /// Serves https when there is a `tls`.
  /// @throws SandboxError when the port is in use.
  HttpServer(Service& service, Control& control, const SandboxOptions& options, Tls* tls);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  int port() const noexcept { return port_; }

 private:
  using Handled = httplib::Server::HandlerResponse;
  void configure(const SandboxOptions& options);
  void bind(const SandboxOptions& options);
  Handled on_head(const httplib::Request& request, httplib::Response& response);
  void on_request(const httplib::Request& request, httplib::Response& response);
  void begin_answer();
  void end_answer();
  void fill_error(const httplib::Request& request, httplib::Response& response);
  void transmit(const Plan& plan, Response answer, httplib::Response& response);
  void send_with_fault(const Fault& fault, Response answer, httplib::Response& response);
  static void abort_connection(httplib::Response& response);
  /// Waits, but not beyond the end of the server.
  void pause(std::chrono::milliseconds time);

  void log(const Request& request, const std::string& what) const;

  Service& service_;
  Control& control_;
  const std::chrono::milliseconds latency_;
  const std::function<void(std::string_view)> log_;
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> tls_;
  ConnectionServer server_;
  int port_ = -1;
  int listener_ = -1;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  int answering_ = 0;  ///< Requests whose answer has not gone out yet.
  std::thread thread_;
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
