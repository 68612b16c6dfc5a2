#include "testing/server/http_server.hpp"

#include "testing/server/pool.hpp"
#include "testing/service/signals.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

constexpr std::size_t max_connection_threads = 1024;

/// Everything, line breaks included.
constexpr const char* any_path = R"([\s\S]*)";

Request to_request(const httplib::Request& from) {
  Request request;
  request.method = from.method;
  request.target = from.target;
  request.body = from.body;
  request.remote_address = from.remote_addr;
  for (const auto& [name, value] : from.headers) {
    // These four are cpp-httplib's own notes, not the client's.
    const bool own = name == "REMOTE_ADDR" || name == "REMOTE_PORT" || name == "LOCAL_ADDR" || name == "LOCAL_PORT";
    if (!own) request.headers.emplace_back(name, value);
  }
  return request;
}

bool announces_body(const httplib::Request& request) {
  if (request.has_header("Transfer-Encoding")) return true;
  return request.has_header("Content-Length") && request.get_header_value("Content-Length") != "0";
}

std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> make_context(Tls* tls) {
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context{nullptr, SSL_CTX_free};
  if (tls == nullptr) return context;
  context.reset(SSL_CTX_new(TLS_server_method()));
  if (!context || !tls->set_up(*context)) throw SandboxError("OpenSSL refused the sandbox's certificates");
  return context;
}

void set_head(const Response& answer, httplib::Response& response) {
  response.status = answer.status;
  for (const auto& [name, value] : answer.headers) response.set_header(name, value);
}

/// Through a provider, because cpp-httplib compresses a body that it holds, with Brotli at its slowest: many times the
/// work of the answer itself.
void set_body(Response answer, httplib::Response& response) {
  if (answer.body.empty()) return;
  const auto body = std::make_shared<const std::string>(std::move(answer.body));
  response.set_content_provider(body->size(), answer.content_type.c_str(),
                                [body](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
                                  return sink.write(body->data() + offset, length);
                                });
}

}  // namespace

HttpServer::HttpServer(Service& service, Control& control, const SandboxOptions& options, Tls* tls)
    : service_(service),
      control_(control),
      latency_(options.latency),
      log_(options.log),
      tls_(make_context(tls)),
      server_(tls_.get()) {
  configure(options);
  bind(options);
  {
    const SignalBlock block;
    thread_ = std::thread{[this] { server_.listen_after_bind(); }};
  }
  // stop() has no effect on a server that is not listening yet.
  while (!server_.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds{1});
}

HttpServer::~HttpServer() {
  {
    std::unique_lock lock{mutex_};
    stopping_ = true;
    wake_.notify_all();
    // What is being answered goes out first: once stopped, cpp-httplib writes nothing more. A client that does not read
    // is not waited for.
    wake_.wait_for(lock, std::chrono::seconds{1}, [this] { return answering_ == 0; });
  }
  server_.stop();
  server_.end_reading();
  thread_.join();
}

void HttpServer::configure(const SandboxOptions& options) {
  server_.new_task_queue = [] { return new ConnectionPool{max_connection_threads}; };
  // cpp-httplib's default shares the port with other processes instead of reporting it as in use.
  server_.set_socket_options([this](socket_t socket) {
    listener_ = socket;
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
  });
  server_.set_tcp_nodelay(true);
  server_.set_keep_alive_max_count(1'000'000'000);
  server_.set_payload_max_length(options.max_body_bytes);
  server_.set_pre_routing_handler(
      [this](const httplib::Request& request, httplib::Response& response) { return on_head(request, response); });
  const auto handler = [this](const httplib::Request& request, httplib::Response& response) {
    on_request(request, response);
  };
  server_.Get(any_path, handler);
  server_.Post(any_path, handler);
  server_.Put(any_path, handler);
  server_.Patch(any_path, handler);
  server_.Delete(any_path, handler);
  server_.Options(any_path, handler);
  server_.set_logger([this](const httplib::Request&, const httplib::Response&) { end_answer(); });
  server_.set_error_handler(
      [this](const httplib::Request& request, httplib::Response& response) { fill_error(request, response); });
}

void HttpServer::bind(const SandboxOptions& options) {
  if (options.port == 0) {
    port_ = server_.bind_to_any_port(options.host);
  } else if (server_.bind_to_port(options.host, options.port)) {
    port_ = options.port;
  }
  // cpp-httplib's backlog of 5 makes bursts of connections wait for retransmissions.
  if (port_ > 0 && listen(listener_, SOMAXCONN) == 0) return;
  throw SandboxError("cannot listen on " + options.host + " port " + std::to_string(options.port) +
                     ": the port is in use or the address is not this machine's");
}

HttpServer::Handled HttpServer::on_head(const httplib::Request& request, httplib::Response& response) {
  // Ranges are no part of the API, and cpp-httplib asks a provider for bytes far behind the end of its body.
  const_cast<httplib::Request&>(request).ranges.clear();
  Connection& connection = ConnectionServer::current();
  ++connection.requests;
  connection.answered = false;
  const bool reused = connection.requests > 1;
  const Routed& head = connection.request = to_request(request);
  if (connection.dies_at_next) {
    service_.note_unhandled(head, FaultKind::StaleKeepAlive, 0, reused);
    log(head, "no answer (stale_keep_alive)");
    abort_connection(response);
    return Handled::Handled;
  }
  connection.plan = service_.plan(head, reused);
  if (connection.plan.is(FaultKind::ResetBeforeReading)) {
    service_.note_unhandled(head, FaultKind::ResetBeforeReading, 0, reused);
    log(head, "no answer (reset_before_reading)");
    abort_connection(response);
    return Handled::Handled;
  }
  if (announces_body(request)) return Handled::Unhandled;
  on_request(request, response);
  return Handled::Handled;
}

void HttpServer::begin_answer() {
  ConnectionServer::current().answering = true;
  const std::lock_guard lock{mutex_};
  ++answering_;
}

void HttpServer::end_answer() {
  if (!std::exchange(ConnectionServer::current().answering, false)) return;
  const std::lock_guard lock{mutex_};
  --answering_;
  if (stopping_) wake_.notify_all();
}

void HttpServer::on_request(const httplib::Request& request, httplib::Response& response) {
  begin_answer();
  Connection& connection = ConnectionServer::current();
  const Plan plan = std::move(connection.plan);
  connection.plan.fault.reset();
  Routed& received = connection.request;
  received.body = request.body;
  if (Control::owns(received.target)) {
    Response answer = control_.handle(received);
    connection.answered = true;
    set_head(answer, response);
    return set_body(std::move(answer), response);
  }
  Response answer = service_.respond(received, plan, connection.requests > 1);
  std::string outcome = plan.is(FaultKind::ResetAfterReading) ? "no answer" : std::to_string(answer.status);
  if (plan.fault) outcome.append(" (").append(to_string(plan.fault->kind)).append(")");
  log(received, outcome);
  transmit(plan, std::move(answer), response);
}

void HttpServer::log(const Request& request, const std::string& what) const {
  if (!log_) return;
  std::string line = request.method + ' ' + request.target + ' ' + what;
  // What steers a terminal does not reach it.
  std::replace_if(
      line.begin(), line.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, '?');
  log_(line);
}

void HttpServer::transmit(const Plan& plan, Response answer, httplib::Response& response) {
  Connection& connection = ConnectionServer::current();
  connection.answered = true;
  if (latency_.count() > 0) pause(latency_);
  if (plan.is(FaultKind::ResetAfterReading)) return abort_connection(response);
  if (plan.is(FaultKind::Delay)) pause(plan.fault->delay);
  if (plan.is(FaultKind::StaleKeepAlive)) connection.dies_at_next = true;
  set_head(answer, response);
  if (plan.is(FaultKind::SlowBody) || plan.is(FaultKind::Stall) || plan.is(FaultKind::Truncate) ||
      plan.is(FaultKind::WrongLength)) {
    send_with_fault(*plan.fault, std::move(answer), response);
  } else if (answer.status != 204) {
    set_body(std::move(answer), response);
  }
}

void HttpServer::send_with_fault(const Fault& fault, Response answer, httplib::Response& response) {
  const auto body = std::make_shared<const std::string>(std::move(answer.body));
  const std::size_t half = body->size() / 2;
  switch (fault.kind) {
    case FaultKind::SlowBody: {
      constexpr std::size_t pieces = 10;
      const std::size_t step = body->size() / pieces + 1;
      const auto wait = fault.delay / pieces;
      response.set_content_provider(body->size(), answer.content_type.c_str(),
                                    [this, body, step, wait](std::size_t offset, std::size_t, httplib::DataSink& sink) {
                                      pause(wait);
                                      return sink.write(body->data() + offset, std::min(step, body->size() - offset));
                                    });
      break;
    }
    case FaultKind::WrongLength:
      response.set_content_provider(
          half, answer.content_type.c_str(),
          [body](std::size_t, std::size_t, httplib::DataSink& sink) { return sink.write(body->data(), body->size()); });
      break;
    default: {
      const auto wait = fault.kind == FaultKind::Stall ? fault.delay : std::chrono::milliseconds{0};
      response.set_content_provider(body->size(), answer.content_type.c_str(),
                                    [this, body, half, wait](std::size_t offset, std::size_t, httplib::DataSink& sink) {
                                      if (offset == 0 && half > 0) return sink.write(body->data(), half);
                                      pause(wait);
                                      return false;
                                    });
    }
  }
}

void HttpServer::abort_connection(httplib::Response& response) {
  Connection& connection = ConnectionServer::current();
  connection.answered = true;
  connection.abort();
  response.status = 500;  // Goes nowhere: the connection is gone.
}

void HttpServer::fill_error(const httplib::Request& request, httplib::Response& response) {
  Connection& connection = ConnectionServer::current();
  if (std::exchange(connection.answered, false) || !response.body.empty()) return;
  const Routed head = to_request(request);
  service_.note_unhandled(head, std::nullopt, response.status, connection.requests > 1);
  log(head, std::to_string(response.status));
  const char* code = response.status == 413   ? "PAYLOAD_TOO_LARGE"
                     : response.status == 414 ? "URI_TOO_LONG"
                     : response.status >= 500 ? "INTERNAL_ERROR"
                                              : "BAD_REQUEST";
  response.set_content(error_response(response.status, code).body, "application/json");
}

void HttpServer::pause(std::chrono::milliseconds time) {
  std::unique_lock lock{mutex_};
  wake_.wait_for(lock, time, [this] { return stopping_; });
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
