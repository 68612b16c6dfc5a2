#ifndef EXAMPLE_WEBHOOK_SUPPORT_WEB_SERVER_HPP
#define EXAMPLE_WEBHOOK_SUPPORT_WEB_SERVER_HPP

#include "address_list.hpp"
#include "client_address.hpp"
#include "http_listener.hpp"
#include "rate_limiter.hpp"
#include "refusal_log.hpp"

#include <CLI/CLI.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace example {

/// What every server of these examples lets one choose on the command line.
struct WebServerOptions {
  std::string host = "127.0.0.1";
  int port = 0;  ///< 0: any free one.
  std::string certificate{};
  std::string key{};
  int requests_per_minute = 100;
  std::vector<std::string> allowed_addresses{};
  std::vector<std::string> proxies{};
  std::size_t max_body = std::size_t{1} << 20;
  int deadline_ms = 10'000;

  void add_to(CLI::App& app);
};

/// An HTTP server with one endpoint for POST, hardened for the open internet: addresses that are not on the list get
/// 403, those that send too much 429, everything but the endpoint 404. A request must arrive within the deadline, its
/// head and body are bounded, and so is what clients may hold in all and each (see HoldingLimits); one that drips its
/// request in byte by byte holds no thread. Each refusal is a line on stderr.
class WebServer {
 public:
  using Request = HttpServerRequest;
  using Reply = HttpServerReply;
  using Handler = std::function<Reply(const Request& request)>;

  /// Listens on nothing yet. `path` is compared in constant time, since it may hold a secret. `handler` is called from
  /// several threads at once.
  WebServer(const WebServerOptions& options, std::string path, Handler handler);

  /// Binds, prints "listening on <address>" to stdout, and serves until SIGINT or SIGTERM; returns when the requests
  /// that were under way are answered. Call it from the thread that called block_stop_signals.
  /// @throws std::runtime_error when the address is not to be had or the certificate does not do
  void serve_until_stopped();

 private:
  std::string client_of(const Request& request) const;
  std::optional<Reply> check(const Request& request);
  Reply answer(const Request& request);
  HttpListenerOptions listener_options() const;
  HttpListenerHooks listener_hooks();

  WebServerOptions options_;
  std::string path_;
  Handler handler_;
  AddressList addresses_;
  TrustedProxies proxies_;
  RateLimiter limiter_;
  RefusalLog log_;
};

/// Refuses a token that a stranger may guess, or that is not what it was meant to be: one of fewer than `min_size`
/// characters, or with white space, quotes or anything else in it that does not stand in a path as it is. `name` is the
/// variable that it comes from; the token is not quoted.
/// @throws UsageError
void require_token(std::string_view name, std::string_view token, std::size_t min_size);

/// Keeps SIGINT and SIGTERM for WebServer::serve_until_stopped, and ignores SIGPIPE. Call it before any thread is
/// started.
void block_stop_signals();

}  // namespace example

#endif
