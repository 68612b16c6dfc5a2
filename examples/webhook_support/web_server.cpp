#include "web_server.hpp"

#include "support/program.hpp"

#include <allo/webhook_signature.hpp>

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <pthread.h>
#include <thread>
#include <utility>

namespace example {

namespace {

sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

void write_line(const std::string& line) {
  fmt::print(stderr, "{}\n", line);
  std::fflush(stderr);
}

std::string joined(const allo::HttpHeaders& headers, std::string_view name) {
  std::string list;
  for (const std::string_view value : headers.all(name)) list.append(list.empty() ? "" : ",").append(value);
  return list;
}

WebServer::Reply refusal(int status, std::string reason) { return {.status = status, .reason = std::move(reason)}; }

}  // namespace

void WebServerOptions::add_to(CLI::App& app) {
  app.add_option("--host", host, "Address to listen on")->capture_default_str();
  app.add_option("--port", port, "Port to listen on; 0 takes a free one")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  CLI::Option* certificate_option = app.add_option("--certificate", certificate, "TLS: the certificate chain (PEM)");
  CLI::Option* key_option = app.add_option("--certificate-key", key, "TLS: the private key (PEM)");
  certificate_option->needs(key_option);
  key_option->needs(certificate_option);
  app.add_option("--rate", requests_per_minute, "Requests a minute from one address")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--allow", allowed_addresses, "Only from this address or network (CIDR); may be given several times");
  app.add_option("--behind-proxy", proxies,
                 "Addresses or networks of proxies in front: the client is then the right-most address of their\n"
                 "X-Forwarded-For that is none of them. Without this the header is ignored");
  app.add_option("--max-body", max_body, "The largest body in bytes")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 26))
      ->capture_default_str();
  app.add_option("--deadline", deadline_ms, "Milliseconds within which a whole request must arrive")
      ->check(CLI::Range(1, 600'000))
      ->capture_default_str();
}

WebServer::WebServer(const WebServerOptions& options, std::string path, Handler handler)
    : options_(options),
      path_(std::move(path)),
      handler_(std::move(handler)),
      addresses_(options.allowed_addresses),
      proxies_(options.proxies),
      limiter_(options.requests_per_minute),
      log_(write_line) {}

std::string WebServer::client_of(const Request& request) const {
  return proxies_.client_of(request.peer, joined(request.headers, "x-forwarded-for"));
}

std::optional<WebServer::Reply> WebServer::check(const Request& request) {
  const std::string client = client_of(request);
  std::optional<Reply> reply;
  if (!addresses_.allows(client)) {
    reply = refusal(403, "address not allowed");
  } else if (!limiter_.allow(client)) {
    reply = refusal(429, "too many requests");
    reply->headers.emplace_back("Retry-After", std::to_string(limiter_.retry_after().count()));
  } else if (request.method != "POST" || !allo::constant_time_equals(request.target, path_)) {
    reply = refusal(404, "unknown path or method");
  } else if (request.headers.get("content-encoding")) {
    // A signature is over the bytes that were sent, and a small body may unpack to a huge one.
    reply = refusal(415, "encoded body");
  }
  if (reply) log_.note(client, reply->status, reply->reason);
  return reply;
}

WebServer::Reply WebServer::answer(const Request& request) {
  Reply reply = handler_(request);
  if (reply.status >= 400) log_.note(client_of(request), reply.status, reply.reason);
  return reply;
}

HttpListenerOptions WebServer::listener_options() const {
  HttpListenerOptions listener{.host = options_.host,
                               .port = options_.port,
                               .certificate = options_.certificate,
                               .key = options_.key,
                               .max_body = options_.max_body,
                               .deadline = std::chrono::milliseconds{options_.deadline_ms}};
  // Some large bodies must find room at once.
  listener.holdings.bytes_per_address = std::max(listener.holdings.bytes_per_address, 2 * options_.max_body);
  listener.holdings.bytes = std::max(listener.holdings.bytes, 8 * options_.max_body);
  return listener;
}

HttpListenerHooks WebServer::listener_hooks() {
  return {.is_unlimited = [this](const std::string& peer) { return proxies_.contains(peer); },
          .check = [this](const Request& request) { return check(request); },
          .answer = [this](const Request& request) { return answer(request); },
          .refused = [this](const std::string& peer, int status,
                            std::string_view reason) { log_.note(peer, status, reason); }};
}

void WebServer::serve_until_stopped() {
  HttpListener listener{listener_options(), listener_hooks()};
  std::thread serving{[&] { listener.run(); }};
  const std::string host = options_.host.find(':') == std::string::npos ? options_.host : '[' + options_.host + ']';
  fmt::print("listening on {}://{}:{}\n", options_.certificate.empty() ? "http" : "https", host, listener.port());
  std::fflush(stdout);
  const sigset_t signals = stop_signals();
  int signal = 0;
  sigwait(&signals, &signal);
  listener.stop();
  serving.join();
}

void require_token(std::string_view name, std::string_view token, std::size_t min_size) {
  constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&()*+,;=:@";
  if (token.size() < min_size || token.find_first_not_of(allowed) != std::string_view::npos) {
    throw UsageError(fmt::format("{} must be {} characters or more that may stand in a path: no white space, no quotes",
                                 name, min_size));
  }
}

void block_stop_signals() {
  const sigset_t signals = stop_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // Of libraries that write to a connection which the other side has closed.
  ::signal(SIGPIPE, SIG_IGN);
}

}  // namespace example
