#include "core/retry.hpp"

#include "base/api_error.hpp"
#include "base/random.hpp"

#include <algorithm>

ALLO_NAMESPACE_BEGIN
namespace detail {

using std::chrono::milliseconds;

void check_policy(const RetryPolicy& policy) {
  if (policy.max_attempts < 1 || policy.max_attempts > 100) {
    throw InvalidArgumentException("retry.max_attempts must be from 1 to 100");
  }
  if (policy.initial_delay < milliseconds{0})
    throw InvalidArgumentException("retry.initial_delay must not be negative");
  if (policy.max_delay < policy.initial_delay) {
    throw InvalidArgumentException("retry.max_delay must be at least retry.initial_delay");
  }
  if (policy.deadline && *policy.deadline <= milliseconds{0}) {
    throw InvalidArgumentException("retry.deadline must be above 0");
  }
}

bool is_idempotent(HttpMethod method) noexcept {
  return method == HttpMethod::Get || method == HttpMethod::Put || method == HttpMethod::Delete;
}

bool may_repeat(const Failure& failure, bool repeatable) noexcept {
  if (!failure.transport_error) {
    return is_retryable(failure.response) && (repeatable || failure.response.status == 429);
  }
  if (!failure.may_pass) return false;
  switch (*failure.transport_error) {
    case TransportError::Tls:
    case TransportError::TooLarge:
    case TransportError::BadEncoding:
    case TransportError::Cancelled:
      return false;
    default:
      return repeatable || failure.delivery == DeliveryState::NotSent;
  }
}

std::optional<milliseconds> wait_before_retry(const RetryPolicy& policy, const Failure& failure, int attempt) {
  if (const auto asked = failure.response.retry_after) {
    if (*asked > policy.max_delay) return std::nullopt;
    return std::max(*asked, milliseconds{0});
  }
  milliseconds bound = policy.initial_delay;
  for (int doublings = 1; doublings < attempt && bound < policy.max_delay; ++doublings) {
    bound = bound > policy.max_delay / 2 ? policy.max_delay : bound * 2;
  }
  const double share = policy.random ? policy.random() : random_unit();
  if (!(share > 0.0)) return milliseconds{0};
  if (share >= 1.0) return bound;
  return milliseconds{static_cast<milliseconds::rep>(share * static_cast<double>(bound.count()))};
}

}  // namespace detail
ALLO_NAMESPACE_END
