#include "testing/control/control.hpp"

#include <algorithm>
#include <set>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

Json reference(const std::string& schema) { return {{"$ref", "#/components/schemas/" + schema}}; }

Json content(Json schema) { return {{"application/json", {{"schema", std::move(schema)}}}}; }

Json error(const char* description, const std::string& schema) {
  return {{"description", description}, {"content", content(reference(schema))}};
}

std::string in_small_letters(std::string_view method) {
  std::string out{method};
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return static_cast<char>(c - 'A' + 'a'); });
  return out;
}

/// What stands in braces in a path.
std::vector<std::string> placeholders(const std::string& path) {
  std::vector<std::string> out;
  for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{', at + 1)) {
    out.push_back(path.substr(at + 1, path.find('}', at) - at - 1));
  }
  return out;
}

void add_path_parameters(Json& operation, const std::string& path) {
  for (const std::string& name : placeholders(path)) {
    operation["parameters"].push_back(
        {{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
  }
}

Json answer_of(const Route& route) {
  if (!route.form) return nullptr;
  Json data = describe(*route.form);
  Json properties = Json::object();
  if (route.is_page) data = {{"type", "array"}, {"items", std::move(data)}};
  if (route.is_page && route.version == 1) {
    const Json metadata = reference(route.is_flat_page ? "Pagination" : "PageMetadata");
    data = {{"type", "object"}, {"properties", {{"results", std::move(data)}, {"metadata", metadata}}}};
  }
  properties["data"] = std::move(data);
  if (route.is_page && route.version == 2) properties["pagination"] = reference("PageNumbers");
  if (!route.sibling.empty()) properties[route.sibling] = describe(route.sibling_form);
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

Json operation_of(const Route& route) {
  const std::string scope{route.scope};
  Json out = {{"operationId", route.id}, {"summary", scope.empty() ? "Any key" : "Scope " + scope}};
  out["security"] = Json::array({{{"ApiKey", Json::array()}}});
  add_path_parameters(out, route.full);
  for (const auto& [name, type] : route.parameters) {
    Json schema = describe(type);
    out["parameters"].push_back({{"name", name}, {"in", "query"}, {"required", type.required}, {"schema", schema}});
  }
  if (!route.bodies.empty()) {
    Json schema = reference(route.bodies[0]);
    if (route.bodies.size() > 1) {
      schema = {{"oneOf", Json::array()}};
      for (const std::string& name : route.bodies) schema["oneOf"].push_back(reference(name));
    }
    out["requestBody"] = {{"required", !route.body_is_optional}, {"content", content(std::move(schema))}};
  }
  const std::string error_schema = route.version == 1 ? "Error" : "ApiErrorResponse";
  Json done = {{"description", "Done"}};
  if (Json answer = answer_of(route); !answer.is_null()) done["content"] = content(std::move(answer));
  out["responses"][std::to_string(route.status)] = std::move(done);
  out["responses"]["400"] = error("The request is not as documented", error_schema);
  out["responses"]["401"] = error("The key is missing or unknown", error_schema);
  out["responses"]["403"] = error("The key lacks the scope", error_schema);
  const bool is_webhook = route.version == 1 && route.method == "DELETE";
  out["responses"]["404"] = error("There is no such thing", is_webhook ? "WebhookError" : error_schema);
  out["responses"]["429"] = error("The key is over a limit", error_schema);
  return out;
}

Json operation_of(const Endpoint& endpoint) {
  Json out = {{"operationId", endpoint.id}, {"summary", endpoint.does}, {"tags", Json::array({"sandbox"})}};
  add_path_parameters(out, std::string{endpoint.path});
  const bool is_log =
      endpoint.method == "GET" && endpoint.answer[0] == '[' && endpoint.path.find('{') == std::string_view::npos;
  if (is_log) {
    out["parameters"].push_back({{"name", "last"}, {"in", "query"}, {"schema", describe(read_type("int(1..)"))}});
  }
  if (!endpoint.body.empty()) {
    out["requestBody"] = {{"required", true}, {"content", content(reference(std::string{endpoint.body}))}};
  }
  Json done = {{"description", "Done"}};
  if (!endpoint.answer.empty()) {
    const Json properties = {{"data", describe(read_type(endpoint.answer))}};
    done["content"] = content({{"type", "object"}, {"properties", properties}});
  }
  out["responses"] = {{"200", std::move(done)},
                      {"400", error("The request is not as described", "Error")},
                      {"403", error("Open to this machine alone", "Error")}};
  return out;
}

std::string make_description() {
  Json paths = Json::object();
  std::set<std::string> closed;
  for (const Route& route : routes()) {
    paths[route.full][in_small_letters(route.method)] = operation_of(route);
    if (route.version == 1) closed.insert(route.bodies.begin(), route.bodies.end());
  }
  for (const Endpoint& endpoint : endpoints()) {
    if (endpoint.method.empty()) continue;
    paths["/_sandbox/" + std::string{endpoint.path}][in_small_letters(endpoint.method)] = operation_of(endpoint);
    closed.emplace(endpoint.body);
  }
  Json schemas = describe_all();
  for (auto& [name, schema] : schemas.items()) {
    if (closed.count(name) != 0) schema["additionalProperties"] = false;
  }
  const Json key = {{"type", "apiKey"}, {"in", "header"}, {"name", "Authorization"}};
  const Json document = {
      {"openapi", "3.0.3"},
      {"info",
       {{"title", "The Allo API as the sandbox serves it, and the sandbox's control endpoints"}, {"version", "1.0.0"}}},
      {"paths", std::move(paths)},
      {"components", {{"securitySchemes", {{"ApiKey", key}}}, {"schemas", std::move(schemas)}}}};
  return document.dump(2) + '\n';
}

}  // namespace

const std::string& openapi_json() {
  static const std::string text = make_description();
  return text;
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
