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

RepetitionRules repetition_rules(const RequestParts& request, const ApiVersion& api, const RetryPolicy& policy,
                                 bool has_callers_key) noexcept {
  const OperationTraits& operation = request.operation;
  const bool trusts_keys = policy.trust_idempotency_keys.value_or(api.documents_keys);
  // Does the same when it is carried out twice.
  const bool is_idempotent = operation.method == HttpMethod::Put || operation.method == HttpMethod::Delete;
  const bool wants_callers_key = operation.repetition == Repetition::UnderCallersKey;

  RepetitionRules rules;
  rules.whatever_a_429_says = api.refusals_always_pass;
  if (operation.only_reads) {
    rules.after_maybe_sent = true;
    return rules;
  }
  // Where keys are not documented, they are kept to the requests that gain by them.
  rules.makes_key = wants_callers_key || (trusts_keys && (api.documents_keys || !is_idempotent));
  rules.after_maybe_sent = wants_callers_key ? trusts_keys && has_callers_key : trusts_keys || is_idempotent;
  if (request.only_once) rules.after_maybe_sent = false;
  return rules;
}

bool may_repeat(const FailedAttempt& failure, const RepetitionRules& rules) noexcept {
  const ApiError& response = failure.response;
  if (!failure.transport_error) {
    const bool is_refused =
        is_conflict_that_passes(response) || (response.status == 429 && !is_quota_exhausted(response));
    if (is_refused) return rules.whatever_a_429_says || is_retryable(response);
    return is_retryable(response) && rules.after_maybe_sent;
  }
  return failure.may_pass && (rules.after_maybe_sent || failure.delivery == DeliveryState::NotSent);
}

std::optional<milliseconds> wait_before_retry(const RetryPolicy& policy, const FailedAttempt& failure, int attempt,
                                              const TimeSource& time) {
  if (const auto asked = failure.response.retry_after) {
    if (*asked > policy.max_delay) return std::nullopt;
    return std::max(*asked, milliseconds{0});
  }
  milliseconds bound = policy.initial_delay;
  for (int doublings = 1; doublings < attempt; ++doublings) {
    bound = bound > policy.max_delay / 2 ? policy.max_delay : bound * 2;
  }
  const double share = time.random ? time.random() : random_unit();
  if (!(share > 0.0)) return milliseconds{0};
  if (share >= 1.0) return bound;
  return milliseconds{static_cast<milliseconds::rep>(share * static_cast<double>(bound.count()))};
}

}  // namespace detail
ALLO_NAMESPACE_END
