#ifndef ALLO_SRC_HTTP_EXCHANGE_HPP
#define ALLO_SRC_HTTP_EXCHANGE_HPP

#include "http/kept_connection.hpp"
#include "http/origin.hpp"

#include <allo/http.hpp>
#include <allo/transport.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// One request on its way and the response as it comes in: what libcurl's callbacks work on.
class Exchange {
 public:
  enum class Bound { None, Headers, Body };

  Exchange(const HttpRequest& request, const Origin& origin, const CurlTransportOptions& options,
           const KeptConnection& connection) noexcept
      : request_(request), origin_(origin), options_(options), connection_(connection) {}

  const HttpRequest& request() const noexcept { return request_; }
  const Origin& origin() const noexcept { return origin_; }

  /// libcurl is about to open a connection. False when it must not: it has sent the request before, on a connection
  /// that then died, and the request may have been carried out.
  bool may_connect() noexcept;
  /// libcurl is about to send the request. False when it must not, as above.
  bool begin_sending() noexcept;
  /// True once libcurl was about to send the request.
  bool was_sent() const noexcept { return was_sent_; }
  /// True when a connection was opened for it.
  bool opened_connection() const noexcept { return opened_connection_; }
  /// True once a byte of a response has come.
  bool was_answered() const noexcept { return header_bytes_ != 0; }
  /// True when the body may be read again from its beginning: nothing of it can have reached the service.
  bool rewind_body() noexcept;
  /// True when the request was to go out a second time and was not let.
  bool resend_refused() const noexcept { return resend_refused_; }

  /// Copies the next part of the request's body to `to` and gives its size.
  std::size_t read_body(char* to, std::size_t room) noexcept;

  /// Takes a header line, status lines and the empty line at the end included. False to stop.
  bool take_header_line(std::string_view line);
  /// Takes a decoded part of the body; `announced` is the Content-Length or less than 1. False to stop.
  bool take_body(std::string_view part, long long announced);
  /// True when the body goes to the request's sink, which is asked once the response is known to have this status.
  bool streams(int status);
  /// Takes a part of such a body.
  void pass_on(std::string_view part);

  /// With a sink, once the request is out: when something must have come.
  std::optional<std::chrono::steady_clock::time_point> stalls_at() const noexcept { return stalls_at_; }

  /// True when the response turned out to be that of an earlier request over the same connection.
  bool is_of_another() const noexcept { return is_of_another_; }

  Bound exceeded_bound() const noexcept { return exceeded_; }
  bool headers_complete() const noexcept { return headers_complete_; }

  /// Gives the response away.
  HttpResponse finish(int status);

 private:
  bool may_send() noexcept;
  void take_status_line(std::string_view line) noexcept;
  void put_off_stall() noexcept;
  const HttpRequest& request_;
  const Origin& origin_;
  const CurlTransportOptions& options_;
  const KeptConnection& connection_;
  HttpHeaders headers_;
  std::string body_;
  std::size_t header_bytes_ = 0;
  std::size_t body_read_ = 0;
  bool was_sent_ = false;
  bool opened_connection_ = false;
  bool answered_challenge_ = false;
  bool is_of_another_ = false;
  bool resend_refused_ = false;
  bool headers_complete_ = false;
  bool last_line_kept_ = false;
  std::optional<bool> streams_;  // None until the sink was asked.
  std::optional<std::chrono::steady_clock::time_point> stalls_at_;
  Bound exceeded_ = Bound::None;
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
