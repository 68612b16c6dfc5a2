#include "testing/model/collection.hpp"
#include "testing/receiver_server.hpp"
#include "testing/sandbox_client.hpp"

#include <allo/webhook_receiver.hpp>

#include <algorithm>
#include <map>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace testing {
namespace {

/// Version 2 of the API over sockets.
class V2SandboxTest : public ::testing::Test {
 protected:
  static SandboxOptions options() {
    SandboxOptions out;
    out.start_time = test_time;
    return out;
  }
  V2SandboxTest() { client.set_default_headers({{"Authorization", "Api-Key " + sandbox.key()}}); }

  Json send(const char* method, const std::string& path, const Json& body, int status = 200) {
    const std::string url = "/v2/api" + path;
    const std::string type = "application/json";
    const auto answer = method == std::string{"POST"}  ? client.Post(url, body.dump(), type)
                        : method == std::string{"PUT"} ? client.Put(url, body.dump(), type)
                                                       : client.Patch(url, body.dump(), type);
    EXPECT_EQ(answer->status, status) << path << '\n' << answer->body;
    return answer->body.empty() ? Json() : Json::parse(answer->body).at("data");
  }

  Sandbox sandbox{options()};
  httplib::Client client = client_of(sandbox);
};

TEST_F(V2SandboxTest, WhatHappensReachesTheWebhookSigned) {
  ReceiverServer receiver;
  const Json topics = {"call.received",   "call.triggered",  "call.answered",  "call.completed",
                       "tag.added",       "tag.removed",     "sms.received",   "sms.sent",
                       "contact.created", "contact.updated", "summary.updated"};
  const Json hook = send("POST", "/webhooks", {{"url", receiver.url()}, {"topics", topics}}, 201);
  const std::string call = sandbox.simulate_incoming_call({.from = "+12025550100", .tag = "sales"}).id;
  sandbox.simulate_incoming_sms({.from = "+12025550100", .content = "Hello"});
  client.Post("/v1/api/sms", {{"Authorization", sandbox.key()}},
              R"({"from":"+1234567890","to":"+12025550100","message":"Hi"})", "application/json");
  send("POST", "/conversations/items/" + call + "/tags", {{"tags", {"follow_up"}}});
  client.Delete("/v2/api/conversations/items/" + call + "/tags/follow_up");
  send("PATCH", "/conversations/items/" + call + "/summary", {{"content", "Short"}});
  const std::string id = send("POST", "/crm/people", {{"numbers", {"+12025550190"}}}).at("id");
  send("PUT", "/crm/people/" + id, {{"name", "Ada"}});
  send("POST", "/dialing-queues/current/numbers", {{"numbers", Json::array({{{"number", "+12025550190"}}})}});
  const auto dialed = client.Post("/_sandbox/queue/run", "{}", "application/json");
  EXPECT_EQ(Json::parse(dialed->body).at("data").at("number"), "+12025550190");
  EXPECT_EQ(Json::parse(dialed->body).at("data").at("left"), 0);
  ASSERT_TRUE(sandbox.wait_for_deliveries());
  std::map<std::string, int> told;
  WebhookReceiver checked;
  checked.signing_secrets({hook.at("signing_secret").get<std::string>()})
      .clock([] { return std::chrono::system_clock::time_point{test_time}; })
      .on_unhandled([](const WebhookEvent&) {});
  for (const auto& delivery : receiver.received()) {
    ++told[Json::parse(delivery.body).at("topic").get<std::string>()];
    EXPECT_LT(checked.respond(delivery.headers, delivery.body).status, 300) << delivery.body;
  }
  for (const Json& topic : topics) EXPECT_GE(told[topic.get<std::string>()], 1) << topic;
  const Json queue = Json::parse(client.Get("/v2/api/dialing-queues/current")->body).at("data");
  EXPECT_TRUE(queue[0].at("call_id").is_string());
  EXPECT_EQ(queue[0].at("sync_status"), "SYNCED");
}

TEST_F(V2SandboxTest, RecordingsAreServedInParts) {
  const auto calls = sandbox.calls();
  const auto recorded =
      std::find_if(calls.begin(), calls.end(), [](const Call& call) { return call.recording_url.has_value(); });
  const std::string url = recorded->recording_url.value();
  ASSERT_EQ(url.rfind(sandbox.origin() + "/v1/assets/recordings/", 0), 0u) << url;
  const std::string path = url.substr(sandbox.origin().size());
  const auto whole = client.Get(path);
  EXPECT_EQ(whole->status, 200);
  EXPECT_EQ(whole->get_header_value("Content-Type"), "audio/wav");
  EXPECT_EQ(whole->body.substr(0, 4), "RIFF");
  EXPECT_EQ(whole->body.size(), 32'044u);
  const auto part = client.Get(path, {{"Range", "bytes=44-143"}});
  EXPECT_EQ(part->status, 206);
  EXPECT_EQ(part->get_header_value("Content-Range"), "bytes 44-143/32044");
  EXPECT_EQ(part->body, whole->body.substr(44, 100));
  EXPECT_EQ(client.Get(path, {{"Range", "bytes=32044-"}})->status, 416);
  const std::string tag = whole->get_header_value("ETag");
  EXPECT_EQ(tag.front(), '"');
  EXPECT_EQ(part->get_header_value("ETag"), tag);
  EXPECT_EQ(client.Get(path, {{"Range", "bytes=44-"}, {"If-Range", tag}})->body, whole->body.substr(44));
  EXPECT_EQ(client.Get(path, {{"Range", "bytes=44-"}, {"If-Range", "\"older\""}})->body, whole->body);
  httplib::Client stranger{"127.0.0.1", sandbox.port()};
  EXPECT_EQ(stranger.Get(path)->status, 401) << "the key is wanted";
  EXPECT_EQ(stranger.Get("/recordings/" + recorded->id + ".wav")->status, 200) << "and here it is not";
  EXPECT_EQ(client.Get("/v1/assets/recordings/nothing.wav")->status, 404);
}

TEST_F(V2SandboxTest, WhatIsNoUtf8IsMendedWhereverItComesIn) {
  const std::string bad = "caf\xe9";
  const std::string mended = "caf\xef\xbf\xbd";
  const std::string call =
      sandbox
          .simulate_incoming_call(
              {.from = "+12025550100", .summary = bad, .tag = bad, .transcript = {{TranscriptSource::External, bad}}})
          .id;
  sandbox.simulate_incoming_sms({.from = "+12025550100", .content = bad});
  sandbox.add_call({.from_number = "+12025550100", .to_number = "+1234567890", .summary = bad});
  sandbox.add_contact({.name = bad, .company = Company{"com_bad", bad}, .numbers = {"+12025550190"}, .emails = {bad}});
  sandbox.add_number({.number = "+12025550000", .name = bad});
  sandbox.add_sender_id(bad);
  for (const std::string& path : {"/conversations/items/" + call + "?extend=transcript", std::string{"/numbers"},
                                  std::string{"/conversations?allo_number=%2B1234567890&size=100"}}) {
    const auto answer = client.Get("/v2/api" + path);
    EXPECT_EQ(answer->status, 200) << path;
    EXPECT_NE(answer->body.find(mended), std::string::npos) << path;
  }
  const Json people = send("POST", "/crm/people/search", {{"filters", {{"phone_number", "+12025550190"}}}});
  EXPECT_EQ(people.at(0).at("name"), mended);
  EXPECT_EQ(people.at(0).at("emails"), Json({mended}));
  EXPECT_EQ(client.Get("/_sandbox/state")->status, 200);
  EXPECT_EQ(client.Get("/_sandbox/calls")->status, 200);
}

TEST_F(V2SandboxTest, TheSameStartGivesTheSameAccount) {
  const auto calls_of = [](const Sandbox& each) {
    auto calls = each.calls();
    for (Call& call : calls) call.recording_url.reset();  // It names the port.
    return calls;
  };
  Sandbox other{options()};
  EXPECT_EQ(other.contacts(), sandbox.contacts());
  EXPECT_EQ(other.messages(), sandbox.messages());
  EXPECT_EQ(calls_of(other), calls_of(sandbox));
  EXPECT_EQ(other.simulate_incoming_call({.from = "+12025550100"}).id,
            sandbox.simulate_incoming_call({.from = "+12025550100"}).id)
      << "and so do the ids to come";
  SandboxOptions later = options();
  later.start_time = test_time + std::chrono::hours{24 * 10};
  EXPECT_EQ(Sandbox{later}.messages().back().start_date,
            other.messages().back().start_date + std::chrono::hours{24 * 10});
}

TEST_F(V2SandboxTest, TheHistoryEndsAtTheStart) {
  EXPECT_GT(sandbox.calls().back().start_date, test_time - std::chrono::hours{48});
  EXPECT_LE(sandbox.calls().back().start_date, test_time);
  EXPECT_LE(sandbox.messages().back().start_date, test_time);
}

TEST(CollectionTest, IsBoundedAndFindsWhatIsLeft) {
  detail::Collection<Json> things;
  for (int i = 0; i < 10'500; ++i) things.add({{"id", std::to_string(i)}});
  EXPECT_EQ(things.size(), 10'000u);
  EXPECT_EQ(things.find("499"), nullptr);
  EXPECT_EQ(things.find("500")->at("id"), "500");
  EXPECT_EQ(things.find("10499")->at("id"), "10499");
  EXPECT_TRUE(things.remove("600"));
  EXPECT_EQ(things.find("600"), nullptr);
  EXPECT_EQ(things.find("601")->at("id"), "601");
}

}  // namespace
}  // namespace testing
ALLO_NAMESPACE_END
