#ifndef ALLO_SRC_BASE_WAIT_HPP
#define ALLO_SRC_BASE_WAIT_HPP

#include <allo/cancellation.hpp>

#include <algorithm>
#include <chrono>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// As good as never, and near enough to be added to a time point and given to libcurl.
inline constexpr std::chrono::hours longest_span{24 * 365};

/// A time span that can be added to a time point: what callers give may be milliseconds::max().
inline std::chrono::milliseconds bounded(std::chrono::milliseconds span) noexcept {
  return std::min<std::chrono::milliseconds>(span, longest_span);
}

/// Waits; false when the token was cancelled before the time was over.
bool wait_for(std::chrono::milliseconds span, const CancellationToken& cancellation);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
