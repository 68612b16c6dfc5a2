#ifndef ALLO_SRC_HTTP_CURL_HANDLE_HPP
#define ALLO_SRC_HTTP_CURL_HANDLE_HPP

#include "http/curl_global.hpp"
#include "http/exchange.hpp"
#include "http/header_lines.hpp"
#include "http/kept_connection.hpp"
#include "http/trust_store.hpp"

#include <allo/http.hpp>
#include <allo/transport.hpp>

#include <array>
#include <chrono>
#include <exception>
#include <optional>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// An easy handle of libcurl, the multi handle that drives it, and the one connection that they keep. What all requests
/// share is set once; a request sets what differs from the one before. The multi handle is there because a transfer in
/// it can be woken from another thread and so be cancelled at any point. Used by one thread at a time.
class CurlHandle {
 public:
  using Clock = std::chrono::steady_clock;

  /// `options` and `trust` must outlive the handle.
  CurlHandle(const CurlTransportOptions& options, TrustStore& trust);
  ~CurlHandle();
  CurlHandle(const CurlHandle&) = delete;
  CurlHandle& operator=(const CurlHandle&) = delete;

  /// @throws TransportException
  HttpResponse send(const HttpRequest& request, const Origin& origin, Clock::time_point deadline);

  /// Where the kept connection leads; empty when there is none yet.
  const std::string& last_origin() const noexcept { return last_origin_; }

 private:
  /// What decides how libcurl sends a request.
  struct Shape {
    HttpMethod method;
    bool with_body;
  };

  void set_once();
  void set_for(const HttpRequest& request, const Origin& origin, Clock::time_point deadline);
  void set_shape(Shape shape);
  void set_number(CURLoption option, long value, long& last);
  void set_address_lifetime(Clock::time_point now);
  CURLcode run(const CancellationToken& cancellation);
  int time_to_wait() const;

  template <class Work>
  auto guarded(Work work, decltype(work()) on_error) noexcept -> decltype(work());

  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self) noexcept;
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self) noexcept;
  static std::size_t on_read(char* to, std::size_t size, std::size_t count, void* self) noexcept;
  static int on_rewind(void* self, curl_off_t offset, int origin) noexcept;
  static int on_begin(void* self, char* remote_ip, char* local_ip, int remote_port, int local_port) noexcept;
  static CURLcode on_tls_context(CURL* easy, void* context, void* self) noexcept;
  static int on_close_socket(void* self, curl_socket_t socket) noexcept;
  static curl_socket_t on_open_socket(void* self, curlsocktype purpose, curl_sockaddr* address) noexcept;

  const CurlTransportOptions& options_;
  TrustStore& trust_;
  KeptConnection connection_;  // Before what tells it of its end.
  MultiHandle multi_;
  EasyHandle easy_;
  HeaderLines header_lines_;
  std::array<char, CURL_ERROR_SIZE> error_text_{};  // Where libcurl says why a transfer failed.
  std::string last_url_;
  std::string last_origin_;
  std::optional<Shape> last_shape_;
  std::optional<Clock::time_point> addresses_dropped_;
  bool keeps_addresses_ = false;
  long last_timeout_ = 0;
  long last_connect_timeout_ = 0;
  long last_fresh_connect_ = 0;
  Exchange* exchange_ = nullptr;       // The one under way.
  std::exception_ptr callback_error_;  // Thrown inside a callback, to be thrown on once libcurl has returned.
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
