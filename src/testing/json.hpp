#ifndef ALLO_SRC_TESTING_JSON_HPP
#define ALLO_SRC_TESTING_JSON_HPP

#include <nlohmann/json.hpp>

namespace allo::testing::detail {

/// The sandbox writes the wire by itself instead of through the library's field tables: a mistake in a table must not
/// cancel itself out when the client is tried against the sandbox.
using Json = nlohmann::ordered_json;

}  // namespace allo::testing::detail

#endif
