#include "web_server.hpp"

#include <allo/webhook_signature.hpp>

#include <fmt/format.h>
#include <signal.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <pthread.h>
#include <stdexcept>
#include <thread>

namespace example {

namespace {

constexpr std::size_t max_body_size = std::size_t{1} << 20;
constexpr std::size_t max_threads = 16;
constexpr std::chrono::seconds max_silence{5};

sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

std::unique_ptr<httplib::Server> make_server(const WebServerOptions& options) {
  if (options.certificate.empty()) return std::make_unique<httplib::Server>();
#ifdef CPPHTTPLIB_OPENSSL_SUPPORT
  auto server = std::make_unique<httplib::SSLServer>(options.certificate.c_str(), options.key.c_str());
  if (!server->is_valid()) throw std::runtime_error("the certificate and the key cannot be used");
  return server;
#else
  throw std::runtime_error("this cpp-httplib was built without TLS");
#endif
}

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
}

WebServer::WebServer(const WebServerOptions& options, std::string path, Handler handler)
    : options_(options),
      path_(std::move(path)),
      handler_(std::move(handler)),
      addresses_(options.allowed_addresses),
      limiter_(std::make_unique<RateLimiter>(options.requests_per_minute)),
      server_(make_server(options)) {
  // One request a connection: a request that is refused unread must not leave its body behind as the next request.
  server_->set_keep_alive_max_count(1);
  server_->set_read_timeout(max_silence);
  server_->set_write_timeout(max_silence);
  server_->set_payload_max_length(max_body_size);
  server_->new_task_queue = [] { return new httplib::ThreadPool(max_threads); };
  server_->set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
    check(request, response);
    return response.status > 0 ? httplib::Server::HandlerResponse::Handled
                               : httplib::Server::HandlerResponse::Unhandled;
  });
  server_->Post(".*", [this](const httplib::Request& request, httplib::Response& response,
                             const httplib::ContentReader& read) { answer(request, response, read); });
  server_->set_exception_handler([](const httplib::Request&, httplib::Response& response, std::exception_ptr) {
    response.status = 500;
    response.set_content(R"({"error":"internal error"})", "application/json");
  });
}

void WebServer::check(const httplib::Request& request, httplib::Response& response) const {
  if (!addresses_.allows(request.remote_addr)) {
    response.status = 403;
  } else if (!limiter_->allow(request.remote_addr)) {
    response.status = 429;
    response.set_header("Retry-After", std::to_string(limiter_->retry_after().count()));
  } else if (request.method != "POST" || !allo::constant_time_equals(request.path, path_)) {
    response.status = 404;
  } else if (request.has_header("Content-Encoding")) {
    // A signature is over the bytes that were sent, and a small body may unpack to a huge one.
    response.status = 415;
  }
}

void WebServer::answer(const httplib::Request& request, httplib::Response& response,
                       const httplib::ContentReader& read) const {
  std::string body;
  bool fits = true;
  // A chunked body announces no length, so it is counted as it comes.
  const bool whole = read([&](const char* data, std::size_t size) {
    fits = size <= max_body_size - body.size();
    if (fits) body.append(data, size);
    return fits;
  });
  if (!fits) {
    response.status = 413;
    return;
  }
  if (!whole) {
    response.status = response.status >= 400 ? response.status : 400;
    return;
  }
  Reply reply = handler_(request, body);
  response.status = reply.status;
  for (const auto& [name, value] : reply.headers) response.set_header(name, value);
  if (!reply.body.empty()) response.set_content(reply.body, "application/json");
}

void WebServer::serve_until_stopped() {
  const std::string host = options_.host.find(':') == std::string::npos ? options_.host : '[' + options_.host + ']';
  int port = options_.port;
  const bool bound =
      port != 0 ? server_->bind_to_port(options_.host, port) : (port = server_->bind_to_any_port(options_.host)) > 0;
  if (!bound) throw std::runtime_error(fmt::format("cannot listen on {}:{}", host, options_.port));
  std::atomic<bool> ended{false};
  std::thread listener{[&] {
    server_->listen_after_bind();
    ended = true;
  }};
  // A stop before the server runs would be lost.
  while (!server_->is_running() && !ended) std::this_thread::sleep_for(std::chrono::milliseconds{1});
  fmt::print("listening on {}://{}:{}\n", options_.certificate.empty() ? "http" : "https", host, port);
  std::fflush(stdout);
  const sigset_t signals = stop_signals();
  int signal = 0;
  sigwait(&signals, &signal);
  server_->stop();
  listener.join();
}

void block_stop_signals() {
  const sigset_t signals = stop_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace example
