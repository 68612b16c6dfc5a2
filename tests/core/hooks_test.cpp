#include "support/fake_transport.hpp"

#include <allo/client.hpp>

#include <gtest/gtest.h>

#include <locale>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using test::FakeClient;
using test::respond;

/// A client whose hooks write down all that they are told.
struct Watched : FakeClient {
  Watched() {
    log.imbue(std::locale::classic());
    options.on_request = [this](const RequestEvent& event) {
      log << "request " << to_string(event.method) << ' ' << event.route << " #" << event.attempt << ' '
          << event.bytes_sent << '\n';
    };
    options.on_response = [this](const ResponseEvent& event) {
      log << "response " << to_string(event.method) << ' ' << event.route << " #" << event.attempt << ' '
          << event.status << ' ' << event.bytes_received << ' ';
      const bool is_own = event.request_id == transport->last().headers.get("X-Request-Id");
      is_own ? log << "own_" << event.attempt : log << event.request_id;
      if (event.status == 0) log << ' ' << to_string(event.transport_error);
      for (const HttpHeader header : event.headers) log << ' ' << header.name << '=' << header.value;
      EXPECT_GE(event.duration.count(), 0);
      log << '\n';
    };
    options.retry.on_retry = [this](const RetryEvent& event) {
      log << "retry " << to_string(event.method) << ' ' << event.route << " #" << event.attempt << ' ' << event.status
          << ' ' << (event.status == 0 ? to_string(event.transport_error) : "") << ' ' << event.delay.count() << '\n';
    };
  }
  std::ostringstream log;
};

TEST(Hooks, SeeEachAttempt) {
  Watched watched;
  watched.transport->then(respond(503, "busy", {{"X-Request-Id", "req_1"}}))
      .then_fail(TransportError::Receive, true)
      .then(respond(200, R"({"data":{"id":"con_1"}})"));
  watched.client().contacts.get("con_secret");
  EXPECT_EQ(watched.log.str(),
            "request GET /contact/{id} #1 0\n"
            "response GET /contact/{id} #1 503 4 req_1\n"
            "retry GET /contact/{id} #1 503  250\n"
            "request GET /contact/{id} #2 0\n"
            "response GET /contact/{id} #2 0 0 own_2 receive\n"
            "retry GET /contact/{id} #2 0 receive 500\n"
            "request GET /contact/{id} #3 0\n"
            "response GET /contact/{id} #3 200 23 own_3\n");
}

TEST(Hooks, SeeTheVerbAndTheBytesOfWrites) {
  Watched watched;
  watched.transport->then(respond(429, "slow", {{"X-Request-Id", "req_1"}, {"Retry-After", "1"}}))
      .then(respond(200, "[1,2]", {{"X-Request-Id", "req_2"}}));
  watched.client().request(HttpMethod::Patch, "/things", {}, R"({"a":1})");
  EXPECT_EQ(watched.log.str(),
            "request PATCH {path} #1 7\n"
            "response PATCH {path} #1 429 4 req_1\n"
            "retry PATCH {path} #1 429  1000\n"
            "request PATCH {path} #2 7\n"
            "response PATCH {path} #2 200 5 req_2\n");
}

TEST(Hooks, SeeRoutesAndNeverWhoIsMeant) {
  Watched watched;
  const std::string page = R"({"data":{}})";
  watched.transport->always([&](const HttpRequest&) { return respond(200, page); });
  const AlloClient client = watched.client();
  client.calls.search({.allo_number = "+15550001111", .contact_number = "+15550002222"});
  client.contacts.conversation("con_secret", {.allo_number = "+15550001111"});
  client.contacts.update("con_secret", {.name = "Jane"});
  client.sms.send({"+15550001111", "+15550002222", "Private"});
  client.webhooks.remove("wh_secret");
  client.request(HttpMethod::Get, "/people/con_secret", {{"q", "+15550001111"}});
  const std::string log = watched.log.str();
  for (const char* secret : {"555", "con_secret", "wh_secret", "Jane", "Private", test::test_key}) {
    EXPECT_EQ(log.find(secret), std::string::npos) << secret;
  }
  for (const char* route : {"GET /calls ", "GET /contact/{id}/conversation ", "PUT /contacts/{id} ", "POST /sms ",
                            "DELETE /webhooks/{id} ", "GET {path} "}) {
    EXPECT_NE(log.find(route), std::string::npos) << route;
  }
}

TEST(Hooks, SeeTheHeadersThatWereAllowedAndNoKey) {
  Watched watched;
  watched.options.logged_headers = {"x-ratelimit-remaining", "X-Echo", "X-Absent"};
  watched.transport->then(respond(200, R"({"data":[]})",
                                  {{"X-RateLimit-Remaining", "19"},
                                   {"Set-Cookie", "session=1"},
                                   {"X-Echo", test::test_key},
                                   {"X-Request-Id", test::test_key}}));
  watched.client().numbers.list();
  EXPECT_NE(watched.log.str().find(" 200 11 [api key] x-ratelimit-remaining=19 X-Echo=[api key]\n"), std::string::npos)
      << watched.log.str();
}

TEST(Hooks, MayEndTheClientThatCallsThem) {
  FakeClient fake;
  fake.transport->then(respond(503)).then(respond(200, R"({"data":[]})"));
  auto owned = std::make_shared<int>();
  const std::weak_ptr<int> of_hook = owned;
  std::optional<AlloClient> client;
  fake.options.on_response = [&client, &of_hook, owned = std::move(owned)](const ResponseEvent&) {
    const std::weak_ptr<int> mine = of_hook;
    client.reset();
    ASSERT_FALSE(mine.expired()) << "the hook is gone while it runs";
  };
  client.emplace(std::exchange(fake.options, {}));
  EXPECT_TRUE(client->numbers.list().empty());
  EXPECT_EQ(fake.transport->count(), 2U);
  EXPECT_TRUE(of_hook.expired());
}

TEST(Hooks, MayThrowAndTheCallGoesOn) {
  FakeClient fake;
  fake.options.on_request = [](const RequestEvent&) { throw 1; };
  fake.options.on_response = [](const ResponseEvent&) { throw std::runtime_error("x"); };
  fake.options.retry.on_retry = [](const RetryEvent&) { throw std::bad_alloc(); };
  fake.transport->then(respond(503)).then(respond(200, R"({"data":[]})"));
  EXPECT_TRUE(fake.client().numbers.list().empty());
  EXPECT_EQ(fake.transport->count(), 2U);
}

}  // namespace
ALLO_NAMESPACE_END
