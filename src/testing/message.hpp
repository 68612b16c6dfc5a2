#ifndef ALLO_SRC_TESTING_MESSAGE_HPP
#define ALLO_SRC_TESTING_MESSAGE_HPP

#include "testing/json.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// Headers as they came, in order; names are compared without case.
using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// The value of the first header of that name, or nullptr.
const std::string* find_header(const HeaderList& headers, std::string_view name);

/// One request as the server hands it to the engine.
struct Request {
  std::string method{};
  std::string target{};  ///< Path and query, still percent-encoded.
  HeaderList headers{};
  std::string body{};
  std::string remote_address{};
};

/// One answer of the engine.
struct Response {
  int status = 200;
  HeaderList headers{};
  std::string content_type = "application/json";
  std::string body{};
};

/// An answer with a JSON body.
Response json_response(int status, const Json& body);

/// `{"data": …}`.
Response data_response(int status, Json data);

/// `{"code": …, "details": …}`, the service's usual error.
Response error_response(int status, std::string_view code, Json details = nullptr);

/// 400 with one `{"message", "field"}` for each finding.
Response invalid_request(Json details);

/// One finding of a validation.
Json detail(std::string_view field, std::string_view message);

/// A letter of ASCII as a small one.
char lower(char c);

/// True for equal ASCII texts without regard to case.
bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
