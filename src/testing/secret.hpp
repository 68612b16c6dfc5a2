#ifndef ALLO_SRC_TESTING_SECRET_HPP
#define ALLO_SRC_TESTING_SECRET_HPP

#include "testing/state.hpp"

#include <string>

namespace allo::testing::detail {

/// A signing secret, "whsec_" and 24 bytes in base64, made by the account's generator.
std::string new_signing_secret(State& state);

}  // namespace allo::testing::detail

#endif
