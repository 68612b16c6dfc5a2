#include "http/exchange.hpp"

#include "base/http_headers_access.hpp"
#include "base/request_id.hpp"
#include "base/text.hpp"
#include "base/wait.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {

namespace {

/// What a JSON tokenizer may read past the end of the body.
constexpr std::size_t body_padding = 64;
/// How far a Content-Length is believed before its bytes have arrived.
constexpr long long most_reserved_at_once = 4 * 1024 * 1024;

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view without_line_end(std::string_view line) {
  if (!line.empty() && line.back() == '\n') line.remove_suffix(1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

/// The value of an `X-Request-Id` line.
std::optional<std::string_view> request_id_in(std::string_view line) noexcept {
  constexpr std::size_t size = request_id_header.size();
  // The colon first: few names are as long.
  if (line.size() <= size || line[size] != ':') return std::nullopt;
  if (!equal_ignoring_case(line.substr(0, size), request_id_header)) return std::nullopt;
  return trim_blanks(line.substr(size + 1));
}

}  // namespace

bool Exchange::may_send() noexcept {
  resend_refused_ = was_sent_ && request_.method != HttpMethod::Get;
  return !resend_refused_;
}

bool Exchange::may_connect() noexcept {
  if (!may_send()) return false;
  opened_connection_ = true;
  return true;
}

bool Exchange::begin_sending() noexcept {
  if (!may_send()) return false;
  was_sent_ = true;
  put_off_stall();
  return true;
}

bool Exchange::rewind_body() noexcept {
  if (was_sent_) return false;
  body_read_ = 0;
  return true;
}

std::size_t Exchange::read_body(char* to, std::size_t room) noexcept {
  const std::size_t size = std::min(room, request_.body.size() - body_read_);
  std::memcpy(to, request_.body.data() + body_read_, size);
  body_read_ += size;
  return size;
}

bool Exchange::take_header_line(std::string_view line) {
  put_off_stall();
  header_bytes_ += line.size();
  if (header_bytes_ > options_.max_header_bytes) {
    exceeded_ = Bound::Headers;
    return false;
  }
  line = without_line_end(line);
  const bool is_status_line = line.substr(0, 5) == "HTTP/";
  if (is_status_line && body_.empty() && !streams_) {  // Of the first response, or of the one after a 1xx or a 407.
    take_status_line(line);
  } else if (headers_complete_) {
    // A trailer; it belongs to no header list.
  } else if (line.empty()) {
    headers_complete_ = true;
  } else if (is_blank(line.front())) {  // It continues the line before, and goes where that went.
    last_line_kept_ = last_line_kept_ && HttpHeadersAccess::continue_line(headers_, line);
  } else {
    last_line_kept_ = HttpHeadersAccess::add_line(headers_, line);
    if (const auto id = request_id_in(line)) is_of_another_ = connection_.carried_before(*id);
  }
  return !is_of_another_;
}

void Exchange::take_status_line(std::string_view line) noexcept {
  headers_.clear();
  headers_complete_ = false;
  // Digest over plain HTTP: the proxy wants to be answered first, and has passed nothing on. Once, and once only, the
  // request may so go out again.
  const bool may_be_challenged = options_.proxy_auth == ProxyAuth::Digest && !origin_.tls && !answered_challenge_;
  if (!may_be_challenged || line.substr(std::min(line.find(' '), line.size()), 4) != " 407") return;
  answered_challenge_ = true;
  was_sent_ = false;
}

bool Exchange::take_body(std::string_view part, long long announced) {
  if (part.size() > options_.max_response_bytes - body_.size()) {
    exceeded_ = Bound::Body;
    return false;
  }
  const std::size_t needed = body_.size() + part.size() + body_padding;
  if (needed > body_.capacity()) {
    const auto believed = static_cast<std::size_t>(std::clamp<long long>(announced, 0, most_reserved_at_once));
    body_.reserve(std::max({needed, 2 * body_.capacity(), believed + body_padding}));
  }
  body_.append(part);
  return true;
}

bool Exchange::streams(int status) {
  if (request_.sink == nullptr) return false;
  if (!streams_) {
    const HttpResponse head{status, headers_, {}};
    streams_ = request_.sink->begin(head);
  }
  return *streams_;
}

void Exchange::pass_on(std::string_view part) {
  request_.sink->write(part);
  put_off_stall();  // Only now: the time that the sink takes is not the network's.
}

void Exchange::put_off_stall() noexcept {
  if (request_.sink == nullptr) return;
  stalls_at_ = std::chrono::steady_clock::now() + bounded(request_.stall_timeout);
}

HttpResponse Exchange::finish(int status) {
  streams(status);  // An empty body has a head, too.
  return HttpResponse{status, std::move(headers_), std::move(body_)};
}

}  // namespace detail
ALLO_NAMESPACE_END
