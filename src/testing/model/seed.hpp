#ifndef ALLO_SRC_TESTING_MODEL_SEED_HPP
#define ALLO_SRC_TESTING_MODEL_SEED_HPP

#include "testing/model/state.hpp"

#include <cstdint>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// An account with a believable history that ends within the day before `now`. The same for the same seed and time.
State seed_state(std::uint64_t seed, Timestamp now);
/// The same without numbers, companies, people and history: a team alone.
State empty_state(std::uint64_t seed);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
