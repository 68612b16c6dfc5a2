#ifndef ALLO_SRC_CORE_RETRY_HPP
#define ALLO_SRC_CORE_RETRY_HPP

#include "core/api_version.hpp"
#include "core/operation.hpp"
#include "core/time_source.hpp"

#include <allo/api_error.hpp>
#include <allo/http.hpp>
#include <allo/retry.hpp>

#include <chrono>
#include <optional>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// An attempt that gave no 2xx answer: either the service's error or what went wrong below HTTP.
struct FailedAttempt {
  ApiError response{};                              ///< Of status 0 where none arrived.
  std::optional<TransportError> transport_error{};  ///< Set where none arrived.
  std::string text{};                               ///< What the transport said of it.
  DeliveryState delivery = DeliveryState::NotSent;
  bool may_pass = true;  ///< What the transport said of it, too.
};

/// @throws InvalidArgumentException for a policy out of bounds, naming the field.
void check_policy(const RetryPolicy& policy);

/// What follows from the endpoint, the version of the API, the policy and the caller for one request.
struct RepetitionRules {
  bool makes_key = false;         ///< It carries an `Idempotency-Key` of our making where the caller gave none.
  bool after_maybe_sent = false;  ///< It is repeated even where it may have been carried out.
  bool whatever_a_429_says = false;
};

RepetitionRules repetition_rules(const RequestParts& request, const ApiVersion& api, const RetryPolicy& policy,
                                 bool has_callers_key) noexcept;

/// No attempt under one key begins later after the first: the service keeps a key for an hour.
inline constexpr std::chrono::minutes key_lifetime{55};

/// True when the failure may pass and a repetition does no harm.
bool may_repeat(const FailedAttempt& failure, const RepetitionRules& rules) noexcept;

/// The wait after the given failed attempt; no value when the service asked for a longer one than the policy allows.
std::optional<std::chrono::milliseconds> wait_before_retry(const RetryPolicy& policy, const FailedAttempt& failure,
                                                           int attempt, const TimeSource& time);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
