#ifndef ALLO_SRC_TESTING_SERVICE_TARGET_HPP
#define ALLO_SRC_TESTING_SERVICE_TARGET_HPP

#include <allo/version.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// A request target, taken apart.
struct RequestTarget {
  std::string path{};                                        ///< As it came, without the query.
  std::vector<std::string> segments{};                       ///< Percent-decoded.
  std::vector<std::pair<std::string, std::string>> query{};  ///< Percent-decoded, in order.
};

/// Takes a target apart; no value for a broken percent-encoding.
std::optional<RequestTarget> parse_target(std::string_view target);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
