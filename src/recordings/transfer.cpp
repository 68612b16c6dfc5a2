#include "recordings/transfer.hpp"

#include "base/http_headers_access.hpp"
#include "base/request_id.hpp"
#include "base/text.hpp"
#include "recordings/recording_url.hpp"

#include <allo/errors.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

using std::chrono::milliseconds;

constexpr int most_redirects = 3;

/// Takes the way of a failure that is not the network's, past every handler of one.
struct CallerFailed {};

bool is_redirect(int status) noexcept {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// An answer that is no answer to what was asked; asking again would give the same.
[[noreturn]] void refuse(const std::string& text, TransportError kind = TransportError::Receive) {
  throw TransportException(kind, text, true, {}, false);
}

/// What another server counts is not about the key, and no matter for the pacer.
HttpHeaders without_rate_limit(const HttpHeaders& headers) {
  constexpr std::string_view begin = "X-RateLimit-";
  HttpHeaders kept;
  for (const HttpHeader header : headers) {
    if (!equal_ignoring_case(header.name.substr(0, begin.size()), begin)) kept.add(header.name, header.value);
  }
  return kept;
}

std::string bytes(std::uint64_t count) { return std::to_string(count) + " bytes"; }

}  // namespace

Transfer::Transfer(std::shared_ptr<HttpTransport> transport, std::string url, const std::string& base_url,
                   Destination& destination, const DownloadOptions& options)
    : transport_(std::move(transport)),
      url_(std::move(url)),
      base_url_(base_url),
      base_(*parse_http_url(base_url_)),
      destination_(destination),
      options_(options) {}

HttpResponse Transfer::send(const HttpRequest& request) {
  using Clock = std::chrono::steady_clock;
  const auto started = Clock::now();
  came_last_ = 0;
  std::string url = url_;
  bool with_key = have_same_origin(*parse_http_url(url), base_);
  HttpRequest next = request;
  for (int redirects = 0;; ++redirects) {
    HttpResponse response = redirects == 0 ? exchange(next, url, with_key) : follow(next, url, with_key);
    if (!is_redirect(response.status)) {
      check_complete(response);
      if (response.status == 416 && had_all(response)) response.status = 206;
      if (!with_key) response.headers = without_rate_limit(response.headers);
      return response;
    }
    if (redirects == most_redirects) refuse("the recording is redirected more than three times");
    url = redirect_target(url, trimmed_value(response.headers, "Location"), base_);
    with_key = with_key && have_same_origin(*parse_http_url(url), base_);
    next.timeout = request.timeout - std::chrono::duration_cast<milliseconds>(Clock::now() - started);
  }
}

/// The same for a request that was redirected: it has reached a server, whatever becomes of it now.
HttpResponse Transfer::follow(const HttpRequest& request, const std::string& url, bool with_key) {
  try {
    return exchange(request, url, with_key);
  } catch (const TransportException& error) {
    if (error.delivery() != DeliveryState::NotSent) throw;
    throw TransportException(error.kind(), error.what(), DeliveryState::MaybeSent, error.request_id(),
                             error.retryable());
  }
}

/// One request and its answer, of which a recording's bytes have gone to the destination.
HttpResponse Transfer::exchange(const HttpRequest& request, const std::string& url, bool with_key) {
  begun_ = false;
  skip_ = 0;
  body_end_.reset();
  problem_ = nullptr;
  asks_for_rest_ = received_ > 0 && !validator_.empty();
  HttpRequest out;
  out.url = url;
  out.headers = headers_for(request, with_key);
  out.timeout = request.timeout;
  out.connect_timeout = request.connect_timeout;
  out.cancellation = request.cancellation;
  out.sink = this;
  out.stall_timeout = options_.stall_timeout;
  HttpResponse response;
  try {
    response = transport_->send(out);
    if (!begun_ && problem_ == nullptr && callers_failure_ == nullptr && begin(response)) {  // It does not stream.
      write(response.body);
      response.body.clear();
    }
  } catch (const TransportException& error) {
    throw_on();
    throw_if_stuck(error);
    throw;
  } catch (...) {
    throw_on();
    throw;
  }
  throw_on();  // A transport may have swallowed it.
  return response;
}

/// Throws what a callback has thrown, as it was: a transport may make something else of it on its way.
void Transfer::throw_on() {
  if (callers_failure_) throw CallerFailed{};
  if (problem_) std::rethrow_exception(std::exchange(problem_, nullptr));
}

/// What is given away is not given again, so without a version to ask for there is no way on.
void Transfer::throw_if_stuck(const TransportException& error) const {
  const bool is_stuck = received_ > 0 && validator_.empty() && !destination_.can_restart();
  if (!is_stuck || !error.retryable()) return;
  throw TransportException(error.kind(),
                           std::string{error.what()} + "; it broke after " + bytes(received_) +
                               " and cannot be continued, for the server names no version of the recording",
                           error.delivery(), error.request_id(), false);
}

/// Whatever the client adds may be for the service's eyes alone, as the key is.
HttpHeaders Transfer::headers_for(const HttpRequest& request, bool with_key) const {
  constexpr std::string_view of_ours[] = {"Accept", "Accept-Encoding", "Range", "If-Range"};
  constexpr std::string_view for_everybody[] = {"User-Agent", request_id_header};
  const auto holds = [](const auto& names, std::string_view name) {
    return std::any_of(std::begin(names), std::end(names),
                       [name](std::string_view each) { return equal_ignoring_case(each, name); });
  };
  HttpHeaders headers;
  headers.add("Accept", "*/*");
  headers.add("Accept-Encoding", "identity");  // A length and a range are those of the bytes that are kept.
  for (const HttpHeader header : request.headers) {
    if (with_key ? !holds(of_ours, header.name) : holds(for_everybody, header.name)) {
      headers.add(header.name, header.value);
    }
  }
  if (asks_for_rest_) {
    headers.add("Range", "bytes=" + std::to_string(received_) + '-');
    headers.add("If-Range", validator_);
  }
  return headers;
}

template <class Call>
void Transfer::for_caller(const Call& call) {
  try {
    call();
  } catch (...) {
    callers_failure_ = std::current_exception();
    throw CallerFailed{};
  }
}

bool Transfer::begin(const HttpResponse& head) {
  begun_ = true;
  try {
    if (!accept(head)) return false;
  } catch (const TransportException&) {
    problem_ = std::current_exception();
    throw;
  }
  tell_progress();
  return true;
}

/// True where the body is the recording or a part of it; then everything is set for its bytes.
bool Transfer::accept(const HttpResponse& head) {
  if (head.status != 200 && head.status != 206) return false;
  const std::string_view encoding = trimmed_value(head.headers, "Content-Encoding");
  if (!encoding.empty() && !equal_ignoring_case(encoding, "identity")) {
    refuse("the recording came in a content encoding that was not asked for", TransportError::BadEncoding);
  }
  head.status == 200 ? accept_whole(head.headers) : accept_part(head.headers);
  if (total_ && *total_ > options_.max_bytes) {
    refuse("the recording has " + bytes(*total_) + ", more than max_bytes allows", TransportError::TooLarge);
  }
  return true;
}

void Transfer::accept_whole(const HttpHeaders& headers) {
  const auto length = content_length(headers);
  std::string validator = strong_validator(headers);
  if (received_ > 0) {
    const bool is_long_enough = !length || (total_ ? *length == *total_ : *length >= received_);
    const bool is_same = !validator.empty() && validator == validator_ && is_long_enough;
    if (is_same) {
      skip_ = received_;
    } else if (destination_.can_restart()) {
      for_caller([&] { destination_.restart(); });
      received_ = 0;
    } else {
      refuse("the recording broke after " + bytes(received_) +
             " and cannot be continued: what the server now has is not known to be the same");
    }
  }
  total_ = length;
  body_end_ = length;
  validator_ = std::move(validator);
}

void Transfer::accept_part(const HttpHeaders& headers) {
  if (!asks_for_rest_) refuse("a part of the recording came where all of it was asked for");
  const auto range = parse_content_range(headers.get("Content-Range").value_or(std::string_view{}));
  if (!range || !range->has_bytes || range->first != received_ ||
      (range->total && total_ && *range->total != *total_)) {
    refuse("the part of the recording that came is not the one from byte " + std::to_string(received_) +
           " on that was asked for");
  }
  const auto length = content_length(headers);
  if (length && *length != range->last - range->first + 1) {
    refuse("the part of the recording that came has another length than it says");
  }
  const std::string_view tag = trimmed_value(headers, "ETag");
  if (!tag.empty() && validator_.front() == '"' && tag != validator_) {
    refuse("the part of the recording that came is of another version of it");
  }
  if (!total_) total_ = range->total;
  if (!total_) refuse("the part of the recording that came does not say how large all of it is");
  body_end_ = range->last + 1;
}

void Transfer::write(std::string_view part) {
  came_last_ += part.size();
  if (skip_ > 0) {
    const auto skipped = static_cast<std::size_t>(std::min<std::uint64_t>(skip_, part.size()));
    skip_ -= skipped;
    part.remove_prefix(skipped);
  }
  if (part.empty()) return;
  try {
    if (body_end_ && part.size() > *body_end_ - received_) {
      refuse("the recording is longer than the " + bytes(*body_end_) + " that were announced");
    }
    if (part.size() > options_.max_bytes - received_) {
      refuse("the recording is larger than max_bytes allows", TransportError::TooLarge);
    }
  } catch (...) {
    problem_ = std::current_exception();
    throw;
  }
  for_caller([&] { destination_.write(part); });
  received_ += part.size();
  tell_progress();
}

void Transfer::tell_progress() {
  if (options_.progress) for_caller([&] { options_.progress({received_, total_}); });
}

/// There is nothing behind what was received: it was all.
bool Transfer::had_all(const HttpResponse& response) const {
  if (!asks_for_rest_ || total_.value_or(received_) != received_) return false;
  const auto range = parse_content_range(response.headers.get("Content-Range").value_or(std::string_view{}));
  return range && !range->has_bytes && range->total == received_;
}

/// Holds the length against what was announced, once the transport says that this was all.
void Transfer::check_complete(const HttpResponse& response) const {
  if (response.status < 200 || response.status >= 300) return;
  if (response.status != 200 && response.status != 206) {
    refuse("the answer has status " + std::to_string(response.status) + " and no recording");
  }
  const auto end = total_ ? total_ : body_end_;
  if (skip_ == 0 && (!end || received_ == *end)) return;
  throw TransportException(TransportError::Receive,
                           "the recording was cut off after " + bytes(received_ - skip_) +
                               (end ? " of " + std::to_string(*end) : std::string{}),
                           true);
}

}  // namespace detail
ALLO_NAMESPACE_END
