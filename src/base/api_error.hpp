#ifndef ALLO_SRC_BASE_API_ERROR_HPP
#define ALLO_SRC_BASE_API_ERROR_HPP

#include <allo/api_error.hpp>

/// What an error response means; the exceptions and the retry rules both ask here.
ALLO_NAMESPACE_BEGIN
namespace detail {

/// True when the same request may succeed later.
bool is_retryable(const ApiError& error) noexcept;

/// True for a spent daily or SMS quota.
bool is_quota_exhausted(const ApiError& error) noexcept;

/// True for a refusal that passes by itself, whatever the response says of it: two changes met, and this one was not
/// made.
bool is_conflict_that_passes(const ApiError& error) noexcept;

/// What two attempts come to: what one of them may have done is done, and what reached the service once did so.
DeliveryState together(DeliveryState one, DeliveryState other) noexcept;

/// Whether the service may have acted on the request.
DeliveryState delivery_of(const ApiError& error) noexcept;

}  // namespace detail
ALLO_NAMESPACE_END

#endif
