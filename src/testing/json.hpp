#ifndef ALLO_SRC_TESTING_JSON_HPP
#define ALLO_SRC_TESTING_JSON_HPP

// A name of its own, as in the core library: a program that links the static sandbox and another version of the library
// must not end up with one's templates in the other's place.
#define nlohmann allo_private_nlohmann
#include <allo/version.hpp>

#include <nlohmann/json.hpp>

#include <stdexcept>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// The sandbox writes the wire by itself instead of through the library's field tables: a mistake in a table must not
/// cancel itself out when the client is tried against the sandbox.
using Json = nlohmann::ordered_json;

/// A text that is no JSON document, or one nested too deeply.
class JsonError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Parses a text from outside. Its depth is bounded, because writing and comparing documents recurse.
/// @throws JsonError saying what is wrong where
Json parse_json(std::string_view text);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
