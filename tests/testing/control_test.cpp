#include "testing/control/control.hpp"

#include "testing/receiver_server.hpp"
#include "testing/sandbox_client.hpp"

ALLO_NAMESPACE_BEGIN
namespace testing {
namespace {

class ControlTest : public ::testing::Test {
 protected:
  Json ask(const std::string& method, const std::string& path, const Json& body = nullptr, int status = 200) {
    const std::string url = "/_sandbox/" + path;
    const std::string text = body.is_null() ? "" : body.dump();
    const auto answer = method == "GET"     ? client.Get(url)
                        : method == "POST"  ? client.Post(url, text, "application/json")
                        : method == "PATCH" ? client.Patch(url, text, "application/json")
                                            : client.Delete(url);
    EXPECT_EQ(answer->status, status) << method << ' ' << path << '\n' << answer->body;
    const Json document = Json::parse(answer->body);
    return status == 200 ? document.at("data") : document;
  }
  int api_status() { return client.Get("/v1/api/numbers")->status; }

  Sandbox sandbox;
  httplib::Client client = client_of(sandbox);
};

TEST_F(ControlTest, SimulatesCallsAndMessages) {
  ReceiverServer receiver;
  client.Post("/v1/api/webhooks",
              Json{{"allo_number", "+1234567890"},
                   {"url", receiver.url()},
                   {"topics", {"CALL_RECEIVED", "SMS_RECEIVED"}},
                   {"enabled", true}}
                  .dump(),
              "application/json");
  const Json call = ask("POST", "calls",
                        {{"from", "+12025550100"},
                         {"summary", "Hi"},
                         {"result", "VOICEMAIL"},
                         {"transcript", Json::array({{{"source", "EXTERNAL"}, {"text", "Beep"}}})}});
  EXPECT_EQ(call.at("result"), "VOICEMAIL");
  ask("POST", "sms", {{"from", "+12025550100"}, {"content", "Hello"}});
  EXPECT_EQ(ask("POST", "deliveries/wait", Json::object()), Json({{"quiet", true}}));
  const Json deliveries = ask("GET", "deliveries");
  ASSERT_EQ(deliveries.size(), 2u);
  EXPECT_EQ(ask("GET", "deliveries?last=1"), Json::array({deliveries[1]}));
  EXPECT_EQ(deliveries[1].at("topic"), "SMS_RECEIVED");
  EXPECT_EQ(deliveries[1].at("status"), "delivered") << deliveries[1];
  EXPECT_EQ(deliveries[1].at("attempts")[0].at("status"), 204);
  ask("POST", "deliveries/2/redeliver", Json::object());
  EXPECT_EQ(ask("POST", "events", {{"topic", "SMS_RECEIVED"}, {"data", {{"id", "msg_7"}}}}), Json({{"deliveries", 1}}));
  ask("POST", "deliveries/wait", Json::object());
  ASSERT_EQ(receiver.received().size(), 4u);
  EXPECT_EQ(receiver.received().back().body, R"({"topic":"SMS_RECEIVED","data":{"id":"msg_7"}})");
  EXPECT_EQ(ask("GET", "contacts/cnt_abc123/conversation").back().at("message").at("content"), "Hello");
}

TEST_F(ControlTest, AddsAPastCallWithoutTellingWebhooks) {
  client.Post("/v1/api/webhooks",
              R"({"allo_number":"+1234567890","url":"http://127.0.0.1:9/x","topics":["CALL_RECEIVED"],"enabled":true})",
              "application/json");
  const Json added =
      ask("POST", "past-calls",
          {{"id", "call_past"},
           {"from_number", "+1234567890"},
           {"to_number", "+12025550100"},
           {"length_in_minutes", 2.5},
           {"type", "OUTBOUND"},
           {"result", "ANSWERED"},
           {"start_date", "2020-01-15T10:30:00Z"},
           {"transcript", Json::array({{{"source", "USER"}, {"text", "Hello"}, {"start_seconds", 1.5}}})}});
  EXPECT_TRUE(ask("GET", "deliveries").empty());
  const Json oldest = ask("GET", "calls")[0];
  EXPECT_EQ(oldest, added);
  EXPECT_EQ(oldest.at("id"), "call_past");
  EXPECT_EQ(oldest.at("start_date"), "2020-01-15T10:30:00");
  EXPECT_EQ(oldest.at("transcript")[0].at("start_seconds"), 1.5);
  EXPECT_EQ(ask("GET", "contacts/cnt_abc123/conversation")[0].at("call"), added);
  ask("POST", "reset", Json::object());
  ask("POST", "past-calls", added);  // What was answered is understood.
  EXPECT_EQ(ask("GET", "calls")[0], added);
}

TEST_F(ControlTest, ShowsAllCallsAndMessages) {
  client.Post("/v1/api/sms", R"({"from":"+1234567890","to":"+12025550999","message":"Nobody's number"})",
              "application/json");
  EXPECT_EQ(ask("GET", "sms").size(), 81u);
  const Json newest = ask("GET", "sms?last=1");
  ASSERT_EQ(newest.size(), 1u);
  EXPECT_EQ(newest[0].at("content"), "Nobody's number");
  EXPECT_EQ(ask("GET", "calls").size(), 90u);
  ask("POST", "calls", {{"from", "+12025550999"}});
  EXPECT_EQ(ask("GET", "calls?last=2")[1].at("from_number"), "+12025550999");
  EXPECT_EQ(ask("GET", "calls?last=0", nullptr, 400).at("details")[0].at("field"), "last");
}

TEST_F(ControlTest, DecodesTheIdInAPath) {
  ask("POST", "contacts", {{"id", "a b/ü"}, {"numbers", {"+12025550177"}}});
  ask("POST", "sms", {{"from", "+12025550177"}, {"content", "Hello"}});
  EXPECT_EQ(ask("GET", "contacts/a%20b%2F%C3%BC/conversation").size(), 1u);
  ask("GET", "contacts/a%2/conversation", nullptr, 400);
}

TEST_F(ControlTest, ShowsThePageToWhoAsksForItsHeadersOnly) {
  EXPECT_EQ(client.Head("/")->status, 200);
  EXPECT_EQ(client.Get("/")->status, 200);
}

TEST_F(ControlTest, ArmsAndDisarmsEachFault) {
  for (const char* kind :
       {"status", "html", "rate_limit_seconds", "rate_limit_date", "rate_limit_quota", "delay", "slow_body", "stall",
        "truncate", "wrong_length", "reset_before_reading", "reset_after_reading", "stale_keep_alive"}) {
    const Json armed = ask("POST", "faults", {{"kind", kind}, {"route", "/numbers"}, {"times", 0}, {"delay_ms", 1}});
    EXPECT_EQ(ask("GET", "faults")[0].at("kind"), kind);
    ask("DELETE", "faults/" + std::to_string(armed.at("id").get<int>()));
    EXPECT_TRUE(ask("GET", "faults").empty());
  }
  for (const char* kind : {"tls_handshake", "tls_expired", "tls_wrong_host", "tls_untrusted"}) {
    EXPECT_EQ(ask("POST", "faults", {{"kind", kind}}, 400).at("details")[0].at("message"),
              "kind needs a sandbox with TLS");
  }
  ask("POST", "faults", {{"kind", "status"}, {"status", 418}, {"body", "I'm a teapot"}, {"times", 0}});
  EXPECT_EQ(client.Get("/v1/api/numbers")->body, "I'm a teapot");
  ask("DELETE", "faults");
  EXPECT_EQ(api_status(), 200);
}

TEST_F(ControlTest, FaultsActOnEachKindFromOutside) {
  const auto provoke = [this](const Json& fault) {
    ask("POST", "faults", fault);
    return client.Get("/v1/api/numbers");
  };
  EXPECT_EQ(provoke({{"kind", "html"}, {"status", 502}})->status, 502);
  EXPECT_EQ(provoke({{"kind", "rate_limit_seconds"}, {"retry_after", 3}})->get_header_value("Retry-After"), "3");
  EXPECT_EQ(provoke({{"kind", "rate_limit_date"}})->status, 429);
  EXPECT_NE(provoke({{"kind", "rate_limit_quota"}})->body.find("reset_in=1"), std::string::npos);
  EXPECT_EQ(provoke({{"kind", "delay"}, {"delay_ms", 5}})->status, 200);
  EXPECT_EQ(provoke({{"kind", "slow_body"}, {"delay_ms", 5}})->status, 200);
  for (const char* broken : {"stall", "truncate", "reset_before_reading", "reset_after_reading"}) {
    EXPECT_FALSE(provoke({{"kind", broken}, {"delay_ms", 5}})) << broken;
  }
  EXPECT_EQ(provoke({{"kind", "stale_keep_alive"}, {"only_reused_connections", false}})->status, 200);
}

TEST_F(ControlTest, ChangesQuirksKeysAndTheAccount) {
  EXPECT_EQ(ask("PATCH", "quirks", {{"metadata", "null"}, {"extra_fields", true}}).at("metadata"), "null");
  EXPECT_EQ(ask("GET", "quirks").at("extra_fields"), true);
  EXPECT_EQ(sandbox.quirks().metadata, MetadataForm::Null);
  ask("POST", "keys", {{"key", "reader"}, {"scopes", {"CONTACTS_READ"}}});
  ask("POST", "numbers", {{"number", "+12025550177"}, {"name", "Desk"}, {"country", "US"}});
  ask("POST", "sender-ids", {{"sender_id", "Atelier"}});
  const Json id = ask("POST", "contacts", {{"name", "Ada"}, {"numbers", {"+12025550178"}}}).at("id");
  EXPECT_EQ(sandbox.contacts().back().id, id);
  EXPECT_EQ(sandbox.numbers().back().name, "Desk");
  EXPECT_EQ(
      client.Post("/v1/api/sms", R"({"sender_id":"Atelier","to":"+33612345678","message":"x"})", "application/json")
          ->status,
      200);
  client.set_default_headers({{"Authorization", "reader"}});
  EXPECT_EQ(api_status(), 403);
}

TEST_F(ControlTest, SnapshotsClockAndReset) {
  const Json id = ask("POST", "snapshots", Json::object()).at("id");
  const Timestamp before = sandbox.now();
  ask("POST", "clock/advance", {{"seconds", 3600}});
  EXPECT_GE(sandbox.now() - before, std::chrono::hours{1});
  ask("POST", "contacts", {{"numbers", {"+12025550178"}}});
  ask("POST", "snapshots/" + std::to_string(id.get<int>()) + "/restore", Json::object());
  EXPECT_EQ(sandbox.contacts().size(), 36u);
  ask("POST", "contacts", {{"numbers", {"+12025550178"}}});
  ask("POST", "reset", Json::object());
  EXPECT_EQ(sandbox.contacts().size(), 36u);
  EXPECT_EQ(ask("GET", "state").at("contacts").size(), 36u);
  ask("POST", "snapshots/99/restore", Json::object(), 400);
}

TEST_F(ControlTest, TheJournalAndExpectations) {
  ask("POST", "expectations", {{"method", "GET"}, {"route", "/numbers"}});
  EXPECT_EQ(ask("GET", "expectations").at("met"), false);
  api_status();
  EXPECT_EQ(ask("GET", "expectations").at("met"), true);
  client.Get("/v1/api/contacts");
  EXPECT_EQ(ask("GET", "expectations").at("report"), "unexpected: GET /v1/api/contacts\n");
  const Json requests = ask("GET", "requests");
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].at("target"), "/v1/api/numbers");
  EXPECT_EQ(requests[0].dump().find(sandbox.key()), std::string::npos);
  const Json newest = ask("GET", "requests?last=1");
  ASSERT_EQ(newest.size(), 1u);
  EXPECT_EQ(newest[0].at("target"), "/v1/api/contacts");
  EXPECT_EQ(ask("GET", "requests?last=0", nullptr, 400).at("details")[0].at("field"), "last");
  EXPECT_EQ(ask("GET", "requests?first=1", nullptr, 400).at("details")[0].at("field"), "first");
  ask("DELETE", "requests");
  EXPECT_TRUE(ask("GET", "requests").empty());
  EXPECT_THROW(sandbox.verify(), UnmetExpectations);
  ask("POST", "expectations", {{"route", "/sms"}});
  ask("DELETE", "expectations");
  EXPECT_EQ(ask("GET", "expectations"), Json({{"met", true}, {"report", ""}}));
  EXPECT_EQ(sandbox.contacts().size(), 36u) << "the account stays";
}

TEST_F(ControlTest, RotatesSecrets) {
  client.Post("/v1/api/webhooks",
              R"({"allo_number":"+1234567890","url":"http://127.0.0.1:9/x","topics":["PING"],"enabled":true})",
              "application/json");
  const Json webhook = ask("GET", "state").at("webhooks")[0];
  const std::string id = webhook.at("id");
  EXPECT_EQ(webhook.at("signing_secrets")[0], sandbox.signing_secret(id));
  const Json rotated = ask("POST", "webhooks/" + id + "/rotate-secret", Json::object());
  EXPECT_EQ(rotated.at("signing_secret"), sandbox.signing_secret(id));
  ask("POST", "webhooks/" + id + "/retire-old-secrets", Json::object());
  EXPECT_EQ(ask("GET", "state").at("webhooks")[0].at("signing_secrets").size(), 1u);
}

TEST_F(ControlTest, NamesWhatIsWrong) {
  const auto field = [this](const char* path, const Json& body) {
    return ask("POST", path, body, 400).at("details")[0].at("message").get<std::string>();
  };
  EXPECT_EQ(field("faults", {{"kind", "meteor"}}), "kind: no such value: meteor");
  EXPECT_EQ(field("faults", {{"kind", "status"}, {"colour", "red"}}), "colour: unknown field");
  EXPECT_EQ(field("faults", {{"kind", "status"}, {"nth", 0}}), "nth must be 1 or more");
  EXPECT_EQ(field("faults", {{"kind", "status"}, {"delay_ms", 1e300}}), "delay_ms: must be a whole number");
  EXPECT_EQ(field("calls", {{"from", 7}}), "from: must be a string");
  EXPECT_EQ(field("calls", Json::object()), "from: is required");
  EXPECT_EQ(field("sms", {{"from", "+12025550100"}, {"content", "x"}, {"to", "+1999"}}),
            "to: no number of the account");
  EXPECT_EQ(field("past-calls", {{"from_number", "+12025550100"}, {"to_number", "+12025550101"}}),
            "call: neither end is a number of the account");
  EXPECT_EQ(field("past-calls", {{"id", "call_abc123"}, {"from_number", "+1234567890"}}), "id: is taken: call_abc123");
  EXPECT_EQ(field("past-calls", {{"from_number", "+1234567890"}, {"start_date", "yesterday"}}),
            "start_date: must be a time such as 2024-01-15T10:30:00Z");
  EXPECT_EQ(field("past-calls", {{"from_number", "+1234567890"}, {"colour", "red"}}), "colour: unknown field");
  EXPECT_EQ(field("events", Json::object()), "topic: is required");
  EXPECT_EQ(field("events", {{"topic", "tag.added"}, {"data", "vip"}}), "data: must be an object or null");
  EXPECT_EQ(field("clock/advance", {{"seconds", -1}}), "step must not be negative");
  EXPECT_EQ(field("keys", {{"key", "k"}, {"scopes", {"ALL"}}}), "scopes: no such scope: ALL");
  EXPECT_EQ(field("contacts", {{"numbers", {"12"}}}), "numbers: must be in E.164 form: 12");
  EXPECT_EQ(field("deliveries/7/redeliver", Json::object()), "id: no such delivery");
  EXPECT_EQ(client.Post("/_sandbox/faults", "{", "application/json")->status, 400);
  const std::string deep =
      R"({"from":"+12025550100","data_collected":{"x":)" + std::string(400'000, '[') + std::string(400'000, ']') + "}}";
  EXPECT_NE(client.Post("/_sandbox/calls", deep, "application/json")->body.find("nested deeper than 100 levels"),
            std::string::npos);
  EXPECT_EQ(client.Post("/_sandbox/faults", "[1]", "application/json")->status, 400);
  ask("GET", "nothing", nullptr, 404);
  EXPECT_EQ(client.Put("/_sandbox/faults", "{}", "application/json")->get_header_value("Allow"), "GET, POST, DELETE");
}

TEST_F(ControlTest, AnswersToThisMachineAlone) {
  detail::Service service{SandboxOptions{}};
  detail::Control control{service};
  const auto status = [&](const std::string& address, const detail::HeaderList& headers) {
    detail::Request request;
    request.method = "GET";
    request.target = "/_sandbox/state";
    request.remote_address = address;
    request.headers = headers;
    return control.handle(request).status;
  };
  EXPECT_EQ(status("127.0.0.1", {{"Host", "127.0.0.1:8080"}}), 200);
  EXPECT_EQ(status("::1", {{"Host", "[::1]:8080"}}), 200);
  EXPECT_EQ(status("::ffff:127.0.0.1", {}), 200);
  EXPECT_EQ(status("192.0.2.7", {{"Host", "127.0.0.1"}}), 403);
  EXPECT_EQ(status("2001:db8::1", {}), 403);
  EXPECT_EQ(status("", {}), 403);
  EXPECT_EQ(status("127.0.0.1", {{"Host", "evil.example"}}), 403) << "a name that was turned to this machine";
  EXPECT_EQ(status("127.0.0.1", {{"Host", "localhost:1"}, {"Origin", "https://evil.example"}}), 403);
  EXPECT_EQ(status("127.0.0.1", {{"Host", "localhost:1"}, {"Origin", "http://localhost:1"}}), 200);
  EXPECT_EQ(status("127.0.0.1", {{"Host", "localhost:1"}, {"Origin", "null"}}), 403);
}

TEST_F(ControlTest, ServesThePage) {
  const auto page = client.Get("/");
  EXPECT_EQ(page->status, 200);
  EXPECT_EQ(page->get_header_value("Content-Type"), "text/html; charset=utf-8");
  EXPECT_NE(page->body.find("<title>Allo sandbox</title>"), std::string::npos);
  EXPECT_EQ(page->body.find("http://"), std::string::npos) << "asks nobody else";
  EXPECT_EQ(page->body.find("https://"), std::string::npos);
}

}  // namespace
}  // namespace testing
ALLO_NAMESPACE_END
