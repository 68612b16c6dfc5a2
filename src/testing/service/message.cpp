#include "testing/service/message.hpp"

#include "testing/service/urls.hpp"

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

const std::string* find_header(const HeaderList& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (equal_ignoring_case(key, name)) return &value;
  }
  return nullptr;
}

Response json_response(int status, const Json& body) {
  Response response;
  response.status = status;
  response.body = to_text(body);
  return response;
}

Response data_response(int status, Json data) {
  Json body = Json::object();
  body["data"] = std::move(data);
  return json_response(status, body);
}

Response error_response(int status, std::string_view code, Json details) {
  Json body = Json::object();
  body["code"] = code;
  body["details"] = std::move(details);
  return json_response(status, body);
}

Response invalid_request(Json details) { return error_response(400, "INVALID_REQUEST", std::move(details)); }

Json detail(std::string_view field, std::string_view message) { return {{"message", message}, {"field", field}}; }

}  // namespace testing::detail
ALLO_NAMESPACE_END
