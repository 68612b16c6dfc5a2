#include "http_listener.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <iterator>
#include <list>
#include <stdexcept>
#include <type_traits>

namespace example {

namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = net::ip::tcp;
using boost::system::error_code;
using PlainStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

constexpr std::size_t max_threads = 16;
constexpr std::chrono::seconds max_wait_for_reader{5};
constexpr std::chrono::seconds max_linger{2};
constexpr std::size_t max_linger_bytes = std::size_t{16} << 20;

std::string text_of(beast::string_view text) { return {text.data(), text.size()}; }

/// A connection as the listener sees it.
class OpenConnection {
 public:
  virtual ~OpenConnection() = default;

  /// Ends it, but for one whose request is whole and not answered yet.
  virtual void push_out(std::string_view reason) = 0;

  bool is_reading() const { return reading_; }

 protected:
  bool reading_ = true;
};

/// What the connections share. All of it is used from the thread that runs `io`, but for `hooks.answer`.
struct Shared {
  HttpListenerOptions options;
  HttpListenerHooks hooks;
  Holdings holdings{options.holdings};
  std::list<OpenConnection*> connections{};  // The oldest first.
  net::io_context io{1};                     // Behind what the connections use, which end with it.
  net::thread_pool workers{max_threads};
};

/// One connection from its first byte to its last.
template <class Stream>
class Connection final : public OpenConnection, public std::enable_shared_from_this<Connection<Stream>> {
 public:
  Connection(Shared& shared, Stream stream, std::string peer, Address address, bool unlimited)
      : shared_(shared),
        stream_(std::move(stream)),
        address_(address),
        unlimited_(unlimited),
        buffer_(shared.options.max_head + 4096),
        place_(shared.connections.insert(shared.connections.end(), this)) {
    request_.peer = std::move(peer);
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(shared.options.max_head));
    parser_->body_limit(shared.options.max_body);
    parser_->eager(true);
  }
  ~Connection() override {
    hold(0);
    shared_.holdings.close(address_);
    shared_.connections.erase(place_);
  }

  void start() {
    // One deadline for all that comes in.
    lowest().expires_after(shared_.options.deadline);
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      stream_.async_handshake(net::ssl::stream_base::server, [self = this->shared_from_this()](error_code error) {
        if (error) return self->drop(error == beast::error::timeout ? "too slow" : "no TLS handshake");
        self->read();
      });
    } else {
      read();
    }
  }

  void push_out(std::string_view reason) override {
    if (answering_) return;
    if (reading_) drop(reason);
    error_code ignored;
    lowest().socket().close(ignored);
  }

 private:
  beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }

  bool hold(std::size_t bytes) {
    if (!shared_.holdings.hold(address_, held_, bytes, unlimited_)) return false;
    held_ = bytes;
    return true;
  }

  void drop(std::string_view reason) {
    if (reading_) shared_.hooks.refused(request_.peer, 0, reason);
    reading_ = false;
  }

  void read() {
    http::async_read_some(stream_, buffer_, *parser_,
                          [self = this->shared_from_this()](error_code error, std::size_t) { self->go_on(error); });
  }

  void go_on(error_code error) {
    if (!reading_) return;
    if (error == beast::error::timeout) return drop("too slow");
    if (error == http::error::header_limit || error == http::error::buffer_overflow)
      return refuse(431, "head too long");
    if (error == http::error::body_limit) return refuse(413, "body too long");
    const bool hung_up = error == http::error::end_of_stream || error == http::error::partial_message;
    if (error && !hung_up && error.category() == make_error_code(http::error::bad_method).category()) {
      return refuse(400, "not HTTP");
    }
    if (error) return static_cast<void>(reading_ = false);
    if (!hold(buffer_.size() + parser_->get().body().size())) return refuse(503, "too many bytes under way");
    if (!checked_ && parser_->is_header_done()) {
      checked_ = true;
      if (std::optional<HttpServerReply> refusal = check()) return reply(*std::move(refusal));
    }
    if (!parser_->is_done()) return read();
    work();
  }

  std::optional<HttpServerReply> check() {
    const auto& head = parser_->get();
    const auto lines = static_cast<std::size_t>(std::distance(head.begin(), head.end()));
    if (lines > shared_.options.max_head_lines) {
      shared_.hooks.refused(request_.peer, 431, "head with too many lines");
      return HttpServerReply{.status = 431};
    }
    request_.method = text_of(head.method_string());
    request_.target = text_of(head.target());
    for (const auto& field : head) request_.headers.try_add(text_of(field.name_string()), text_of(field.value()));
    return shared_.hooks.check(request_);
  }

  void refuse(int status, std::string_view reason) {
    shared_.hooks.refused(request_.peer, status, reason);
    reply({.status = status});
  }

  void work() {
    reading_ = false;
    answering_ = true;
    lowest().expires_never();
    request_.body = std::move(parser_->get().body());
    parser_.reset();
    // The guard keeps the loop running until the answer is out.
    net::post(shared_.workers, [self = this->shared_from_this(), guard = net::make_work_guard(shared_.io)]() mutable {
      HttpServerReply made;
      try {
        made = self->shared_.hooks.answer(self->request_);
      } catch (...) {
        made = {.status = 500, .body = R"({"error":"internal error"})"};
      }
      // The connection itself may only end on the loop.
      net::io_context& io = self->shared_.io;
      net::post(io, [self = std::move(self), made = std::move(made)]() mutable {
        self->whole_ = true;
        self->reply(std::move(made));
      });
    });
  }

  void reply(HttpServerReply made) {
    reading_ = false;
    parser_.reset();
    response_.version(11);
    response_.result(static_cast<unsigned>(made.status));
    response_.set(http::field::connection, "close");
    for (const auto& [name, value] : made.headers) response_.set(name, value);
    if (!made.body.empty()) response_.set(http::field::content_type, "application/json");
    response_.body() = std::move(made.body);
    response_.prepare_payload();
    lowest().expires_after(max_wait_for_reader);
    http::async_write(stream_, response_, [self = this->shared_from_this()](error_code error, std::size_t) {
      if (!error) self->finish();
    });
  }

  /// Closes, so that the answer arrives: what is unread when a socket is closed makes the other side lose it.
  void finish() {
    answering_ = false;
    buffer_.clear();
    lowest().expires_after(max_linger);
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      if (whole_) {
        stream_.async_shutdown([self = this->shared_from_this()](error_code) {});
        return;
      }
    }
    error_code ignored;
    lowest().socket().shutdown(tcp::socket::shutdown_send, ignored);
    if (!whole_) linger();
  }

  void linger() {
    lowest().async_read_some(net::buffer(rest_), [self = this->shared_from_this()](error_code error, std::size_t size) {
      self->lingered_ += size;
      if (!error && self->lingered_ < max_linger_bytes) self->linger();
    });
  }

  Shared& shared_;
  Stream stream_;
  Address address_;
  bool unlimited_;
  beast::flat_buffer buffer_;
  std::list<OpenConnection*>::iterator place_;
  std::optional<http::request_parser<http::string_body>> parser_;
  HttpServerRequest request_;
  http::response<http::string_body> response_;
  std::array<char, 4096> rest_{};
  std::size_t held_ = 0;
  std::size_t lingered_ = 0;
  bool checked_ = false;
  bool answering_ = false;
  bool whole_ = false;
};

}  // namespace

class HttpListener::Impl {
 public:
  Impl(HttpListenerOptions options, HttpListenerHooks hooks)
      : shared_{.options = std::move(options), .hooks = std::move(hooks)}, acceptor_(shared_.io), pause_(shared_.io) {
    const HttpListenerOptions& chosen = shared_.options;
    if (!chosen.certificate.empty()) {
      tls_.emplace(net::ssl::context::tls_server);
      tls_->set_options(net::ssl::context::no_tlsv1 | net::ssl::context::no_tlsv1_1);
      error_code error;
      tls_->use_certificate_chain_file(chosen.certificate, error);
      if (!error) tls_->use_private_key_file(chosen.key, net::ssl::context::pem, error);
      if (error) throw std::runtime_error("the certificate and the key cannot be used");
    }
    error_code error;
    const auto found = tcp::resolver{shared_.io}.resolve(chosen.host, std::to_string(chosen.port), error);
    if (!error) bind(found.begin()->endpoint(), error);
    if (error) {
      throw std::runtime_error("cannot listen on " + chosen.host + ":" + std::to_string(chosen.port) + ": " +
                               error.message());
    }
  }

  int port() const { return acceptor_.local_endpoint().port(); }

  void run() {
    accept();
    shared_.io.run();
    shared_.workers.join();
  }

  void stop() {
    net::post(shared_.io, [this] {
      error_code ignored;
      acceptor_.close(ignored);
      pause_.cancel();
      const std::list<OpenConnection*> open = shared_.connections;
      for (OpenConnection* connection : open) connection->push_out("the server stops");
    });
  }

 private:
  void bind(const tcp::endpoint& endpoint, error_code& error) {
    using ReusePort = net::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(net::socket_base::reuse_address(true), error);
    // Several of these programs may share a port.
    if (!error) acceptor_.set_option(ReusePort(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(net::socket_base::max_listen_connections, error);
  }

  void accept() {
    acceptor_.async_accept([this](error_code error, tcp::socket socket) {
      if (!acceptor_.is_open()) return;
      if (!error) {
        take(std::move(socket));
        return accept();
      }
      // No descriptor is free, most likely: one will be.
      pause_.expires_after(std::chrono::milliseconds{50});
      pause_.async_wait([this](error_code cancelled) {
        if (!cancelled && acceptor_.is_open()) accept();
      });
    });
  }

  void take(tcp::socket socket) {
    error_code error;
    const std::string peer = socket.remote_endpoint(error).address().to_string();
    const std::optional<Address> address = parse_address(peer);
    if (error || !address) return;
    const bool unlimited = shared_.hooks.is_unlimited(peer);
    if (shared_.holdings.is_full() && !make_room()) return shared_.hooks.refused(peer, 0, "too many connections");
    if (!shared_.holdings.open(*address, unlimited)) {
      return shared_.hooks.refused(peer, 0, "too many connections from this address");
    }
    if (tls_) {
      start<TlsStream>(TlsStream{beast::tcp_stream{std::move(socket)}, *tls_}, peer, *address, unlimited);
    } else {
      start<PlainStream>(PlainStream{std::move(socket)}, peer, *address, unlimited);
    }
  }

  template <class Stream>
  void start(Stream stream, const std::string& peer, const Address& address, bool unlimited) {
    std::make_shared<Connection<Stream>>(shared_, std::move(stream), peer, address, unlimited)->start();
  }

  /// The slot of the one that is pushed out is free when its last operation has ended, which is a moment later.
  bool make_room() {
    const auto oldest = std::find_if(shared_.connections.begin(), shared_.connections.end(),
                                     [](const OpenConnection* each) { return each->is_reading(); });
    if (oldest == shared_.connections.end()) return false;
    (*oldest)->push_out("pushed out by a newer connection");
    return true;
  }

  Shared shared_;
  std::optional<net::ssl::context> tls_;
  tcp::acceptor acceptor_;
  net::steady_timer pause_;
};

HttpListener::HttpListener(HttpListenerOptions options, HttpListenerHooks hooks)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(hooks))) {}
HttpListener::~HttpListener() = default;
int HttpListener::port() const { return impl_->port(); }
void HttpListener::run() { impl_->run(); }
void HttpListener::stop() { impl_->stop(); }

}  // namespace example
