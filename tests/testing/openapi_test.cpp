#include "testing/control/control.hpp"
#include "testing/engine_fixture.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing {
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

  /// The operations whose path begins so, such as "GET /numbers", without that beginning.
  std::set<std::string> operations_below(const std::string& prefix) const {
    std::set<std::string> out;
    for (const auto& [path, methods] : document.at("paths").items()) {
      if (path.rfind(prefix, 0) != 0) continue;
      for (const auto& [method, operation] : methods.items()) {
        std::string name = method;
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::toupper(c); });
        out.insert(name + ' ' + path.substr(prefix.size()));
      }
    }
    return out;
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
  EXPECT_EQ(operations_below("/v1/api").size() + operations_below("/v2/api").size(), detail::routes().size());
  for (const detail::Route& route : detail::routes()) {
    std::string method{route.method};
    std::transform(method.begin(), method.end(), method.begin(), [](unsigned char c) { return std::tolower(c); });
    const std::string summary = route.scope.empty() ? "Any key" : "Scope " + std::string{route.scope};
    EXPECT_EQ(document.at("paths").at(route.full).at(method).at("summary"), summary) << route.full;
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

/// The control endpoints as they are described and as they are served.
class OpenapiControlTest : public OpenapiTest {
 protected:
  Json ask(const std::string& method, const std::string& path, const Json& body = nullptr) {
    detail::Request request;
    request.method = method;
    request.target = "/_sandbox/" + path;
    request.remote_address = "127.0.0.1";
    if (!body.is_null()) request.body = body.dump();
    return Json::parse(control.handle(request).body);
  }

  const Json& described(const std::string& method, const std::string& path) const {
    return document.at("paths").at("/_sandbox/" + path).at(method);
  }

  void expect_described_answer(const std::string& method, const std::string& path, const Json& answer) const {
    const Json& schema = described(method, path).at("responses").at("200").at("content").at("application/json");
    expect_described(answer.at("data"), property(schema.at("schema"), "data"), method + ' ' + path);
  }

  detail::Service service{SandboxOptions{}};
  detail::Control control{service};
};

TEST_F(OpenapiControlTest, DescribesEveryOperation) {
  std::set<std::string> served;
  for (const detail::Endpoint& endpoint : detail::endpoints()) {
    if (!endpoint.method.empty()) served.insert(std::string{endpoint.method}.append(" ").append(endpoint.path));
  }
  EXPECT_EQ(operations_below("/_sandbox/"), served);
}

TEST_F(OpenapiControlTest, EveryFieldThatIsDescribedIsUnderstood) {
  const Json unheard = {{"the sandbox", "never heard of"}};
  for (const auto& [path, methods] : document.at("paths").items()) {
    if (path.rfind("/_sandbox/", 0) != 0) continue;
    for (const auto& [method, described] : methods.items()) {
      if (!described.contains("requestBody")) continue;
      const Json& schema = resolve(described.at("requestBody").at("content").at("application/json").at("schema"));
      for (const auto& [name, field] : schema.at("properties").items()) {
        Json body = Json::object();
        for (const Json& needed : schema.value("required", Json::array())) body[needed.get<std::string>()] = "7";
        body[name] = unheard;
        const Json answer = ask(method == "post" ? "POST" : "PATCH", path.substr(10), body);
        EXPECT_EQ(answer.dump().find(name + ": unknown field"), std::string::npos) << path << ' ' << name << '\n'
                                                                                   << answer;
      }
    }
  }
}

TEST_F(OpenapiControlTest, DescribesEveryFaultAndQuirk) {
  std::set<std::string> quirks;
  const Json shown = ask("GET", "quirks").at("data");
  for (const auto& [name, value] : shown.items()) quirks.insert(name);
  EXPECT_EQ(fields({{"$ref", "#/components/schemas/Quirks"}}), quirks);
  const Json& schemas = document.at("components").at("schemas");
  for (const auto& [name, quirk] : schemas.at("Quirks").at("properties").items()) {
    for (const Json& word : quirk.value("enum", Json::array())) {
      EXPECT_EQ(ask("PATCH", "quirks", {{name, word}}).at("data").at(name), word);
    }
  }
  const Json& kinds = schemas.at("Fault").at("properties").at("kind").at("enum");
  std::size_t count = 0;
  while (!to_string(static_cast<FaultKind>(count)).empty()) ++count;
  EXPECT_EQ(kinds.size(), count);
  for (const Json& kind : kinds) {
    FaultKind known{};
    EXPECT_TRUE(from_string(kind.get<std::string>(), known)) << kind;
  }
  std::set<std::string> faults = fields({{"$ref", "#/components/schemas/Fault"}});
  faults.insert({"id", "matched", "acted"});
  ask("POST", "faults", {{"kind", "status"}});
  std::set<std::string> armed;
  const Json first = ask("GET", "faults").at("data")[0];
  for (const auto& [name, value] : first.items()) armed.insert(name);
  EXPECT_EQ(armed, faults);
  for (const auto& [name, field] : schemas.at("Fault").at("properties").items()) {
    EXPECT_EQ(first.at(name), field.value("default", first.at(name))) << name;
  }
}

TEST_F(OpenapiControlTest, DescribesItsAnswers) {
  ask("POST", "snapshots", Json::object());
  detail::Request hook;
  hook.method = "POST";
  hook.target = "/v1/api/webhooks";
  hook.headers = {{"Authorization", std::string{Sandbox::default_key}}, {"Content-Type", "application/json"}};
  hook.body = R"({"allo_number":"+1234567890","url":"http://192.0.2.1/","topics":["CALL_RECEIVED"],"enabled":true})";
  ASSERT_EQ(service.respond(hook, {}, false).status, 200);
  const Json call = ask("POST", "calls", {{"from", "+12025550100"}});
  expect_described_answer("post", "calls", call);
  expect_described_answer("post", "past-calls", ask("POST", "past-calls", {{"from_number", "+1234567890"}}));
  expect_described_answer("post", "sms", ask("POST", "sms", {{"from", "+12025550100"}, {"content", "x"}}));
  expect_described_answer("post", "events", ask("POST", "events", {{"topic", "PING"}}));
  expect_described_answer("post", "contacts", ask("POST", "contacts", {{"numbers", {"+12025550177"}}}));
  expect_described_answer("post", "deliveries/wait", ask("POST", "deliveries/wait", Json::object()));
  expect_described_answer("post", "faults", ask("POST", "faults", {{"kind", "delay"}}));
  for (const char* path : {"state", "calls", "sms", "requests", "faults", "quirks", "deliveries", "expectations"}) {
    const Json answer = ask("GET", path);
    EXPECT_FALSE(answer.at("data").empty()) << path;
    expect_described_answer("get", path, answer);
  }
  const std::string webhook = ask("GET", "state").at("data").at("webhooks")[0].at("id");
  expect_described_answer("post", "webhooks/{id}/rotate-secret",
                          ask("POST", "webhooks/" + webhook + "/rotate-secret", Json::object()));
  expect_described_answer("get", "contacts/{id}/conversation", ask("GET", "contacts/cnt_abc123/conversation"));
}

/// What a description says of version 1, flattened so that the ways to write it down do not matter: by operation, such
/// as "GET /v1/api/calls", the facts by name, such as "answer.data.results[].id" and "string". The alternatives of a
/// request's body go as operations of their own, whose names end in "#france" from the second on.
class Facts {
 public:
  explicit Facts(const Json& document) : document_(document) {
    for (const auto& [path, methods] : document.at("paths").items()) {
      if (path.rfind("/v1/", 0) != 0) continue;
      for (const auto& [method, operation] : methods.items()) add(upper(method) + ' ' + path, operation);
    }
  }
  const Json& by_operation() const { return facts_; }

 private:
  static std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
    return text;
  }

  const Json& follow(const Json& schema) const {
    if (!schema.contains("$ref")) return schema;
    return follow(document_.at(Json::json_pointer{schema.at("$ref").get<std::string>().substr(1)}));
  }

  static std::string words(const Json& schema) {
    std::string out = schema.value("type", "any");
    std::string separator = " ";
    for (const Json& word : schema.value("enum", Json::array())) {
      out += std::exchange(separator, "|") + word.get<std::string>();
    }
    for (const char* bound : {"minLength", "maxLength", "minimum", "maximum", "default"}) {
      if (schema.contains(bound)) out += ' ' + std::string{bound} + '=' + schema.at(bound).dump();
    }
    return out;
  }

  void flatten(const Json& unresolved, const std::string& path, Json& facts) const {
    const Json& schema = follow(unresolved);
    const Json parts = schema.value("allOf", Json::array());
    const Json fields = schema.value("properties", Json::object());
    if (schema.value("type", "") == "array") return flatten(schema.at("items"), path + "[]", facts);
    for (const Json& part : parts) flatten(part, path, facts);
    for (const auto& [name, field] : fields.items()) flatten(field, path + '.' + name, facts);
    if (parts.empty() && fields.empty()) facts[path] = words(schema);
  }

  void add(const std::string& name, const Json& operation) {
    Json facts = {{"operationId", operation.at("operationId")}};
    for (const Json& parameter : operation.value("parameters", Json::array())) {
      facts["parameter " + parameter.at("name").get<std::string>()] =
          parameter.at("in").get<std::string>() + (parameter.value("required", false) ? " required " : " ") +
          words(parameter.at("schema"));
    }
    static const Json::json_pointer schema{"/content/application~1json/schema"};
    const Json& answer = operation.at("responses").at("200");
    if (answer.contains(schema)) flatten(answer.at(schema), "answer", facts);
    if (!operation.contains("requestBody")) {
      facts_[name] = facts;
      return;
    }
    const Json& body = follow(operation.at("requestBody").at(schema));
    std::string suffix;
    for (const Json& unresolved : body.value("oneOf", Json::array({body}))) {
      const Json& alternative = follow(unresolved);
      Json with_body = facts;
      flatten(alternative, "body", with_body);
      std::set<std::string> required = alternative.value("required", std::set<std::string>{});
      std::string list;
      for (const std::string& field : required) list += (list.empty() ? "" : " ") + field;
      with_body["body required"] = list;
      facts_[name + suffix] = with_body;
      suffix = "#france";
    }
  }

  const Json& document_;
  Json facts_ = Json::object();
};

/// Every fact of the vendor's description of version 1 stands in tests/data/openapi_v1.json.
TEST_F(OpenapiTest, AgreesWithTheVendorsDescription) {
  std::ifstream file{std::string{ALLO_TEST_DATA} + "/openapi_v1.json"};
  ASSERT_TRUE(file) << "the list of facts is missing";
  const Json vendor = Json::parse(file);
  EXPECT_EQ(vendor.size(), 9u);
  const Json ours = Facts{document}.by_operation();
  for (const auto& [operation, facts] : vendor.items()) {
    ASSERT_TRUE(ours.contains(operation)) << operation;
    for (const auto& [name, value] : facts.items()) {
      const Json fact = ours.at(operation).value(name, Json("absent"));
      // The two flavours of SMS are one operation here, a message of a conversation may have come in, and the bounds of
      // a sender id stand in the vendor's prose.
      if (name == "operationId" && value == "sendSMSFrance") continue;
      if (name == "body.sender_id" && fact == "string minLength=3 maxLength=11") continue;
      if (value == "string OUTBOUND" && fact == "string INBOUND|OUTBOUND") continue;
      EXPECT_EQ(fact, value) << operation << ' ' << name;
    }
    for (const auto& [name, value] : ours.at(operation).items()) {
      // The vendor's example of a conversation has tags, its schema lacks them.
      if (name == "answer.data.results[].call.tags[]") continue;
      EXPECT_TRUE(facts.contains(name)) << operation << ' ' << name << " is not the vendor's";
    }
  }
}

/// The vendor's own document is not part of the project; ALLO_VENDOR_OPENAPI may name it.
TEST_F(OpenapiTest, TheFactsAreThoseOfTheVendorsDocument) {
  const char* path = std::getenv("ALLO_VENDOR_OPENAPI");
  if (path == nullptr) GTEST_SKIP() << "ALLO_VENDOR_OPENAPI names no document to compare with";
  std::ifstream theirs{path};
  ASSERT_TRUE(theirs) << path;
  const Json vendor = Json::parse(theirs);
  std::ifstream typed{std::string{ALLO_TEST_DATA} + "/openapi_v1.json"};
  const nlohmann::json expected = nlohmann::json::parse(typed);
  EXPECT_EQ(nlohmann::json::parse(Facts{vendor}.by_operation().dump()), expected);
}

}  // namespace
}  // namespace testing
ALLO_NAMESPACE_END
