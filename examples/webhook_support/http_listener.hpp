#ifndef EXAMPLE_WEBHOOK_SUPPORT_HTTP_LISTENER_HPP
#define EXAMPLE_WEBHOOK_SUPPORT_HTTP_LISTENER_HPP

#include "holdings.hpp"

#include <allo/http.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace example {

/// A request as it came.
struct HttpServerRequest {
  std::string peer{};  ///< The address at the other end of the connection.
  std::string method{};
  std::string target{};
  allo::HttpHeaders headers{};
  std::string body{};
};

/// What to answer.
struct HttpServerReply {
  int status = 200;
  std::string body{};  ///< JSON, or empty.
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string reason{};  ///< Of a refusal, for the log; not sent.
};

/// What a listener asks of the server that it belongs to. `check` and `refused` are called from one thread, the others
/// from several.
struct HttpListenerHooks {
  /// True for a peer that may hold any share of what there is, such as a proxy.
  std::function<bool(const std::string& peer)> is_unlimited{};
  /// Looks at the head, before the body is read; a reply refuses the request.
  std::function<std::optional<HttpServerReply>(const HttpServerRequest&)> check{};
  /// Answers a request. May take long.
  std::function<HttpServerReply(const HttpServerRequest&)> answer{};
  /// Is told of what was refused without having been answered by the others; status 0: the connection was closed.
  std::function<void(const std::string& peer, int status, std::string_view reason)> refused{};
};

struct HttpListenerOptions {
  std::string host = "127.0.0.1";
  int port = 0;
  std::string certificate{};
  std::string key{};
  std::size_t max_body = std::size_t{1} << 20;
  std::size_t max_head = std::size_t{64} << 10;
  std::size_t max_head_lines = 100;
  std::chrono::milliseconds deadline{10'000};  ///< For a whole request to arrive, the TLS handshake included.
  HoldingLimits holdings{};
};

/// Accepts connections and reads requests in one thread, however slowly they come; whole ones are answered in a few
/// others. One request a connection. Where all connections are taken the one that has been sending for the longest time
/// makes room for the next.
class HttpListener {
 public:
  /// Binds. @throws std::runtime_error when the address is not to be had or the certificate does not do
  HttpListener(HttpListenerOptions options, HttpListenerHooks hooks);
  ~HttpListener();
  HttpListener(const HttpListener&) = delete;
  HttpListener& operator=(const HttpListener&) = delete;

  int port() const;

  /// Serves until stop() is called and the requests that were whole by then are answered.
  void run();

  /// May be called from any thread, once.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace example

#endif
