#ifndef ALLO_SRC_CORE_RETRY_HPP
#define ALLO_SRC_CORE_RETRY_HPP

#include <allo/errors.hpp>
#include <allo/http.hpp>
#include <allo/retry.hpp>

#include <chrono>
#include <optional>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// An attempt that gave no 2xx answer: either the service's error or what went wrong below HTTP.
struct Failure {
  ApiError response{};                              ///< Of status 0 where none arrived.
  std::optional<TransportError> transport_error{};  ///< Set where none arrived.
  std::string text{};                               ///< What the transport said of it.
  DeliveryState delivery = DeliveryState::NotSent;
  bool may_pass = true;  ///< What the transport said of it, too.
};

/// @throws InvalidArgumentException for a policy out of bounds, naming the field.
void check_policy(const RetryPolicy& policy);

/// True for a method that does the same when it is carried out twice.
bool is_idempotent(HttpMethod method) noexcept;

/// True when the failure may pass and a repetition does no harm. `repeatable` says that it does none whatever became of
/// the first try.
bool may_repeat(const Failure& failure, bool repeatable) noexcept;

/// The wait after the given failed attempt; no value when the service asked for a longer one than the policy allows.
std::optional<std::chrono::milliseconds> wait_before_retry(const RetryPolicy& policy, const Failure& failure,
                                                           int attempt);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
