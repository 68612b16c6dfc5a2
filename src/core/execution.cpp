#include "core/execution.hpp"

#include "base/api_error.hpp"
#include "base/http_headers_access.hpp"
#include "base/request_id.hpp"
#include "base/wait.hpp"
#include "core/redaction.hpp"
#include "core/response_headers.hpp"
#include "core/secrets.hpp"
#include "json/codec.hpp"

#include <algorithm>
#include <exception>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t max_error_body = 64U * 1024U;

bool is_success(int status) noexcept { return status >= 200 && status < 300; }

TransportError error_of(const FailedAttempt& failure) noexcept {
  return failure.transport_error.value_or(TransportError::Unknown);
}

/// What a hook throws is its own business.
template <class Call>
void quietly(const Call& call) noexcept {
  try {
    call();
  } catch (...) {
  }
}

}  // namespace

Execution::Execution(const Core& core, const RequestParts& parts, HttpRequest request, const RequestOptions& options,
                     const RetryPolicy& policy, const RepetitionRules& rules)
    : core_(core),
      client_(core.options()),
      operation_(parts.operation),
      route_(parts.target.route()),
      request_(std::move(request)),
      options_(options),
      policy_(policy),
      rules_(rules),
      timeout_(request_.timeout) {
  if (policy_.deadline) deadline_ = now() + bounded(*policy_.deadline);
}

std::string Execution::run() {
  for (;;) {
    name_attempt();
    take_turn();
    begin_attempt();
    HttpResponse response;
    std::optional<FailedAttempt> failure;
    const auto started = Clock::now();
    try {
      response = client_.transport->send(request_);
      if (!is_success(response.status)) failure = read_error(response);
      finish_turn(outcome_of(response, failure));
    } catch (const TransportException& error) {
      finish_turn({});
      failure = unanswered(error);
    } catch (...) {  // What a transport of somebody else's may throw besides; the attempt was made all the same.
      finish_turn({});
      report(response, failure, Clock::now() - started);
      throw;
    }
    report(response, failure, Clock::now() - started);
    if (!failure) {
      answer_ = std::move(response);
      return std::move(answer_.body);
    }
    if (was_deleted_before(response.status)) return {};
    wait_or_throw(std::move(*failure));
  }
}

/// Gives each attempt an `X-Request-Id` of its own, unless the caller named the request: an answer that comes late can
/// so be told from the right one, and the service's log be searched for what was never answered.
void Execution::name_attempt() {
  if (attempts_ == 0) {
    if (core_.names_request(options_)) return;
    names_attempts_ = true;
    const RequestId id = next_request_id();
    HttpHeadersAccess::add_valid(request_.headers, request_id_header, {id.data(), id.size()});
  } else if (names_attempts_) {
    const RequestId id = next_request_id();
    HttpHeadersAccess::replace_last_value(request_.headers, {id.data(), id.size()});
  }
}

void Execution::take_turn() {
  if (options_.cancellation.is_cancelled()) throw_unsent(TransportError::Cancelled, "cancelled before sending");
  if (client_.pacer) {
    PacedRequest turn{request_.method, options_.cancellation};
    if (const auto left = time_to_begin()) turn.deadline = Clock::now() + *left;
    std::uint64_t ticket = 0;
    switch (client_.pacer->acquire(turn, ticket)) {
      case PacerTurn::Granted:
        ticket_ = ticket;
        break;
      case PacerTurn::Cancelled:
        throw_unsent(TransportError::Cancelled, "cancelled while waiting for the pacer");
      case PacerTurn::TimedOut:
        throw_unsent(TransportError::Timeout, "the deadline passed while waiting for the pacer");
    }
  }
  if (const auto left = time_to_begin(); left && *left <= milliseconds{0}) {
    finish_turn({});
    throw_unsent(TransportError::Timeout, "the deadline passed before sending");
  }
  if (const auto left = time_left()) request_.timeout = std::min(timeout_, *left);
}

void Execution::begin_attempt() {
  ++attempts_;
  const bool has_key = rules_.makes_key || !options_.idempotency_key.empty();
  if (attempts_ == 1 && has_key) begin_by_ = now() + key_lifetime;
  tell_request();
}

/// Tells hooks and caller what an attempt came to.
void Execution::report(const HttpResponse& response, const std::optional<FailedAttempt>& failure,
                       Clock::duration duration) const {
  tell_response(response, failure ? error_of(*failure) : TransportError::Unknown, duration);
  if (!options_.response) return;
  fill_response_info(response, *options_.response);
  if (failure && !failure->response.request_id.empty()) options_.response->request_id = failure->response.request_id;
}

/// Whether the attempt before has deleted it, and its answer was lost.
bool Execution::was_deleted_before(int status) const noexcept {
  const bool only_deletes = request_.method == HttpMethod::Delete && !operation_.has_result;
  return status == 404 && only_deletes && before_ == DeliveryState::MaybeSent;
}

void Execution::throw_unreadable(const DecodeException& problem, std::string_view body) const {
  std::string id{request_id(answer_.headers)};
  std::string reported = reported_error(body);
  std::string kept = without_key(body, client_.api_key, max_error_body);
  core_.redact(id);
  core_.redact(reported);
  hide_secrets(kept);
  hide_secrets(reported);
  throw DecodeException(problem, answer_.status, std::move(id), std::move(kept), reported);
}

PacedOutcome Execution::outcome_of(const HttpResponse& response, const std::optional<FailedAttempt>& failure) const {
  PacedOutcome outcome;
  if (!ticket_) return outcome;
  outcome.status = response.status;
  outcome.rate_limit = read_rate_limit(response.headers, wall_now());
  outcome.refused = response.status == 429 && !is_quota_exhausted(failure->response);
  if (outcome.refused) outcome.retry_after = failure->response.retry_after;
  return outcome;
}

/// Ends the turn that the pacer gave, if there is one.
void Execution::finish_turn(const PacedOutcome& outcome) noexcept {
  if (!ticket_) return;
  const std::uint64_t ticket = *std::exchange(ticket_, std::nullopt);
  quietly([&] { client_.pacer->finish(request_.method, ticket, outcome); });
}

FailedAttempt Execution::unanswered(const TransportException& error) const {
  FailedAttempt failure;
  failure.transport_error = error.kind();
  failure.text = error.what();
  failure.delivery = error.delivery();
  failure.may_pass = error.retryable();
  core_.redact(failure.text);
  return failure;
}

FailedAttempt Execution::read_error(HttpResponse& response) const {
  FailedAttempt failure;
  ApiError& error = failure.response;
  error.status = response.status;
  decode_error_body(response.body, error);
  const auto now = wall_now();
  if (const auto asked = read_retry_after(response.headers, now)) error.retry_after = asked;
  if (response.status == 429 && !error.retry_after) {
    const auto reset = read_rate_limit(response.headers, now).reset_after;
    if (reset && *reset > milliseconds{0}) error.retry_after = *reset;
  }
  if (error.request_id.empty()) error.request_id = request_id(response.headers);

  error.body = without_key(response.body, client_.api_key, max_error_body);
  hide_secrets(error.body);
  for (std::string* text :
       {&error.code, &error.message, &error.request_id, &error.type, &error.suggestion, &error.param, &error.doc_url}) {
    core_.redact(*text);
    hide_secrets(*text);
  }
  for (ErrorDetail& detail : error.details) {
    core_.redact(detail.field);
    core_.redact(detail.message);
  }
  failure.delivery = delivery_of(error);
  return failure;
}

void Execution::wait_or_throw(FailedAttempt failure) {
  const bool again = attempts_ < policy_.max_attempts && may_repeat(failure, rules_);
  const auto delay = again ? wait_before_retry(policy_, failure, attempts_, core_.time()) : std::nullopt;
  if (!delay || time_to_begin().value_or(milliseconds::max()) <= *delay) throw_failure(std::move(failure));

  tell_retry(failure, *delay);
  before_ = together(before_, failure.delivery);
  last_failure_ = std::move(failure);
  if (core_.time().sleep) {
    core_.time().sleep(*delay);
  } else if (!wait_for(*delay, options_.cancellation)) {
    throw_unsent(TransportError::Cancelled, "cancelled while waiting to try again");
  }
}

void Execution::fill_response_info(const HttpResponse& response, ResponseInfo& info) const {
  info.status = response.status;
  info.headers = response.headers;
  info.request_id = request_id(response.headers);
  core_.redact(info.request_id);
  info.attempts = attempts_;
  info.rate_limit = read_rate_limit(response.headers, wall_now());
  info.idempotency_replayed = response.headers.get("Idempotency-Replayed") == "true";
}

/// The response's, or else the one that the caller sent.
std::string_view Execution::request_id(const HttpHeaders& headers) const noexcept {
  if (const auto answered = headers.get(request_id_header)) return *answered;
  return request_.headers.get(request_id_header).value_or(std::string_view{});
}

Execution::Clock::time_point Execution::now() const { return core_.time().clock ? core_.time().clock() : Clock::now(); }

std::chrono::system_clock::time_point Execution::wall_now() const {
  return core_.time().wall_clock ? core_.time().wall_clock() : std::chrono::system_clock::now();
}

std::optional<milliseconds> Execution::time_left() const {
  if (!deadline_) return std::nullopt;
  return std::chrono::duration_cast<milliseconds>(*deadline_ - now());
}

/// Until when an attempt must have begun.
std::optional<milliseconds> Execution::time_to_begin() const {
  auto end = deadline_;
  if (begin_by_) end = end ? std::min(*end, *begin_by_) : *begin_by_;
  if (!end) return std::nullopt;
  return std::chrono::duration_cast<milliseconds>(*end - now());
}

void Execution::throw_failure(FailedAttempt&& failure) const {
  failure.delivery = together(before_, failure.delivery);
  if (failure.transport_error) {
    throw TransportException(*failure.transport_error, failure.text, failure.delivery, request_id({}),
                             failure.may_pass);
  }
  failure.response.delivery = failure.delivery;
  throw_api_error(std::move(failure.response));
}

/// Ends an operation between two attempts. A deadline reports the failure that it could not mend, a cancellation
/// itself.
void Execution::throw_unsent(TransportError kind, const char* text) {
  if (kind == TransportError::Timeout && last_failure_) throw_failure(std::move(*last_failure_));
  throw TransportException(kind, text, before_, attempts_ > 0 ? request_id({}) : std::string_view{});
}

void Execution::tell_request() const noexcept {
  if (!client_.on_request) return;
  quietly([&] { client_.on_request({request_.method, route_, attempts_, request_.body.size()}); });
}

void Execution::tell_response(const HttpResponse& response, TransportError error,
                              Clock::duration duration) const noexcept {
  if (!client_.on_response) return;
  quietly([&] {
    std::string id{request_id(response.headers)};
    core_.redact(id);
    ResponseEvent event;
    event.method = request_.method;
    event.route = route_;
    event.attempt = attempts_;
    event.status = response.status;
    event.transport_error = error;
    event.duration = std::chrono::duration_cast<std::chrono::microseconds>(duration);
    event.bytes_received = response.body.size();
    event.request_id = id;
    for (const std::string& name : client_.logged_headers) {
      for (const std::string_view value : response.headers.all(name)) {
        std::string text{value};
        core_.redact(text);
        event.headers.add(name, text);
      }
    }
    client_.on_response(event);
  });
}

void Execution::tell_retry(const FailedAttempt& failure, milliseconds delay) const noexcept {
  if (!policy_.on_retry) return;
  quietly([&] {
    policy_.on_retry({request_.method, route_, attempts_, failure.response.status, error_of(failure), delay});
  });
}

}  // namespace detail
ALLO_NAMESPACE_END
