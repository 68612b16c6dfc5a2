#include "v2/operations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

/// How a client of version 2 is made and what it shares.
namespace allo::test {
namespace {

constexpr const char* me = R"({"data":{"api_key_id":"api-1","scopes":["USERS_READ"],"endpoints":[{"method":"PATCH",)"
                           R"("path":"/v2/api/crm/deals/{id}","description":"Update","scope":"CRM_WRITE"}],)"
                           R"("team":null,"rate_limits":{"read_per_second":20,"write_per_second":5}}})";

std::string url_from_options(const std::string& base_url) {
  FakeClient fake;
  fake.options.base_url = base_url;
  fake.options.auth_scheme = AuthScheme::RawKey;
  fake.transport->then(respond(200, me));
  v2::Client{fake.options}.me();
  EXPECT_EQ(fake.transport->last().headers.get("Authorization"), std::string{"Api-Key "} + test_key);
  return fake.transport->last().url;
}

std::string url_from_client(const std::string& base_url) {
  FakeClient fake;
  fake.options.base_url = base_url;
  fake.transport->then(respond(200, me));
  v2::Client{fake.client()}.me();
  EXPECT_EQ(fake.transport->last().headers.get("Authorization"), std::string{"Api-Key "} + test_key);
  return fake.transport->last().url;
}

TEST(V2Client, FindsItsBaseUrl) {
  for (const char* base :
       {"https://api.test/v1/api", "https://api.test/v1/api/", "https://api.test/v2/api", "https://api.test/v2/api/"}) {
    EXPECT_EQ(url_from_options(base), "https://api.test/v2/api/me") << base;
    EXPECT_EQ(url_from_client(base), "https://api.test/v2/api/me") << base;
  }
  EXPECT_EQ(url_from_options("https://api.test/gateway/v1/api"), "https://api.test/gateway/v2/api/me");
  EXPECT_EQ(url_from_options("https://api.test/allo"), "https://api.test/allo/me");
  EXPECT_EQ(url_from_options("https://api.test"), "https://api.test/me");
  EXPECT_EQ(url_from_options(AlloClientOptions{}.base_url), "https://api.withallo.com/v2/api/me");
}

TEST(V2Client, RefusesAClientWhoseBaseUrlSaysNothingOfVersions) {
  FakeClient fake;
  for (const char* base : {"https://api.test", "https://api.test/allo", "https://api.test/xv1/api"}) {
    fake.options.base_url = base;
    EXPECT_THAT(refusal_of([&] { v2::Client{fake.client()}; }), testing::HasSubstr("base_url")) << base;
  }
}

TEST(V2Client, SharesWhatTheClientOfVersion1Has) {
  FakeClient fake;
  std::vector<std::string> routes;
  fake.options.headers.add("X-Team", "blue");
  fake.options.on_response = [&](const ResponseEvent& event) { routes.emplace_back(event.route); };
  fake.options.retry.max_attempts = 2;
  const AlloClient allo = fake.client();
  const v2::Client v2{allo};
  fake.transport->then(respond(500)).then(respond(200, example_answer("removeTag")));
  v2.items.remove_tag("cll-secret", "vip");
  EXPECT_EQ(fake.transport->last().headers.get("X-Team"), "blue");
  EXPECT_EQ(routes, std::vector<std::string>(2, "/conversations/items/{id}/tags/{tag}"));

  // Version 1 goes on as before.
  fake.transport->then(respond(200, R"({"data":[]})"));
  allo.numbers.list();
  EXPECT_EQ(fake.transport->last().url, "https://api.test/v1/api/numbers");
  EXPECT_EQ(fake.transport->last().headers.get("Authorization"), test_key);
}

TEST(V2Client, LivesOnWithoutTheClientThatItCameFrom) {
  const FakeV2 fake;
  auto allo = std::make_unique<AlloClient>(fake.client());
  const v2::TagsResource tags = v2::Client{*allo}.tags;
  allo.reset();
  fake.transport->then(respond(200, R"({"data":[{"id":"tag-1","name":"vip","color":"#FF0000"}]})"));
  EXPECT_EQ(tags.list().at(0).name, "vip");
}

TEST(V2Client, TestsTheConnectionOnMe) {
  const FakeV2 fake;
  fake.transport->then(respond(200, me));
  EXPECT_TRUE(fake.v2().test_connection());
  EXPECT_EQ(fake.transport->last().url, "https://api.test/v2/api/me");
  fake.transport->then(respond(401)).then(respond(200, "<html>")).then(respond(200, R"({"data":[]})"));
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(fake.v2().test_connection());
}

TEST(V2Client, SaysWhatAKeyMayDo) {
  const FakeV2 fake;
  fake.transport->then(respond(200, me));
  const v2::Me key = fake.v2().me();
  EXPECT_EQ(key.api_key_id, "api-1");
  EXPECT_EQ(key.scopes, std::vector<std::string>{"USERS_READ"});
  EXPECT_EQ(key.endpoints.at(0).method, "PATCH");
  EXPECT_FALSE(key.team);
  EXPECT_EQ(key.rate_limits.read_per_second, 20);
  EXPECT_EQ(key.rate_limits.write_per_second, 5);
}

TEST(V2Client, MakesAPacerOfTheLimitsOfAKey) {
  EXPECT_NE(v2::make_pacer(v2::RateLimits{20, 5}), nullptr);
  EXPECT_THAT(refusal_of([] { v2::make_pacer(v2::RateLimits{0, 5}); }), testing::HasSubstr("reads_per_second"));
  EXPECT_THAT(refusal_of([] { v2::make_pacer(v2::RateLimits{20, 0}); }), testing::HasSubstr("writes_per_second"));
}

TEST(V2Client, PacesASearchAsTheServiceCountsIt) {
  using namespace std::chrono_literals;
  using Clock = std::chrono::steady_clock;
  // 200 reads a second leave no mark on the time; the POSTs that only read go at 10 a second, in bursts as large.
  FakeV2 fake;
  fake.options.pacer = v2::make_pacer(v2::RateLimits{200, 10});
  fake.transport->always([](const HttpRequest& request) {
    return respond(200, request.method == HttpMethod::Get ? R"({"data":[]})" : R"({"data":[],"pagination":{}})");
  });
  const v2::Client client = fake.v2();
  const auto begin = Clock::now();
  for (int i = 0; i < 15; ++i) client.tags.list();
  const auto reads = Clock::now() - begin;
  for (int i = 0; i < 15; ++i) client.items.search();
  const auto searches = Clock::now() - begin - reads;
  EXPECT_GE(searches, 400ms);
  EXPECT_LT(reads, searches);
}

TEST(V2Client, FillsTheResponse) {
  const FakeV2 fake;
  ResponseInfo response;
  RequestOptions options;
  options.response = &response;
  fake.transport->then(respond(200, me, {{"X-Request-Id", "req_1"}, {"X-RateLimit-Remaining", "19"}}));
  fake.v2().me(options);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.request_id, "req_1");
  EXPECT_EQ(response.rate_limit.remaining, 19);
  EXPECT_EQ(response.attempts, 1);
}

}  // namespace
}  // namespace allo::test
