#ifndef ALLO_RETRY_HPP
#define ALLO_RETRY_HPP

#include <allo/errors.hpp>
#include <allo/http.hpp>
#include <allo/maybe.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string_view>

ALLO_NAMESPACE_BEGIN

/// What `RetryPolicy::on_retry` is told: the attempt that failed and the wait before the next.
struct RetryEvent {
  HttpMethod method = HttpMethod::Get;  ///< The verb.
  std::string_view route{};             ///< The route's template, such as "/contact/{id}": no ids, no numbers.
  int attempt = 1;                      ///< The attempt that failed, counted from 1.
  int status = 0;                       ///< The HTTP status; 0 when none arrived.
  TransportError transport_error = TransportError::Unknown;  ///< What went wrong, where `status` is 0.
  std::chrono::milliseconds delay{0};                        ///< The wait before the next attempt.
};

/// When and how a request is tried again. Reads, PUT and DELETE are repeated after connection errors, time-outs and the
/// statuses 408, 425, 429, 500, 502, 503 and 504. A POST or PATCH without a trusted `Idempotency-Key` is repeated only
/// when the service cannot have acted on it: it answered 429, two changes met (409), or no byte of the request was
/// sent. Spent daily quotas, other statuses and decoding errors are never repeated. The waits double from
/// `initial_delay` up to `max_delay`, each drawn at random between 0 and that bound
/// ("full jitter"); a `Retry-After` of the service is waited out instead, and one longer than `max_delay` ends the
/// request.
struct RetryPolicy {
  int max_attempts = 3;                          ///< All tries together, 1 to 100; 1 means no retry.
  std::chrono::milliseconds initial_delay{500};  ///< Bound of the first wait; 0 or more.
  std::chrono::milliseconds max_delay{30'000};   ///< Bound of every wait; at least `initial_delay`.
  Maybe<std::chrono::milliseconds> deadline{};   ///< For all attempts and waits together; above 0.

  /// True: the service honours `Idempotency-Key`, so a write carries one, the same on each attempt, and is repeated
  /// like a read. False: POST and PATCH are repeated only where nothing can have been carried out. None: as the version
  /// of the API documents, which is false for version 1 and true for version 2. Under one key no attempt begins later
  /// than 55 minutes after the first.
  std::optional<bool> trust_idempotency_keys{};
  std::function<void(const RetryEvent&)> on_retry{};  ///< Called before each wait; what it throws is ignored.
};

ALLO_NAMESPACE_END

#endif
