#ifndef ALLO_SRC_TESTING_SERVICE_MESSAGE_HPP
#define ALLO_SRC_TESTING_SERVICE_MESSAGE_HPP

#include "testing/model/json.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// Headers in order; names are compared without case.
using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// The value of the first header of that name, or nullptr.
const std::string* find_header(const HeaderList& headers, std::string_view name);

/// One request as it came.
struct Request {
  std::string method{};
  std::string target{};  ///< Path and query, still percent-encoded.
  HeaderList headers{};
  std::string body{};
  std::string remote_address{};
};

/// One answer.
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

/// `{"code": …, "details": …}`, the usual error of version 1 and of the control endpoints.
Response error_response(int status, std::string_view code, Json details = nullptr);

/// 400 with one `{"message", "field"}` for each finding.
Response invalid_request(Json details);

/// One finding of a validation.
Json detail(std::string_view field, std::string_view message);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
