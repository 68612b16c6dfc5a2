#include "core/core.hpp"

#include "base/http_headers_access.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "core/execution.hpp"
#include "core/redaction.hpp"
#include "core/retry.hpp"
#include "http/default_transport.hpp"

#include <allo/errors.hpp>
#include <allo/version.hpp>

#include <algorithm>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

void check_key(std::string_view key) {
  if (key.empty()) throw InvalidArgumentException("api_key is empty");
  if (!std::all_of(key.begin(), key.end(), [](char c) { return c >= ' ' && c <= '~'; })) {
    throw InvalidArgumentException("api_key holds a character that is not printable ASCII");
  }
  if (key.front() == ' ' || key.back() == ' ') throw InvalidArgumentException("api_key begins or ends with a space");
}

/// Headers whose value is the client's or the transport's business, and what to use instead.
void check_extra_headers(const HttpHeaders& headers) {
  struct Owned {
    std::string_view name;
    std::string_view instead;
  };
  static constexpr Owned owned[] = {
      {"Authorization", "set api_key and auth_scheme"},
      {"Idempotency-Key", "set idempotency_key of the request options"},
      {"Accept", ""},
      {"Accept-Encoding", ""},
      {"Connection", ""},
      {"Content-Encoding", ""},
      {"Content-Length", ""},
      {"Content-Type", ""},
      {"Expect", ""},
      {"Host", ""},
      {"Keep-Alive", ""},
      {"Proxy-Authorization", "set the proxy of the transport"},
      {"Proxy-Connection", ""},
      {"TE", ""},
      {"Trailer", ""},
      {"Transfer-Encoding", ""},
      {"Upgrade", ""},
  };
  for (const HttpHeader header : headers) {
    for (const Owned& entry : owned) {
      if (!equal_ignoring_case(header.name, entry.name)) continue;
      std::string message = "headers: " + std::string{entry.name} + " is written by the client";
      if (!entry.instead.empty()) message += "; " + std::string{entry.instead};
      throw InvalidArgumentException(message);
    }
  }
}

void check_idempotency_key(std::string_view key) {
  if (key.size() > 255) throw InvalidArgumentException("idempotency_key is longer than 255 characters");
  if (!std::all_of(key.begin(), key.end(), [](char c) { return c >= ' ' && c <= '~'; })) {
    throw InvalidArgumentException("idempotency_key holds a character that is not printable ASCII");
  }
}

/// For what a request has besides the headers of its client: Content-Type and X-Request-Id.
constexpr std::size_t room_for_more_headers = 96;

/// `base` without what `extra` replaces, then `extra`.
HttpHeaders merge(const HttpHeaders& base, const HttpHeaders& extra) {
  HttpHeaders merged;
  for (const HttpHeader header : base) {
    if (!extra.get(header.name)) merged.add(header.name, header.value);
  }
  for (const HttpHeader header : extra) merged.add(header.name, header.value);
  return merged;
}

}  // namespace

Core::Core(AlloClientOptions options) : options_(std::move(options)) {
  check_key(options_.api_key);
  options_.base_url = checked_base_url(options_.base_url);
  const bool stays_here = options_.transport && options_.transport->stays_on_this_machine();
  if (!options_.allow_insecure_http && !stays_here) check_that_nobody_reads_along(options_.base_url);
  if (options_.timeout.count() <= 0) throw InvalidArgumentException("timeout must be above 0");
  if (options_.connect_timeout.count() <= 0) throw InvalidArgumentException("connect_timeout must be above 0");
  check_policy(options_.retry);
  check_extra_headers(options_.headers);
  for (const std::string& name : options_.logged_headers) {
    if (!is_http_token(name)) throw InvalidArgumentException("logged_headers holds a text that is no header name");
  }

  HttpHeaders own;
  own.add("Authorization",
          options_.auth_scheme == AuthScheme::ApiKey ? "Api-Key " + options_.api_key : options_.api_key);
  own.add("Accept", "application/json");
  own.add("User-Agent", std::string{"allo-cpp/"} + version());
  const HttpHeaders merged = merge(own, options_.headers);
  headers_ = merged;  // A copy has no room to spare: a client is small.

  if (!options_.transport) options_.transport = default_transport();
}

std::string Core::execute(Operation operation, const RequestOptions& options) const {
  const std::shared_ptr<const Core> self = shared_from_this();  // A hook may destroy the client that called.
  if (options.response) *options.response = ResponseInfo{};
  const RetryPolicy& policy = options.retry ? *options.retry : options_.retry;
  const HttpMethod method = operation.method;
  const std::string_view route = operation.target.route();
  const bool repeatable = is_idempotent(method) || policy.trust_idempotency_keys;
  return Execution{*this, route, make_request(std::move(operation), options, policy), options, policy, repeatable}
      .run();
}

HttpRequest Core::make_request(Operation operation, const RequestOptions& options, const RetryPolicy& policy) const {
  if (options.timeout && options.timeout->count() <= 0) throw InvalidArgumentException("timeout must be above 0");
  if (options.retry) check_policy(*options.retry);
  HttpRequest request;
  request.method = operation.method;
  request.url.reserve(options_.base_url.size() + operation.target.path_and_query().size());
  request.url += options_.base_url;
  request.url += operation.target.path_and_query();
  check_extra_headers(options.headers);
  request.headers = HttpHeadersAccess::copy_with_room(headers_, room_for_more_headers);
  if (!options.headers.empty()) request.headers = merge(headers_, options.headers);
  if (!operation.body.empty()) request.headers.add("Content-Type", "application/json");
  if (!options.idempotency_key.empty()) {
    check_idempotency_key(options.idempotency_key);
    request.headers.add("Idempotency-Key", options.idempotency_key);
  } else if (policy.trust_idempotency_keys && !is_idempotent(operation.method)) {
    request.headers.add("Idempotency-Key", random_key());
  }
  request.body = std::move(operation.body);
  request.timeout = options.timeout.value_or(options_.timeout);
  request.connect_timeout = options_.connect_timeout;
  request.cancellation = options.cancellation;
  return request;
}

void Core::redact(std::string& text) const { text = without_key(text, options_.api_key); }

}  // namespace detail
ALLO_NAMESPACE_END
