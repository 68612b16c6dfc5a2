#include "testing/engine_fixture.hpp"

ALLO_NAMESPACE_BEGIN
namespace testing {
namespace {

TEST_F(EngineTest, NumbersAsDocumented) {
  const Json numbers = get("/numbers");
  EXPECT_EQ(numbers[0],
            Json::parse(R"({"number":"+1234567890","name":"Main Line","country":"US","is_shared_number":false})"));
  EXPECT_EQ(numbers[1].at("country"), "FR");
  EXPECT_EQ(numbers.size(), 3u);
}

TEST_F(EngineTest, CallsAreNewestFirstAndFlatlyPaged) {
  const Json data = get("/calls?allo_number=%2B1234567890&size=100");
  EXPECT_EQ(data.at("metadata"), Json::parse(R"({"total_pages":1,"current_page":0})"));
  std::string last = "9999";
  for (const Json& call : data.at("results")) {
    EXPECT_GE(last, call.at("start_date").get<std::string>());
    last = call.at("start_date");
    EXPECT_FALSE(call.contains("tags"));
  }
  const Json& first_call = data.at("results").back();
  EXPECT_EQ(first_call.at("id"), "call_abc123");
  EXPECT_EQ(first_call.at("summary"), "Customer called about order status.");
  EXPECT_EQ(first_call.at("recording_url"), "https://storage.withallo.com/recordings/call_abc123.mp3");
  EXPECT_EQ(first_call.at("transcript")[0].at("source"), "EXTERNAL");
  EXPECT_EQ(first_call.at("transcript")[0].at("start_seconds"), 2.0);
  EXPECT_EQ(first_call.at("transcript")[0].at("time").get<std::string>().size(), 19u) << "no zone";
}

TEST_F(EngineTest, CallsOfOneContact) {
  const Json data = get("/calls?allo_number=%2B1234567890&contact_number=%2B12025550100&size=100");
  EXPECT_GE(data.at("results").size(), 3u);
  for (const Json& call : data.at("results")) {
    EXPECT_TRUE(call.at("from_number") == "+12025550100" || call.at("to_number") == "+12025550100");
  }
  EXPECT_EQ(get("/calls?allo_number=%2B12025550111").at("results"), Json::array());
  EXPECT_EQ(invalid_fields("GET", "/calls"), "allo_number");
  EXPECT_EQ(invalid_fields("GET", "/calls?allo_number=1234"), "allo_number");
  EXPECT_EQ(invalid_fields("GET", "/calls?allo_number=%2B1234567890&contact_number="), "contact_number");
}

TEST_F(EngineTest, WebhooksAreCreatedListedAndDeleted) {
  EXPECT_EQ(get("/webhooks"), Json::array());
  const Json created = post("/webhooks", {{"allo_number", "+1234567890"},
                                          {"url", "https://example.com/webhooks/allo"},
                                          {"topics", {"CALL_RECEIVED", "SMS_RECEIVED"}},
                                          {"enabled", true}});
  EXPECT_EQ(created.at("alloNumber"), "+1234567890") << "camelCase when created";
  EXPECT_FALSE(created.contains("allo_number"));
  const Json listed = get("/webhooks");
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].at("allo_number"), "+1234567890");
  EXPECT_EQ(listed[0].at("topics"), Json({"CALL_RECEIVED", "SMS_RECEIVED"}));
  EXPECT_FALSE(listed[0].contains("secrets"));
  const std::string path = "/webhooks/" + created.at("id").get<std::string>();
  expect(200, "DELETE", path);
  EXPECT_EQ(get("/webhooks"), Json::array());
  EXPECT_EQ(expect(404, "DELETE", path), Json::parse(R"({"error":"WEBHOOK_NOT_FOUND"})"));
}

TEST_F(EngineTest, RefusesWrongWebhooks) {
  const auto with = [](const char* field, const Json& value) {
    Json body = {
        {"allo_number", "+1234567890"}, {"url", "https://a.example/x"}, {"topics", {"PING"}}, {"enabled", true}};
    body[field] = value;
    return body.dump();
  };
  EXPECT_EQ(invalid_fields("POST", "/webhooks", "{}"), "allo_number enabled url topics");
  EXPECT_EQ(invalid_fields("POST", "/webhooks", with("allo_number", "123")), "allo_number");
  EXPECT_EQ(invalid_fields("POST", "/webhooks", with("enabled", "yes")), "enabled");
  EXPECT_EQ(invalid_fields("POST", "/webhooks", with("topics", Json::array())), "topics");
  EXPECT_EQ(invalid_fields("POST", "/webhooks", with("topics", {"PING", "PONG"})), "topics[1]");
  for (const char* url :
       {"", "example.com", "ftp://example.com", "https://", "https:///x", "https://a b", "http://:80/", "http://[::1/",
        "http://localhost:0/", "http://localhost:99999999999999999/"}) {
    EXPECT_EQ(invalid_fields("POST", "/webhooks", with("url", url)), "url") << url;
  }
  EXPECT_EQ(invalid_fields("POST", "/webhooks", with("url", "http://" + std::string(256, 'a') + "@localhost/")), "url");
  for (const char* url : {"HTTP://localhost:8080", "http://[::1]:65535/x?y", "https://a.example?x=http://b:0/"}) {
    EXPECT_EQ(send("POST", "/webhooks", with("url", url)).status, 200) << url;
  }
}

TEST_F(EngineTest, KeysAndScopes) {
  engine.keys().add("reader", {"CONTACTS_READ"});
  EXPECT_EQ(send("GET", "/contacts", {}, "reader").status, 200);
  const detail::Response refused = send("GET", "/numbers", {}, "reader");
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(Json::parse(refused.body), Json::parse(R"({"code":"API_KEY_INSUFFICIENT_SCOPE",
                                                       "details":[{"message":"required=CONVERSATIONS_READ","field":"scope"}]})"));
  for (const char* key : {"", "Key", "key ", "Api-Key key", "Bearer key"}) {
    const detail::Response unknown = send("GET", "/contacts", {}, key);
    EXPECT_EQ(unknown.status, 401) << key;
    EXPECT_EQ(Json::parse(unknown.body), Json::parse(R"({"code":"API_KEY_INVALID","details":null})"));
  }
}

TEST_F(EngineTest, EveryRouteNeedsItsScope) {
  for (const detail::Route& route : detail::routes()) {
    engine.keys().add("none", {});
    if (route.version != 1) continue;
    std::string path = route.shown;
    if (const auto at = path.find("{id}"); at != std::string::npos) path.replace(at, 4, "x");
    const detail::Response response = send(std::string{route.method}, path, "{}", "none");
    EXPECT_EQ(response.status, 403) << route.path;
    EXPECT_NE(response.body.find("required=" + std::string{route.scope}), std::string::npos) << response.body;
  }
}

TEST_F(EngineTest, UnknownRoutesMethodsAndMedia) {
  EXPECT_EQ(code(404, "GET", "/nothing"), "NOT_FOUND");
  EXPECT_EQ(code(404, "GET", "/contact/a/b"), "NOT_FOUND");
  EXPECT_EQ(code(404, "GET", "/contact/"), "NOT_FOUND");
  EXPECT_EQ(code(400, "GET", "/contact/a%2Fb"), "CONTACT_NOT_FOUND") << "an escaped slash belongs to the id";
  EXPECT_EQ(code(405, "PATCH", "/contacts"), "METHOD_NOT_ALLOWED");
  EXPECT_EQ(code(405, "GET", "/sms"), "METHOD_NOT_ALLOWED");
  detail::Request form;
  form.method = "POST";
  form.target = "/v1/api/sms";
  form.headers = {{"Authorization", "key"}, {"Content-Type", "application/x-www-form-urlencoded"}};
  EXPECT_EQ(engine.handle(form).status, 415);
  form.target = "/v1/api/%zz";
  EXPECT_EQ(engine.handle(form).status, 404);
}

TEST_F(EngineTest, EchoesTheRequestId) {
  detail::Request request;
  request.method = "GET";
  request.target = "/v1/api/numbers";
  request.headers = {{"authorization", "key"}, {"x-request-id", "mine-1"}};
  EXPECT_EQ(*detail::find_header(engine.handle(request).headers, "X-Request-Id"), "mine-1");
  request.headers.pop_back();
  EXPECT_EQ(detail::find_header(engine.handle(request).headers, "X-Request-Id")->substr(0, 4), "req_");
}

TEST_F(EngineTest, TheSameSeedGivesTheSameAccount) {
  detail::Engine twin{options()};
  twin.keys().add("key", detail::all_scopes());
  detail::Request request;
  request.method = "GET";
  request.headers = {{"Authorization", "key"}};
  for (const char* path : {"/contacts?size=100", "/calls?allo_number=%2B1234567890&size=100"}) {
    request.target = std::string{"/v1/api"} + path;
    EXPECT_EQ(engine.handle(request).body, twin.handle(request).body);
  }
  detail::EngineOptions other = options();
  other.seed = 2;
  detail::Engine stranger{other};
  stranger.keys().add("key", detail::all_scopes());
  EXPECT_NE(engine.handle(request).body, stranger.handle(request).body);
}

TEST_F(EngineTest, ResetForgetsChanges) {
  const std::string before = send("GET", "/contacts?size=100").body;
  post("/contacts", {{"numbers", {"+33612345678"}}});
  expect(200, "PUT", "/contacts/cnt_abc123", R"({"name":"Jim"})");
  EXPECT_NE(send("GET", "/contacts?size=100").body, before);
  engine.reset();
  EXPECT_EQ(send("GET", "/contacts?size=100").body, before);
}

}  // namespace
}  // namespace testing
ALLO_NAMESPACE_END
