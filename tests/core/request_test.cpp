#include "support/fake_transport.hpp"

#include <allo/client.hpp>
#include <allo/version.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace {

using namespace std::chrono_literals;
using test::refusal_of;
using test::respond;

constexpr const char* empty_list = R"({"data":[]})";

std::vector<std::string> lines(const HttpHeaders& headers) {
  std::vector<std::string> lines;
  for (const HttpHeader header : headers) lines.push_back(std::string{header.name} + ": " + std::string{header.value});
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST(Request, GivesTheAnswerWithoutItsByteOrderMark) {
  test::FakeClient fake;
  fake.transport->then(respond(200, "\xEF\xBB\xBF{\"a\":1}"))
      .then(respond(200, "\xEF\xBB\xBF\xEF\xBB\xBF{}"))
      .then(respond(204, ""));
  EXPECT_EQ(fake.client().request(HttpMethod::Get, "/things").str(), "{\"a\":1}");
  EXPECT_THROW(fake.client().request(HttpMethod::Get, "/things"), DecodeException) << "a second one is no JSON";
  EXPECT_EQ(fake.client().request(HttpMethod::Get, "/things").str(), "null");
}

TEST(Request, HasTheTimesOfItsClientAndThoseOfItsCallFirst) {
  test::FakeClient fake;
  fake.options.timeout = 2'345ms;
  fake.options.connect_timeout = 1'234ms;
  fake.transport->always([](const HttpRequest&) { return respond(200, empty_list); });
  fake.client().numbers.list();
  EXPECT_EQ(fake.transport->last().timeout, 2'345ms);
  EXPECT_EQ(fake.transport->last().connect_timeout, 1'234ms);
  CancellationSource source;
  fake.client().numbers.list({.timeout = 1ms, .cancellation = source.token()});
  EXPECT_EQ(fake.transport->last().timeout, 1ms);
  EXPECT_EQ(fake.transport->last().connect_timeout, 1'234ms);
  source.cancel();
  EXPECT_TRUE(fake.transport->last().cancellation.is_cancelled());
}

TEST(Request, OfAReadCarriesNoBodyAndNoContentType) {
  test::FakeClient fake;
  fake.transport->then(respond(200, empty_list));
  fake.client().numbers.list();
  const HttpRequest request = fake.transport->last();
  EXPECT_EQ(request.method, HttpMethod::Get);
  EXPECT_EQ(request.url, "https://api.test/v1/api/numbers");
  EXPECT_EQ(request.body, "");
  EXPECT_EQ(
      lines(request.headers),
      (std::vector<std::string>{"Accept: application/json", std::string{"Authorization: "} + test::test_key,
                                std::string{"User-Agent: allo-cpp/"} + version(),
                                "X-Request-Id: " + std::string{request.headers.get("X-Request-Id").value_or("")}}));
  EXPECT_EQ(request.timeout, 30s);
  EXPECT_EQ(request.connect_timeout, 10s);
}

TEST(Request, OfAWriteCarriesAContentType) {
  test::FakeClient fake;
  fake.transport->then(respond(200, "{}"));
  fake.client().request(HttpMethod::Post, "/things", {}, R"({"a":1})");
  EXPECT_EQ(fake.transport->last().headers.get("Content-Type"), "application/json");
  EXPECT_EQ(fake.transport->last().body, R"({"a":1})");
  EXPECT_FALSE(fake.transport->last().headers.get("Idempotency-Key"));
}

TEST(Request, WritesTheKeyAsTheSchemeSays) {
  test::FakeClient fake;
  fake.options.auth_scheme = AuthScheme::ApiKey;
  fake.transport->then(respond(200, empty_list));
  fake.client().numbers.list();
  EXPECT_EQ(fake.transport->last().headers.all("Authorization"),
            std::vector<std::string_view>{"Api-Key test_key_4f1d9c"});
}

TEST(Request, HeadersOfTheCallReplaceThoseOfTheClient) {
  test::FakeClient fake;
  fake.options.headers = {{"X-Team", "blue"}, {"X-Team", "green"}, {"User-Agent", "crm/2"}, {"X-Kept", "yes"}};
  fake.transport->always([](const HttpRequest&) { return respond(200, empty_list); });
  const AlloClient client = fake.client();
  client.numbers.list();
  EXPECT_EQ(fake.transport->last().headers.all("x-team"), (std::vector<std::string_view>{"blue", "green"}));
  EXPECT_EQ(fake.transport->last().headers.all("user-agent"), std::vector<std::string_view>{"crm/2"});
  client.numbers.list({.headers = {{"x-team", "red"}, {"X-New", "1"}}});
  const HttpRequest request = fake.transport->last();
  EXPECT_EQ(request.headers.all("X-Team"), std::vector<std::string_view>{"red"});
  EXPECT_EQ(request.headers.get("X-New"), "1");
  EXPECT_EQ(request.headers.get("X-Kept"), "yes");
  EXPECT_EQ(request.headers.get("Authorization"), test::test_key);
  client.numbers.list();
  EXPECT_FALSE(fake.transport->last().headers.get("X-New"));
}

TEST(Request, TakesItsOwnTimeoutTokenAndKey) {
  test::FakeClient fake;
  fake.transport->then(respond(200, empty_list));
  CancellationSource source;
  fake.client().numbers.list({.timeout = 1500ms, .idempotency_key = "order-17", .cancellation = source.token()});
  const HttpRequest request = fake.transport->last();
  EXPECT_EQ(request.timeout, 1500ms);
  EXPECT_EQ(request.headers.get("Idempotency-Key"), "order-17");
  EXPECT_TRUE(request.cancellation.can_be_cancelled());
}

TEST(AnyRequest, GivesTheWholeBody) {
  test::FakeClient fake;
  fake.transport->then(respond(200, R"({"data":{"id":"a"},"more":1})")).then(respond(204)).then(respond(200, "<html>"));
  const AlloClient client = fake.client();
  EXPECT_EQ(client.request(HttpMethod::Get, "/v2/things", {{"a b", "c&d"}, {"x", "+1"}}).get("data.id"), "a");
  EXPECT_EQ(fake.transport->last().url, "https://api.test/v1/api/v2/things?a%20b=c%26d&x=%2B1");
  EXPECT_TRUE(client.request(HttpMethod::Delete, "/v2/things/1").is_null());
  const auto error = test::thrown_by<DecodeException>([&] { client.request(HttpMethod::Get, "/v2/things"); });
  EXPECT_EQ(error.delivery(), DeliveryState::MaybeSent);
}

TEST(AnyRequest, RefusesWhatItCannotSend) {
  test::FakeClient fake;
  const AlloClient client = fake.client();
  EXPECT_EQ(refusal_of([&] { client.request(HttpMethod::Get, "things"); }), "path must begin with /");
  EXPECT_EQ(refusal_of([&] { client.request(HttpMethod::Get, "/a/../b"); }),
            "path must not have a segment that is . or ..");
  EXPECT_EQ(refusal_of([&] { client.request(HttpMethod::Get, "/a", {{"q", "\xFF"}}); }), "q is not valid UTF-8");
  EXPECT_EQ(refusal_of([&] { client.request(HttpMethod::Get, "/a", {}, "{}"); }), "body: a GET request has none");
  EXPECT_EQ(refusal_of([&] { client.request(HttpMethod::Post, "/a", {}, "{\"a\":"); }).find("body is not valid JSON"),
            0U);
  EXPECT_EQ(refusal_of([&] {
              client.request(HttpMethod::Post, "/a", {}, std::string(100'000, '['));
            }).find("body is not valid JSON"),
            0U);
  EXPECT_EQ(fake.transport->count(), 0U);
}

TEST(TestConnection, IsTrueOnlyForAListOfNumbers) {
  test::FakeClient fake;
  fake.options.retry.max_attempts = 1;
  fake.transport->then(respond(200, empty_list))
      .then(respond(401, R"({"code":"API_KEY_INVALID"})"))
      .then(respond(200, "<html>Welcome</html>"))
      .then(respond(200, ""))
      .then(respond(302, ""))
      .then_fail(TransportError::Connect, false)
      .then([](const HttpRequest&) -> HttpResponse { throw 7; });
  const AlloClient client = fake.client();
  EXPECT_TRUE(client.test_connection());
  EXPECT_EQ(fake.transport->last().url, "https://api.test/v1/api/numbers");
  for (int i = 0; i < 6; ++i) EXPECT_FALSE(client.test_connection());
  EXPECT_FALSE(client.test_connection({.timeout = 0ms}));
  EXPECT_EQ(fake.transport->count(), 7U);
}

TEST(Client, CopiesAndResourcesOutliveIt) {
  test::FakeClient fake;
  fake.transport->always([](const HttpRequest&) { return respond(200, empty_list); });
  auto client = std::make_unique<AlloClient>(fake.client());
  const AlloClient copy = *client;
  const NumbersResource numbers = client->numbers;
  const AlloClient moved = std::move(*client);
  EXPECT_TRUE(client->test_connection()) << "what was moved from is no client";
  client.reset();
  EXPECT_TRUE(numbers.list().empty());
  EXPECT_TRUE(copy.numbers.list().empty());
  EXPECT_TRUE(moved.webhooks.list().empty());
}

}  // namespace
ALLO_NAMESPACE_END
