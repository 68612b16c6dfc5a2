#ifndef ALLO_SRC_CORE_TIME_SOURCE_HPP
#define ALLO_SRC_CORE_TIME_SOURCE_HPP

#include <allo/version.hpp>

#include <chrono>
#include <functional>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// Where a client takes time and chance from: the machine, but for what a test puts in its place. Called from any
/// thread.
struct TimeSource {
  std::function<std::chrono::steady_clock::time_point()> clock{};       ///< Measures deadlines.
  std::function<std::chrono::system_clock::time_point()> wall_clock{};  ///< What dates of responses are held against.
  std::function<void(std::chrono::milliseconds)> sleep{};               ///< Waits; no cancellation ends it.
  std::function<double()> random{};                                     ///< From 0 up to but not including 1.
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
