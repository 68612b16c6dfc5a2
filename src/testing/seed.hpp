#ifndef ALLO_SRC_TESTING_SEED_HPP
#define ALLO_SRC_TESTING_SEED_HPP

#include "testing/state.hpp"

#include <cstdint>

namespace allo::testing::detail {

/// An account with a believable history. The same for the same seed.
State seed_state(std::uint64_t seed);

}  // namespace allo::testing::detail

#endif
