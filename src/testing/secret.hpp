#ifndef ALLO_SRC_TESTING_SECRET_HPP
#define ALLO_SRC_TESTING_SECRET_HPP

#include "testing/state.hpp"

#include <string>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// A signing secret, "whsec_" and 24 bytes in base64, made by the account's generator.
std::string new_signing_secret(State& state);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
