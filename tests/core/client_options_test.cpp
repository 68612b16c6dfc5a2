#include "support/fake_transport.hpp"

#include <allo/client.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace {

using namespace std::chrono_literals;
using test::refusal_of;

std::string refusal_of_options(const std::function<void(AlloClientOptions&)>& change) {
  test::FakeClient fake;
  change(fake.options);
  return refusal_of([&] { fake.client(); });
}

TEST(ClientOptions, RefuseABadKeyWithoutQuotingIt) {
  const auto refusal = [](std::string key) {
    return refusal_of_options([&](AlloClientOptions& options) { options.api_key = std::move(key); });
  };
  EXPECT_EQ(refusal(""), "api_key is empty");
  for (const std::string& key : {std::string("sec\r\nret"), std::string("sec\0ret", 7), std::string("secr\xC3\xA9t"),
                                 std::string("secret\n"), std::string("sec\tret"), std::string("secret\x7F")}) {
    EXPECT_EQ(refusal(key), "api_key holds a character that is not printable ASCII");
  }
  EXPECT_EQ(refusal(std::string("secret\x1F")), "api_key holds a character that is not printable ASCII");
  EXPECT_EQ(refusal(" secret"), "api_key begins or ends with a space");
  EXPECT_EQ(refusal("secret "), "api_key begins or ends with a space");

  test::FakeClient fake{{.api_key = "!se cr~et~"}};
  fake.transport->then(test::respond(200, R"({"data":[]})"));
  fake.client().numbers.list();
  EXPECT_EQ(fake.transport->last().headers.get("Authorization"), "!se cr~et~");
}

TEST(ClientOptions, RefuseWhatIsOutOfBounds) {
  EXPECT_EQ(refusal_of_options([](auto& o) { o.base_url = "ftp://x"; }),
            "base_url must begin with https:// or http://");
  EXPECT_EQ(refusal_of_options([](auto& o) { o.timeout = 0ms; }), "timeout must be above 0");
  EXPECT_EQ(refusal_of_options([](auto& o) { o.timeout = -1ms; }), "timeout must be above 0");
  EXPECT_EQ(refusal_of_options([](auto& o) { o.connect_timeout = 0ms; }), "connect_timeout must be above 0");
  EXPECT_EQ(refusal_of_options([](auto& o) { o.retry.max_attempts = 0; }), "retry.max_attempts must be from 1 to 100");
  EXPECT_EQ(refusal_of_options([](auto& o) { o.retry.max_attempts = 101; }),
            "retry.max_attempts must be from 1 to 100");
  EXPECT_EQ(refusal_of_options([](auto& o) { o.retry.initial_delay = -1ms; }),
            "retry.initial_delay must not be negative");
  EXPECT_EQ(refusal_of_options([](auto& o) { o.retry.max_delay = 499ms; }),
            "retry.max_delay must be at least retry.initial_delay");
  EXPECT_EQ(refusal_of_options([](auto& o) { o.retry.deadline = 0ms; }), "retry.deadline must be above 0");
  EXPECT_EQ(refusal_of_options([](auto& o) { o.logged_headers = {"a b"}; }),
            "logged_headers holds a text that is no header name");
}

TEST(ClientOptions, RefuseToSendTheKeyInClearToAnotherMachine) {
  const std::string refusal =
      "base_url: http would send the key in clear to another machine; use https, or set allow_insecure_http";
  for (const char* host :
       {"api.test", "api.test:8080", "localhost.api.test", "mylocalhost", "126.0.0.1", "127.0.0.1.api.test",
        "1.127.0.0", "[::2]", "[::ffff:10.0.0.1]", "[fe80::1]", "0.0.0.0", "localhost.."}) {
    EXPECT_EQ(refusal_of_options([&](auto& o) { o.base_url = std::string{"http://"} + host + "/v1/api"; }), refusal)
        << host;
    EXPECT_EQ(refusal_of_options([&](auto& o) { o.base_url = std::string{"HTTP://"} + host; }), refusal) << host;
    test::FakeClient fake;
    fake.options.base_url = std::string{"http://"} + host;
    fake.options.allow_insecure_http = true;
    EXPECT_NO_THROW(AlloClient{fake.options}) << host;
  }
  for (const char* host : {"localhost", "LOCALHOST:80", "localhost.", "LocalHost.:8080", "127.0.0.1", "127.255.0.9:1",
                           "[::1]", "[0:0:0:0:0:0:0:1]:80", "[::ffff:127.0.0.1]", "[::FFFF:7f00:1]:8080"}) {
    test::FakeClient fake;
    fake.options.base_url = std::string{"http://"} + host + "/v1/api";
    EXPECT_NO_THROW(AlloClient{fake.options}) << host;
  }
}

TEST(ClientOptions, OfTheEnvironmentMayAllowInsecureHttp) {
  ::setenv("ALLO_API_KEY", "some_key", 1);
  for (const auto& [value, allowed] : {std::pair{"1", true}, {"0", false}, {"", false}, {"no", false}}) {
    ::setenv("ALLO_ALLOW_INSECURE_HTTP", value, 1);
    EXPECT_EQ(AlloClientOptions::from_environment().allow_insecure_http, allowed) << value;
  }
  ::unsetenv("ALLO_ALLOW_INSECURE_HTTP");
  EXPECT_FALSE(AlloClientOptions::from_environment().allow_insecure_http);
  ::unsetenv("ALLO_API_KEY");
}

TEST(ClientOptions, RefuseHeadersThatTheClientOwns) {
  const auto refusal = [](const char* name) {
    return refusal_of_options([&](AlloClientOptions& options) { options.headers.add(name, "x"); });
  };
  EXPECT_EQ(refusal("authorization"), "headers: Authorization is written by the client; set api_key and auth_scheme");
  EXPECT_EQ(refusal("IDEMPOTENCY-KEY"),
            "headers: Idempotency-Key is written by the client; set idempotency_key of the request options");
  for (const char* name : {"Accept", "Content-Type", "Content-Length", "Host", "Transfer-Encoding", "Connection",
                           "Expect", "Accept-Encoding", "Upgrade", "TE"}) {
    EXPECT_EQ(refusal(name), "headers: " + std::string{name} + " is written by the client");
  }
}

TEST(ClientOptions, OfARequestAreCheckedBeforeSending) {
  test::FakeClient fake;
  const auto refusal = [&](const std::function<void(RequestOptions&)>& change) {
    RequestOptions options;
    change(options);
    return refusal_of([&] { fake.client().numbers.list(options); });
  };
  EXPECT_EQ(refusal([](auto& o) { o.timeout = 0ms; }), "timeout must be above 0");
  EXPECT_EQ(refusal([](auto& o) { o.idempotency_key = std::string(256, 'x'); }),
            "idempotency_key is longer than 255 characters");
  EXPECT_EQ(refusal([](auto& o) { o.idempotency_key = "a\r\nX: y"; }),
            "idempotency_key holds a character that is not printable ASCII");
  EXPECT_EQ(refusal([](auto& o) { o.headers.add("Host", "evil"); }), "headers: Host is written by the client");
  EXPECT_EQ(refusal([](auto& o) { o.retry = RetryPolicy{.max_attempts = 0}; }),
            "retry.max_attempts must be from 1 to 100");
  EXPECT_EQ(fake.transport->count(), 0U);
  fake.transport->then(test::respond(200, R"({"data":[]})"));
  fake.client().numbers.list({.idempotency_key = std::string(254, '~') + "!"});
  EXPECT_EQ(fake.transport->last().headers.get("Idempotency-Key"), std::string(254, '~') + "!");
}

TEST(ClientOptions, OfOneCallHaveAPolicyOfTheirOwnOrTheClients) {
  test::FakeClient fake;
  fake.options.retry = {.max_attempts = 2, .initial_delay = 0ms};
  fake.transport->always([](const HttpRequest&) { return test::respond(503); });
  const auto attempts = [&](const RequestOptions& options) {
    const std::size_t before = fake.transport->count();
    EXPECT_THROW(fake.client().numbers.list(options), ServerException);
    return fake.transport->count() - before;
  };
  RequestOptions options;
  EXPECT_EQ(attempts(options), 2U) << "the client's";
  options.retry = {.max_attempts = 4, .initial_delay = 0ms};
  EXPECT_EQ(attempts(options), 4U);
  options.retry->max_attempts = 1;
  EXPECT_EQ(attempts(options), 1U);
  options.retry = {};
  EXPECT_EQ(attempts(options), 2U) << "the client's again";
  EXPECT_EQ(attempts({.retry = RetryPolicy{.max_attempts = 3, .initial_delay = 0ms}}), 3U);
}

TEST(ClientOptions, TakeTheirKeyFromTheEnvironment) {
  ::unsetenv("ALLO_BASE_URL");
  ::setenv("ALLO_API_KEY", "env_key", 1);
  AlloClientOptions options = AlloClientOptions::from_environment();
  EXPECT_EQ(options.api_key, "env_key");
  EXPECT_EQ(options.base_url, "https://api.withallo.com/v1/api");
  ::setenv("ALLO_BASE_URL", "http://127.0.0.1:1234/v1/api", 1);
  EXPECT_EQ(AlloClientOptions::from_environment().base_url, "http://127.0.0.1:1234/v1/api");
  ::setenv("ALLO_BASE_URL", "", 1);
  EXPECT_EQ(AlloClientOptions::from_environment().base_url, "https://api.withallo.com/v1/api");
  for (const bool set : {true, false}) {
    set ? ::setenv("ALLO_API_KEY", "", 1) : ::unsetenv("ALLO_API_KEY");
    EXPECT_EQ(refusal_of([] { AlloClientOptions::from_environment(); }),
              "the environment variable ALLO_API_KEY is not set");
  }
  ::unsetenv("ALLO_BASE_URL");
}

TEST(PacingPolicy, RefusesARateThatIsNoRate) {
  for (const double rate : {0.0, -1.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
    EXPECT_EQ(refusal_of([&] { make_pacer({.reads_per_second = rate}); }), "reads_per_second must be above 0");
    EXPECT_EQ(refusal_of([&] { make_pacer({.writes_per_second = rate}); }), "writes_per_second must be above 0");
  }
  EXPECT_NE(make_pacer({.reads_per_second = 1e-300, .writes_per_second = 1e300}), nullptr);
}

}  // namespace
ALLO_NAMESPACE_END
