#ifndef ALLO_SRC_TESTING_SERVICE_DIALER_HPP
#define ALLO_SRC_TESTING_SERVICE_DIALER_HPP

#include "testing/service/context.hpp"

#include <string>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// What became of a number of a dialing queue.
struct Dialed {
  std::string number{};  ///< Empty: no queue had one left.
  std::string result{};  ///< The routing result.
  int left = 0;          ///< Numbers of all queues that are still to be called.
};

/// Calls the next number that no queue has called yet, as a member of the team would.
Dialed dial_next(State& state, Timestamp now, const Tell& tell);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
