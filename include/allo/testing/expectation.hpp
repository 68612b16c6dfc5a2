#ifndef ALLO_TESTING_EXPECTATION_HPP
#define ALLO_TESTING_EXPECTATION_HPP

#include <allo/version.hpp>

#include <string>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing {

/// A request that a test expects; what is empty matches anything.
struct ExpectedRequest {
  std::string method{};                                      ///< Such as "POST".
  std::string route{};                                       ///< The template, such as "/contact/{id}".
  std::string path_id{};                                     ///< What stands for {id}.
  std::vector<std::pair<std::string, std::string>> query{};  ///< Parameters that must be there.
  std::string body{};  ///< A JSON text; of an object, the fields that must be there with these values.
  int times = 1;       ///< Exactly so often.
};

}  // namespace testing
ALLO_NAMESPACE_END

#endif
