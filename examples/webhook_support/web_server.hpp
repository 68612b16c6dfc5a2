#ifndef EXAMPLE_WEBHOOK_SUPPORT_WEB_SERVER_HPP
#define EXAMPLE_WEBHOOK_SUPPORT_WEB_SERVER_HPP

#include "address_list.hpp"
#include "rate_limiter.hpp"

#include <CLI/CLI.hpp>
#include <httplib.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
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

  void add_to(CLI::App& app);
};

/// An HTTP server with one endpoint for POST, hardened for the open internet: addresses that are not on the list get
/// 403, those that send too much 429, everything but the endpoint 404; bodies, silences and threads are bounded. A
/// sender that drips its request in byte by byte holds a thread all the same, which a proxy in front would end.
class WebServer {
 public:
  /// What to answer.
  struct Reply {
    int status = 200;
    std::string body{};
    httplib::Headers headers{};
  };
  using Handler = std::function<Reply(const httplib::Request& request, const std::string& body)>;

  /// Listens on nothing yet. `path` is compared in constant time, since it may hold a secret. `handler` is called from
  /// several threads at once.
  WebServer(const WebServerOptions& options, std::string path, Handler handler);

  /// Binds, prints "listening on <address>" to stdout, and serves until SIGINT or SIGTERM; returns when the requests
  /// that were under way are answered. Call it from the thread that called block_stop_signals.
  /// @throws std::runtime_error when the address is not to be had or the certificate does not do
  void serve_until_stopped();

 private:
  void check(const httplib::Request& request, httplib::Response& response) const;
  void answer(const httplib::Request& request, httplib::Response& response, const httplib::ContentReader& read) const;

  WebServerOptions options_;
  std::string path_;
  Handler handler_;
  AddressList addresses_;
  std::unique_ptr<RateLimiter> limiter_;
  std::unique_ptr<httplib::Server> server_;
};

/// Keeps SIGINT and SIGTERM for WebServer::serve_until_stopped. Call it before any thread is started.
void block_stop_signals();

}  // namespace example

#endif
