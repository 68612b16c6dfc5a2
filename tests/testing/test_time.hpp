#ifndef ALLO_TESTS_TESTING_TEST_TIME_HPP
#define ALLO_TESTS_TESTING_TEST_TIME_HPP

#include <allo/timestamp.hpp>

#include <chrono>

ALLO_NAMESPACE_BEGIN
namespace testing {

/// 2026-03-02T09:00:00Z, a Monday.
inline constexpr Timestamp test_time{std::chrono::seconds{1'772'442'000}};

}  // namespace testing
ALLO_NAMESPACE_END

#endif
