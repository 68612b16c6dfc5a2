#ifndef ALLO_OPTIONS_HPP
#define ALLO_OPTIONS_HPP

#include <allo/cancellation.hpp>
#include <allo/export.hpp>
#include <allo/http.hpp>
#include <allo/maybe.hpp>
#include <allo/pacing.hpp>
#include <allo/retry.hpp>
#include <allo/transport.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN

/// How the key is written into the `Authorization` header.
enum class AuthScheme {
  RawKey,  ///< The key alone, as version 1 of the API wants it.
  ApiKey,  ///< "Api-Key " and the key, as version 2 wants it.
};

/// What `AlloClientOptions::on_request` is told, before each attempt. Nothing in it is secret or personal.
struct RequestEvent {
  HttpMethod method = HttpMethod::Get;  ///< The verb.
  std::string_view route{};             ///< The route's template, such as "/contact/{id}": no ids, no numbers.
  int attempt = 1;                      ///< Counted from 1.
  std::size_t bytes_sent = 0;           ///< Size of the request body.
};

/// What `AlloClientOptions::on_response` is told, after each attempt. Nothing in it is secret or personal.
struct ResponseEvent {
  HttpMethod method = HttpMethod::Get;                       ///< The verb.
  std::string_view route{};                                  ///< As in RequestEvent.
  int attempt = 1;                                           ///< Counted from 1.
  int status = 0;                                            ///< 0 when no response arrived.
  TransportError transport_error = TransportError::Unknown;  ///< What went wrong, where `status` is 0.
  std::chrono::microseconds duration{0};                     ///< Of this attempt.
  std::size_t bytes_received = 0;                            ///< Size of the response body.
  std::string_view request_id{};                             ///< Empty where none is known.
  /// The headers of the response that `logged_headers` of the options name.
  HttpHeaders headers{};
};

/// What a client is made from. Only `api_key` is mandatory.
struct AlloClientOptions {
  /// The key, sent as it is. Printable ASCII without spaces at its ends.
  std::string api_key{};
  /// Absolute http or https URL without user, query or fragment; https except for a server on this machine.
  std::string base_url = "https://api.withallo.com/v1/api";
  std::chrono::milliseconds timeout{30'000};          ///< For one attempt, the response body included; above 0.
  std::chrono::milliseconds connect_timeout{10'000};  ///< For connecting, within `timeout`; above 0.
  /// Sent with every request. Those that the client owns, such as `Authorization`, are refused.
  HttpHeaders headers{};
  std::shared_ptr<HttpTransport> transport{};   ///< None: one libcurl transport that such clients of the process share.
  RetryPolicy retry{};                          ///< When and how a failed request is tried again.
  AuthScheme auth_scheme = AuthScheme::RawKey;  ///< As the version of the API at `base_url` wants it.
  std::shared_ptr<Pacer> pacer{};               ///< None: requests are not paced. See make_pacer().
  /// On the thread that sends, the caller's but for pages that are fetched ahead; what it throws is ignored.
  std::function<void(const RequestEvent&)> on_request{};
  std::function<void(const ResponseEvent&)> on_response{};  ///< On the same thread; what it throws is ignored.
  std::vector<std::string> logged_headers{};                ///< Response headers that `on_response` may see, by name.

  /// Lets `base_url` be http of another machine, to which the key then goes in clear: for networks that nobody else
  /// reads. Not needed for localhost, for addresses of this machine and for a Unix socket.
  bool allow_insecure_http = false;

  /// Reads `ALLO_API_KEY` and, where set, `ALLO_BASE_URL`; `ALLO_ALLOW_INSECURE_HTTP=1` sets `allow_insecure_http`.
  /// @throws InvalidArgumentException when `ALLO_API_KEY` is not set or empty.
  ALLO_EXPORT static AlloClientOptions from_environment();
};

/// The HTTP side of an operation, for RequestOptions::response. Filled also when the operation throws, as far as it
/// got.
struct ResponseInfo {
  int status = 0;                     ///< Of the last attempt; 0 when no response arrived.
  HttpHeaders headers{};              ///< Of the last response.
  std::string request_id{};           ///< From `X-Request-Id` or the body; empty where none is known.
  int attempts = 0;                   ///< Tries made, the last one included.
  RateLimitState rate_limit{};        ///< As the last response said.
  bool idempotency_replayed = false;  ///< The service answered from its memory of the `Idempotency-Key`.
};

/// What one call may differ in from its client. Every method takes one last.
struct RequestOptions {
  Maybe<std::chrono::milliseconds> timeout{};  ///< Instead of the client's.
  HttpHeaders headers{};                       ///< Besides the client's; one of the same name replaces it.
  /// Sent as `Idempotency-Key` where not empty; printable ASCII, at most 255 characters.
  std::string idempotency_key{};
  CancellationToken cancellation{};  ///< Ends the call early with TransportError::Cancelled.
  ResponseInfo* response = nullptr;  ///< Filled in where given; must outlive the call.
  Maybe<RetryPolicy> retry{};        ///< Instead of the client's, such as `RetryPolicy{.max_attempts = 1}`.
};

/// The query of AlloClient::request: names and values, not yet percent-encoded.
using QueryParameters = std::vector<std::pair<std::string, std::string>>;

ALLO_NAMESPACE_END

#endif
