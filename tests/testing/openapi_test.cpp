#include "testing/assets.hpp"
#include "testing/engine_fixture.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>

namespace allo::testing {
namespace {

/// The description of what the sandbox serves, and what is looked up in it.
class OpenapiTest : public EngineTest {
 protected:
  const Json& resolve(const Json& schema) const {
    if (!schema.contains("$ref")) return schema;
    const std::string name = schema.at("$ref").get<std::string>();
    return document.at("components").at("schemas").at(name.substr(name.rfind('/') + 1));
  }

  /// The names of an object's fields, those of allOf included.
  std::set<std::string> fields(const Json& schema) const {
    std::set<std::string> out;
    const Json& found = resolve(schema);
    if (found.contains("allOf")) {
      for (const Json& part : found.at("allOf")) out.merge(fields(part));
    }
    if (found.contains("properties")) {
      for (const auto& [name, field] : found.at("properties").items()) out.insert(name);
    }
    return out;
  }

  const Json& property(const Json& schema, const std::string& name) const {
    const Json& found = resolve(schema);
    if (found.contains("properties") && found.at("properties").contains(name)) return found.at("properties").at(name);
    for (const Json& part : found.at("allOf")) {
      if (fields(part).count(name) != 0) return property(part, name);
    }
    throw std::out_of_range(name);
  }

  /// Checks that an answer has no field that the description lacks, and that words are among the enumerated ones.
  void expect_described(const Json& value, const Json& schema, const std::string& path) const {
    const Json& found = resolve(schema);
    if (value.is_null()) {
      EXPECT_TRUE(found.value("nullable", false)) << path << " is null";
    } else if (value.is_array()) {
      for (const Json& item : value) expect_described(item, found.at("items"), path + "[]");
    } else if (value.is_object()) {
      if (found.contains("additionalProperties")) return;
      for (const auto& [name, field] : value.items()) {
        ASSERT_EQ(fields(found).count(name), 1u) << path << '.' << name << " is not described";
        expect_described(field, property(found, name), path + '.' + name);
      }
    } else if (found.contains("enum")) {
      EXPECT_NE(std::find(found.at("enum").begin(), found.at("enum").end(), value), found.at("enum").end())
          << path << ' ' << value;
    } else {
      const char* type = value.is_string()                      ? "string"
                         : value.is_boolean()                   ? "boolean"
                         : found.value("type", "") == "integer" ? "integer"
                                                                : "number";
      EXPECT_EQ(found.value("type", ""), type) << path;
    }
  }

  const Json& operation(const std::string& path, const std::string& method) const {
    return document.at("paths").at("/v1/api" + path).at(method);
  }
  void expect_answer_described(const std::string& method, const std::string& template_path, const Json& data) const {
    const Json& answer = operation(template_path, method).at("responses").at("200");
    const Json& schema = answer.at("content").at("application/json").at("schema");
    expect_described(data, property(schema, "data"), method + ' ' + template_path);
  }

  const Json document = Json::parse(detail::openapi_json());
};

TEST_F(OpenapiTest, DescribesEveryRouteWithItsScope) {
  std::size_t described = 0;
  for (const auto& [path, methods] : document.at("paths").items()) described += methods.size();
  EXPECT_EQ(described, detail::routes().size());
  for (const detail::Route& route : detail::routes()) {
    std::string path{route.path};
    std::string method{route.method};
    std::transform(method.begin(), method.end(), method.begin(), [](unsigned char c) { return std::tolower(c); });
    if (const auto at = path.find("{id}"); at != std::string::npos) {
      path.replace(at, 4, path.rfind("/webhooks", 0) == 0 ? "{webhook_id}" : "{contact_id}");
    }
    EXPECT_EQ(operation(path, method).at("summary"), "Scope " + std::string{route.scope}) << path;
  }
}

TEST_F(OpenapiTest, DescribesWhatTheEngineAnswers) {
  expect_answer_described("get", "/numbers", get("/numbers"));
  expect_answer_described("get", "/calls", get("/calls?allo_number=%2B1234567890&size=100"));
  expect_answer_described("get", "/contacts", get("/contacts?size=100"));
  expect_answer_described("get", "/contact/{contact_id}", get("/contact/cnt_abc123?extend=engagement,activity"));
  expect_answer_described("get", "/contact/{contact_id}/conversation",
                          get("/contact/cnt_abc123/conversation?size=100"));
  expect_answer_described("post", "/contacts", post("/contacts", {{"numbers", {"+33612345678"}}}));
  expect_answer_described("put", "/contacts/{contact_id}",
                          expect(200, "PUT", "/contacts/cnt_abc123", R"({"name":"x"})").at("data"));
  expect_answer_described("post", "/sms",
                          post("/sms", {{"from", "+1234567890"}, {"to", "+12025550100"}, {"message", "x"}}));
  const Json webhook = {
      {"allo_number", "+1234567890"}, {"url", "https://a.example"}, {"topics", {"PING"}}, {"enabled", true}};
  expect_answer_described("post", "/webhooks", post("/webhooks", webhook));
  expect_answer_described("get", "/webhooks", get("/webhooks"));
}

TEST_F(OpenapiTest, StatesTheDocumentedFacts) {
  std::ifstream file{std::string{ALLO_TEST_DATA} + "/openapi_facts.json"};
  ASSERT_TRUE(file) << "the list of facts is missing";
  const Json facts = Json::parse(file);
  for (const auto& [pointer, value] : facts.items()) {
    const Json::json_pointer where{pointer};
    ASSERT_TRUE(document.contains(where)) << pointer;
    EXPECT_EQ(document.at(where), value) << pointer;
  }
}

/// The vendor's own document is not part of the project; ALLO_VENDOR_OPENAPI may name it.
TEST_F(OpenapiTest, AgreesWithTheVendorsDocument) {
  const char* path = std::getenv("ALLO_VENDOR_OPENAPI");
  if (path == nullptr) GTEST_SKIP() << "ALLO_VENDOR_OPENAPI names no document to compare with";
  std::ifstream file{path};
  ASSERT_TRUE(file) << path;
  const Json vendor = Json::parse(file);
  std::size_t compared = 0;
  for (const auto& [name, methods] : vendor.at("paths").items()) {
    if (name.rfind("/v1/", 0) != 0 || name.find('#') != std::string::npos) continue;
    for (const auto& [method, theirs] : methods.items()) {
      const Json& ours = document.at("paths").at(name).at(method);
      EXPECT_EQ(ours.at("operationId"), theirs.at("operationId")) << name;
      const auto parameters = [](const Json& operation) {
        std::set<std::string> out;
        for (const Json& parameter : operation.value("parameters", Json::array())) {
          const Json& schema = parameter.at("schema");
          out.insert(parameter.at("name").get<std::string>() + ' ' + parameter.at("in").get<std::string>() +
                     (parameter.at("required") == true ? " required " : " ") +
                     schema.value("maximum", Json("")).dump() + schema.value("minimum", Json("")).dump() +
                     schema.value("default", Json("")).dump());
        }
        return out;
      };
      EXPECT_EQ(parameters(ours), parameters(theirs)) << name;
      const auto data_fields = [](const Json& whole, const Json& operation) {
        const auto follow = [&](Json schema) {
          while (schema.contains("$ref")) {
            const std::string ref = schema.at("$ref").get<std::string>();
            schema = whole.at(Json::json_pointer{ref.substr(1)});
          }
          return schema;
        };
        Json schema = follow(operation.at("responses").at("200").at("content").at("application/json").at("schema"));
        schema = follow(schema.at("properties").at("data"));
        if (schema.contains("properties") && schema.at("properties").contains("results")) {
          schema = follow(schema.at("properties").at("results"));
        }
        if (schema.value("type", "") == "array") schema = follow(schema.at("items"));
        std::set<std::string> out;
        for (const auto& [field, unused] : schema.at("properties").items()) out.insert(field);
        return out;
      };
      EXPECT_EQ(data_fields(document, ours), data_fields(vendor, theirs)) << name;
      ++compared;
    }
  }
  EXPECT_EQ(compared, 8u);
}

}  // namespace
}  // namespace allo::testing
