#include "support/fault_server.hpp"

#include "base/text.hpp"
#include "support/fault_connection.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <stdexcept>

namespace allo::test {

namespace {

/// OpenSSL's writes raise SIGPIPE; a test's own disposition of it stays untouched.
void block_sigpipe() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

/// Keeps what a client offers by ALPN and agrees to HTTP/1.1.
int choose_protocol(SSL* ssl, const unsigned char** chosen, unsigned char* chosen_size, const unsigned char* offered,
                    unsigned int offered_size, void*) {
  auto* const protocols = static_cast<std::vector<std::string>*>(SSL_get_app_data(ssl));
  int result = SSL_TLSEXT_ERR_NOACK;
  for (unsigned int i = 0; i < offered_size; i += 1U + offered[i]) {
    protocols->emplace_back(reinterpret_cast<const char*>(offered) + i + 1, offered[i]);
    if (protocols->back() != "http/1.1") continue;
    *chosen = offered + i + 1;
    *chosen_size = offered[i];
    result = SSL_TLSEXT_ERR_OK;
  }
  return result;
}

}  // namespace

std::optional<std::string> SeenRequest::header(std::string_view name) const {
  for (std::size_t line = head.find("\r\n"); line != std::string::npos; line = head.find("\r\n", line)) {
    line += 2;
    const std::size_t colon = head.find(':', line);
    if (colon == std::string::npos) break;
    if (!detail::equal_ignoring_case(std::string_view(head).substr(line, colon - line), name)) continue;
    const std::size_t value = head.find_first_not_of(' ', colon + 1);
    if (value == std::string::npos) return std::string();
    const std::size_t end = head.find("\r\n", colon);
    return value == std::string::npos || value >= end ? std::string() : head.substr(value, end - value);
  }
  return std::nullopt;
}

Step send_bytes(std::string bytes) { return {.kind = Step::Kind::Send, .bytes = std::move(bytes)}; }
Step drip(std::string bytes, std::chrono::milliseconds pause) {
  return {.kind = Step::Kind::Drip, .bytes = std::move(bytes), .pause = pause};
}
Step call(std::function<void()> function) { return {.kind = Step::Kind::Call, .function = std::move(function)}; }
Step stall() { return {.kind = Step::Kind::Stall}; }
Step half_close() { return {.kind = Step::Kind::HalfClose}; }
Step close_connection() { return {.kind = Step::Kind::Close}; }
Step reset_connection() { return {.kind = Step::Kind::Reset}; }
Step wait_for_cue() { return {.kind = Step::Kind::Cue}; }
Step tell_when_arrived() { return {.kind = Step::Kind::Arrived}; }
Step send_ticket() { return {.kind = Step::Kind::Ticket}; }
Step update_keys() { return {.kind = Step::Kind::KeyUpdate}; }
Step demand_certificate() { return {.kind = Step::Kind::DemandCertificate}; }
Step read_until(std::string bytes) { return {.kind = Step::Kind::ReadUntil, .bytes = std::move(bytes)}; }
Step tunnel_to(std::uint16_t port) { return {.kind = Step::Kind::Tunnel, .port = port}; }

std::string http_response(int status, std::string_view body, const HeaderList& headers) {
  std::string text =
      "HTTP/1.1 " + std::to_string(status) + " Status\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  for (const auto& [name, value] : headers) text.append(name).append(": ").append(value).append("\r\n");
  return text.append("\r\n").append(body);
}

FaultServer::FaultServer(Options options) : options_(std::move(options)) {
  if (options_.tls) {
    tls_ = make_server_context(*options_.tls);
    SSL_CTX_set_alpn_select_cb(tls_.get(), &choose_protocol, nullptr);
    if (options_.on_tls_context) options_.on_tls_context(tls_.get());
  }
  options_.unix_socket.empty() ? listen_at_port() : listen_at_path();
  acceptor_ = std::thread([this] { accept_connections(); });
}

void FaultServer::listen_at_port() {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) != 0 || ::listen(listener_, 256) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("no loopback port for the fault server");
  }
  port_ = ntohs(address.sin_port);
}

void FaultServer::listen_at_path() {
  listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  options_.unix_socket.copy(address.sun_path, sizeof address.sun_path - 1);
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener_, 256) != 0) {
    throw std::runtime_error("no Unix socket for the fault server");
  }
}

FaultServer::~FaultServer() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    for (Connection* const connection : open_) connection->interrupt();
    changed_.notify_all();
  }
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  for (std::thread& thread : connection_threads_) thread.join();
  ::close(listener_);
}

std::string FaultServer::origin() const {
  return (options_.tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port_);
}

int FaultServer::connections() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return accepted_;
}

int FaultServer::open_connections() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return static_cast<int>(open_.size());
}

std::vector<SeenRequest> FaultServer::requests() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return requests_;
}

std::vector<std::string> FaultServer::offered_protocols() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return offered_protocols_;
}

int FaultServer::resumed_sessions() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return resumed_sessions_;
}

int FaultServer::orderly_ends() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return orderly_ends_;
}

bool FaultServer::wait_for_connections(int count) const {
  std::unique_lock<std::mutex> lock(mutex_);
  return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return accepted_ >= count; });
}

bool FaultServer::wait_for_requests(int count) const {
  std::unique_lock<std::mutex> lock(mutex_);
  return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return static_cast<int>(requests_.size()) >= count; });
}

bool FaultServer::wait_for_hang_ups() const {
  std::unique_lock<std::mutex> lock(mutex_);
  return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return ended_ == accepted_; });
}

bool FaultServer::give_cue() {
  std::unique_lock<std::mutex> lock(mutex_);
  const int awaited = ++cues_given_;
  changed_.notify_all();
  return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return cues_done_ >= awaited; });
}

bool FaultServer::take_cue() {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [&] { return stopping_ || cues_given_ > cues_taken_; });
  ++cues_taken_;
  return !stopping_;
}

bool FaultServer::close_idle_connections() {
  std::unique_lock<std::mutex> lock(mutex_);
  if (!changed_.wait_for(lock, std::chrono::seconds(10), [&] { return idle_.size() == open_.size(); })) return false;
  for (Connection* const connection : idle_) connection->interrupt();
  return true;
}

std::optional<SeenRequest> FaultServer::next_request(Connection& connection, bool& open) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    idle_.insert(&connection);
    changed_.notify_all();
  }
  std::optional<SeenRequest> request = connection.read_head();
  if (request && options_.on_head) run(connection, options_.on_head(), open);
  if (request && (!open || !connection.read_body(*request))) request.reset();
  const std::lock_guard<std::mutex> lock(mutex_);
  idle_.erase(&connection);
  return request;
}

void FaultServer::accept_connections() {
  block_sigpipe();
  for (;;) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    const std::lock_guard<std::mutex> lock(mutex_);
    if (stopping_) {
      ::close(fd);
      return;
    }
    const int yes = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    const int number = accepted_++;
    connection_threads_.emplace_back([this, fd, number] { serve(fd, number); });
    changed_.notify_all();
  }
}

void FaultServer::serve(int fd, int number) {
  Connection connection(fd);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (stopping_) return;
    open_.insert(&connection);
  }
  bool open = true;
  if (options_.on_accept) run(connection, options_.on_accept(number), open);
  std::vector<std::string> protocols;
  if (open && tls_) open = connection.accept_tls(tls_.get(), protocols);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!protocols.empty()) offered_protocols_ = protocols;
    if (connection.resumed_session()) ++resumed_sessions_;
  }
  for (int count = 0; open; ++count) {
    std::optional<SeenRequest> request = next_request(connection, open);
    if (!request) break;
    request->connection = number;
    request->number_on_connection = count;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      requests_.push_back(*request);
      changed_.notify_all();
    }
    run(connection,
        options_.on_request ? options_.on_request(*request) : Script{send_bytes(http_response(200, R"({"data":{}})"))},
        open);
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  if (connection.ended_in_order()) ++orderly_ends_;
  open_.erase(&connection);
  ++ended_;
  changed_.notify_all();
}

void FaultServer::run(Connection& connection, const Script& script, bool& open) {
  for (const Step& step : script) {
    switch (step.kind) {
      case Step::Kind::Send:
        open = connection.send(step.bytes);
        break;
      case Step::Kind::Drip:
        for (std::size_t i = 0; open && i < step.bytes.size(); ++i) {
          open = connection.send(std::string_view(step.bytes).substr(i, 1)) && !connection.wait_for_hang_up(step.pause);
        }
        break;
      case Step::Kind::Call:
        step.function();
        break;
      case Step::Kind::Stall:
        connection.wait_for_hang_up(std::chrono::milliseconds(-1));
        open = false;
        break;
      case Step::Kind::HalfClose:
        connection.half_close();
        break;
      case Step::Kind::Close:
        connection.close_in_order();
        open = false;
        break;
      case Step::Kind::Reset:
        connection.reset();
        open = false;
        break;
      case Step::Kind::Cue:
        open = take_cue();
        break;
      case Step::Kind::Arrived: {
        connection.wait_until_arrived();
        const std::lock_guard<std::mutex> lock(mutex_);
        ++cues_done_;
        changed_.notify_all();
        break;
      }
      case Step::Kind::Ticket:
        open = connection.send_ticket();
        break;
      case Step::Kind::KeyUpdate:
        open = connection.update_keys();
        break;
      case Step::Kind::DemandCertificate:
        connection.demand_certificate();
        open = false;
        break;
      case Step::Kind::ReadUntil:
        open = connection.read_until(step.bytes);
        break;
      case Step::Kind::Tunnel:
        connection.tunnel_to(step.port);
        open = false;
        break;
    }
    if (!open) return;
  }
}

}  // namespace allo::test
