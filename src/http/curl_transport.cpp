#include "base/per_process.hpp"
#include "base/wait.hpp"
#include "http/client_certificate.hpp"
#include "http/curl_errors.hpp"
#include "http/curl_global.hpp"
#include "http/curl_pool.hpp"
#include "http/origin.hpp"
#include "http/proxy.hpp"

#include <allo/errors.hpp>
#include <allo/transport.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

ALLO_NAMESPACE_BEGIN

HttpTransport::~HttpTransport() = default;

bool HttpTransport::stays_on_this_machine() const noexcept { return false; }

namespace detail {
namespace {

void check(const CurlTransportOptions& options) {
  if (options.max_connections < 1) throw InvalidArgumentException("max_connections must be at least 1");
  if (options.max_response_bytes < 1) throw InvalidArgumentException("max_response_bytes must be at least 1");
  if (options.max_header_bytes < 1) throw InvalidArgumentException("max_header_bytes must be at least 1");
  if (options.idle_timeout.count() < 0) throw InvalidArgumentException("idle_timeout must not be negative");
  if (!options.ca_pem.empty() && !options.ca_file.empty()) {
    throw InvalidArgumentException("ca_file and ca_pem exclude each other");
  }
  if (!options.ca_pem.empty() && options.ca_pem.find("-----BEGIN") == std::string::npos) {
    throw InvalidArgumentException("ca_pem holds no certificate in PEM form");
  }
  if (!options.additional_ca_pem.empty() && options.additional_ca_pem.find("-----BEGIN") == std::string::npos) {
    throw InvalidArgumentException("additional_ca_pem holds no certificate in PEM form");
  }
  check_client_certificate(options);
  constexpr std::size_t longest_socket_path = 107;  // On Linux, without the 0 at its end; elsewhere less.
  if (options.unix_socket.size() > longest_socket_path) {
    throw InvalidArgumentException("unix_socket is longer than the 107 bytes that a path of a socket may have");
  }
  if (options.unix_socket.find('\0') != std::string::npos) throw InvalidArgumentException("unix_socket holds a NUL");
  if (options.proxy.empty()) return;
  if (options.direct) throw InvalidArgumentException("proxy and direct exclude each other");
  if (!options.unix_socket.empty()) throw InvalidArgumentException("proxy and unix_socket exclude each other");
  // Not quoted: it may hold a password.
  if (!parse_proxy(options.proxy)) throw InvalidArgumentException("proxy is not a valid URL");
}

/// See make_curl_transport.
class CurlTransport final : public HttpTransport {
 public:
  explicit CurlTransport(CurlTransportOptions options)
      : options_(std::move(options)), pool_([this] { return std::make_unique<CurlPool>(options_); }) {}

  HttpResponse send(const HttpRequest& request) override {
    const Origin origin = parse_origin(request.url);
    if (request.cancellation.is_cancelled()) throw_cancelled(origin, false);
    if (request.timeout.count() <= 0) {
      throw TransportException(TransportError::Timeout, "no time left for the request to " + origin.host_and_port(),
                               false);
    }
    if (process_is_ending())
      throw TransportException(TransportError::Unknown, "no request can be sent while the process ends", false);
    const auto deadline = CurlPool::Clock::now() + bounded(request.timeout);
    CurlPool::Lease lease = pool_.get().acquire(origin, request.cancellation, deadline);
    return lease.send(request, origin, deadline);
  }

  bool stays_on_this_machine() const noexcept override { return !options_.unix_socket.empty(); }

 private:
  const CurlTransportOptions options_;
  PerProcess<CurlPool> pool_;
};

}  // namespace
}  // namespace detail

std::shared_ptr<HttpTransport> make_curl_transport(CurlTransportOptions options) {
  detail::check(options);
  options.idle_timeout = std::min<std::chrono::seconds>(options.idle_timeout, detail::longest_span);
  detail::initialise_curl();
  return std::make_shared<detail::CurlTransport>(std::move(options));
}

ALLO_NAMESPACE_END
