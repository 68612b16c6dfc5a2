#ifndef ALLO_SRC_RECORDINGS_TRANSFER_HPP
#define ALLO_SRC_RECORDINGS_TRANSFER_HPP

#include "core/url.hpp"
#include "recordings/content_range.hpp"

#include <allo/http.hpp>
#include <allo/recordings.hpp>
#include <allo/transport.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// Where the bytes of a recording go, in order.
class Destination {
 public:
  Destination() = default;
  Destination(const Destination&) = delete;
  Destination& operator=(const Destination&) = delete;
  virtual ~Destination() = default;

  virtual void write(std::string_view part) = 0;
  /// True when what was written can be taken back.
  virtual bool can_restart() const noexcept = 0;
  virtual void restart() = 0;
};

/// One recording on its way. It stands between an Execution, which asks it to send as often as its retries allow, and
/// the client's transport: each time it follows the redirects and asks for what has not come yet. The URL of the
/// requests that it is given does not matter.
class Transfer final : public HttpTransport, private BodySink {
 public:
  /// The references outlive it.
  Transfer(std::shared_ptr<HttpTransport> transport, std::string url, const std::string& base_url,
           Destination& destination, const DownloadOptions& options);

  HttpResponse send(const HttpRequest& request) override;
  bool stays_on_this_machine() const noexcept override { return transport_->stays_on_this_machine(); }

  /// Bytes of the recording that the destination has.
  std::uint64_t received() const noexcept { return received_; }
  /// Bytes of bodies that came with the last attempt.
  std::size_t came_last() const noexcept { return came_last_; }
  /// What the destination or the progress callback threw; it ends the download, whatever became of it on its way.
  std::exception_ptr callers_failure() const noexcept { return callers_failure_; }

 private:
  bool begin(const HttpResponse& head) override;
  void write(std::string_view part) override;

  HttpResponse follow(const HttpRequest& request, const std::string& url, bool with_key);
  HttpResponse exchange(const HttpRequest& request, const std::string& url, bool with_key);
  HttpHeaders headers_for(const HttpRequest& request, bool with_key) const;
  void throw_on();
  void throw_if_stuck(const TransportException& error) const;

  bool accept(const HttpResponse& head);
  void accept_whole(const HttpHeaders& headers);
  void accept_part(const HttpHeaders& headers);
  bool had_all(const HttpResponse& response) const;
  void check_complete(const HttpResponse& response) const;
  void tell_progress();

  /// Runs what belongs to the caller, and keeps what it throws.
  template <class Call>
  void for_caller(const Call& call);

  std::shared_ptr<HttpTransport> transport_;
  std::string url_;
  std::string base_url_;
  HttpUrl base_;  // Views into base_url_.
  Destination& destination_;
  const DownloadOptions& options_;

  std::uint64_t received_ = 0;
  std::optional<std::uint64_t> total_{};
  std::string validator_{};  // Of the bytes that were received; empty where they have none.

  // Of the exchange under way.
  bool asks_for_rest_ = false;
  bool begun_ = false;
  std::uint64_t skip_ = 0;                   // Bytes to come that the destination has already.
  std::optional<std::uint64_t> body_end_{};  // How far into the recording its body reaches.
  std::size_t came_last_ = 0;
  std::exception_ptr problem_{};
  std::exception_ptr callers_failure_{};
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
