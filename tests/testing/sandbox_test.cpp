#include "testing/sandbox_client.hpp"

ALLO_NAMESPACE_BEGIN
namespace testing {
namespace {

TEST(SandboxTest, SnapshotsComeBack) {
  Sandbox sandbox;
  httplib::Client client = client_of(sandbox);
  const Snapshot before = sandbox.snapshot();
  const auto create = [&] {
    return client.Post("/v1/api/contacts", R"({"numbers":["+33612345678"]})", "application/json")->body;
  };
  Quirks quirks;
  quirks.idempotency_keys = true;
  sandbox.set_quirks(quirks);
  client.set_default_headers({{"Authorization", sandbox.key()}, {"Idempotency-Key", "once"}});
  create();
  EXPECT_EQ(sandbox.contacts().size(), 37u);
  sandbox.restore(before);
  EXPECT_EQ(sandbox.contacts().size(), 36u);
  EXPECT_EQ(sandbox.requests().size(), 1u) << "the journal stays";
  create();
  EXPECT_EQ(sandbox.contacts().size(), 37u) << "the answer to a forgotten write was replayed";
  sandbox.reset();
  EXPECT_EQ(sandbox.requests().size(), 0u);
}

TEST(SandboxTest, AClockThatStandsMovesOnDemand) {
  SandboxOptions options;
  options.start_time = test_time;
  Sandbox sandbox{options};
  EXPECT_EQ(sandbox.now(), test_time);
  const Snapshot before = sandbox.snapshot();
  sandbox.advance(std::chrono::hours{27});
  EXPECT_EQ(sandbox.now(), test_time + std::chrono::hours{27});
  EXPECT_THROW(sandbox.advance(std::chrono::microseconds{-1}), std::invalid_argument);
  sandbox.restore(before);
  EXPECT_EQ(sandbox.now(), test_time);
}

TEST(SandboxTest, AddsToTheAccount) {
  SandboxOptions options;
  options.empty_account = true;
  Sandbox sandbox{options};
  EXPECT_TRUE(sandbox.numbers().empty());
  sandbox.add_number({"+12025550177", "Desk", "US", false});
  EXPECT_THROW(sandbox.add_number({"+12025550177", "Twice", "US", false}), std::invalid_argument);
  Contact contact;
  contact.name = "Ada";
  contact.numbers = {"+12025550100"};
  const std::string id = sandbox.add_contact(contact).id;
  contact.id = id;
  EXPECT_THROW(sandbox.add_contact(contact), std::invalid_argument);
  Call call;
  call.from_number = "+12025550100";
  call.to_number = "+12025550177";
  call.type = CallDirection::Inbound;
  call.start_date = test_time;
  call.id = sandbox.add_call(call).id;
  EXPECT_FALSE(call.id.empty());
  EXPECT_THROW(sandbox.add_call(call), std::invalid_argument) << "its id is taken";
  call.to_number = "+12025550999";
  EXPECT_THROW(sandbox.add_call(call), std::invalid_argument);
  const auto entries = client_of(sandbox).Get("/v1/api/contact/" + id + "/conversation");
  EXPECT_EQ(Json::parse(entries->body).at("data").at("results").size(), 1u);
  EXPECT_EQ(sandbox.calls().size(), 1u);
}

TEST(SandboxTest, KeysCarryTheirScopes) {
  Sandbox sandbox;
  sandbox.add_key("reader", {"CONTACTS_READ"});
  httplib::Client client = client_of(sandbox);
  client.set_default_headers({{"Authorization", "reader"}});
  EXPECT_EQ(client.Get("/v1/api/contacts")->status, 200);
  EXPECT_EQ(client.Get("/v1/api/numbers")->status, 403);
  EXPECT_THROW(sandbox.add_key("x", {"EVERYTHING"}), std::invalid_argument);
  EXPECT_THROW(sandbox.add_key("", {}), std::invalid_argument);
}

TEST(SandboxTest, TheJournalTellsWhatCame) {
  Sandbox sandbox;
  httplib::Client client = client_of(sandbox);
  client.Get("/v1/api/contact/a%2Fb?extend=engagement");
  client.Post("/v1/api/sms", R"({"from":1})", "application/json");
  const auto requests = sandbox.requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].method, "GET");
  EXPECT_EQ(requests[0].route, "/contact/{id}");
  EXPECT_EQ(requests[0].path_id, "a/b");
  EXPECT_EQ(requests[0].target, "/v1/api/contact/a%2Fb?extend=engagement");
  EXPECT_EQ(requests[0].query.at(0).second, "engagement");
  EXPECT_EQ(requests[0].status, 400);
  EXPECT_FALSE(requests[0].reused_connection);
  EXPECT_EQ(requests[1].body, R"({"from":1})");
  EXPECT_FALSE(requests[1].carried_out);
  EXPECT_TRUE(requests[1].reused_connection);
  for (const RecordedRequest& request : requests) {
    EXPECT_EQ(request.headers.get("Authorization"), "[redacted]");
    for (const HttpHeader header : request.headers) EXPECT_EQ(header.value.find(sandbox.key()), std::string::npos);
  }
}

TEST(SandboxTest, TheJournalKeepsNoSecretInAWrongHeader) {
  const Sandbox sandbox;
  for (const char* name : {"X-Api-Key", "Api-Key", "ApiKey", "X-Auth-Token", "Set-Cookie", "Client-Secret"}) {
    client_of(sandbox).Get("/v1/api/numbers", {{name, "sk_live_7"}});
    EXPECT_EQ(sandbox.requests().back().headers.get(name), "[redacted]") << name;
  }
  client_of(sandbox).Get("/v1/api/numbers", {{"Idempotency-Key", "7"}});
  EXPECT_EQ(sandbox.requests().back().headers.get("Idempotency-Key"), "7");
}

TEST(SandboxTest, TheJournalIsBounded) {
  SandboxOptions options;
  options.journal_size = 3;
  Sandbox sandbox{options};
  httplib::Client client = client_of(sandbox);
  for (int i = 0; i < 5; ++i) client.Get("/v1/api/numbers");
  const auto requests = sandbox.requests();
  ASSERT_EQ(requests.size(), 3u);
  EXPECT_EQ(requests[0].id, 3u);
}

}  // namespace
}  // namespace testing
ALLO_NAMESPACE_END
