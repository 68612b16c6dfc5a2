#include "http/transport_fixture.hpp"

#include <gmock/gmock.h>
#include <poll.h>

#include <string>
#include <vector>

namespace allo::test {
namespace {

using testing::HasSubstr;

constexpr HttpMethod methods[] = {HttpMethod::Get, HttpMethod::Post, HttpMethod::Put, HttpMethod::Patch,
                                  HttpMethod::Delete};

std::string body_of(HttpMethod method) { return method == HttpMethod::Get ? "" : R"({"a":1})"; }

/// Answers each request with its own target; on the first connection `late` follows the first answer, on a cue.
FaultServer::Options followed_by(std::optional<Certificate> tls, Script late) {
  FaultServer::Options options;
  options.tls = tls;
  options.on_request = [late = std::move(late)](const SeenRequest& request) {
    Script script{send_bytes(http_response(200, request.target))};
    if (request.connection == 0 && request.number_on_connection == 0) {
      script.push_back(wait_for_cue());
      script.insert(script.end(), late.begin(), late.end());
    }
    return script;
  };
  return options;
}

std::vector<Script> what_nobody_asked_for() {
  return {
      {send_bytes(http_response(200, "stale")), tell_when_arrived()},
      {send_bytes(http_response(408, "")), tell_when_arrived(), close_connection()},
      {send_bytes("HTTP/1.1 200 OK\r\nContent-Le"), tell_when_arrived()},
      {send_bytes("\n"), tell_when_arrived()},
      {half_close(), tell_when_arrived()},
  };
}

TEST(StaleAnswer, ThatCameBeforeTheRequestIsNotItsAnswer) {
  for (const auto tls : {std::optional<Certificate>{}, std::optional{Certificate::Good}}) {
    for (const Script& late : what_nobody_asked_for()) {
      for (const HttpMethod method : methods) {
        SCOPED_TRACE(std::string(to_string(method)) + (tls ? " over TLS, " : ", ") + late.front().bytes);
        FaultServer server(followed_by(tls, late));
        const auto transport = make_curl_transport({.ca_pem = test_authority_pem()});
        EXPECT_EQ(transport->send(request_to(server.url("/1"), HttpMethod::Post, "{}")).body, "/1");
        ASSERT_TRUE(server.give_cue());
        for (const char* target : {"/2", "/3", "/4"}) {
          const HttpResponse response = transport->send(request_to(server.url(target), method, body_of(method)));
          EXPECT_EQ(response.status, 200);
          EXPECT_EQ(response.body, target);
        }
        EXPECT_EQ(server.connections(), 2) << "the second is a good one, to be kept";
        const auto requests = server.requests();
        ASSERT_EQ(requests.size(), 4U);
        for (std::size_t i = 1; i < 4; ++i) EXPECT_EQ(requests[i].connection, 1);
      }
    }
  }
}

TEST(StaleAnswer, IsNotSeenInWhatTlsSaysToItself) {
  const std::vector<Script> talk{
      {send_ticket(), tell_when_arrived()},
      {send_ticket(), send_ticket(), send_ticket(), tell_when_arrived()},
      {update_keys(), tell_when_arrived()},
      {send_ticket(), update_keys(), send_ticket(), tell_when_arrived()},
  };
  for (const Script& late : talk) {
    FaultServer server(followed_by(Certificate::Good, late));
    const auto transport = make_curl_transport({.ca_pem = test_authority_pem()});
    EXPECT_EQ(transport->send(request_to(server.url("/1"))).body, "/1");
    ASSERT_TRUE(server.give_cue());
    for (const HttpMethod method : methods) {
      EXPECT_EQ(transport->send(request_to(server.url("/2"), method, body_of(method))).body, "/2");
    }
    EXPECT_EQ(server.connections(), 1);
    EXPECT_EQ(server.requests().size(), 6U);
    // A session is resumed as before.
    ASSERT_TRUE(server.close_idle_connections());
    transport->send(request_to(server.url("/3")));
    EXPECT_EQ(server.connections(), 2);
    EXPECT_EQ(server.resumed_sessions(), 1);
  }
}

TEST(StaleAnswer, IsSeenBehindATicket) {
  FaultServer server(
      followed_by(Certificate::Good, {send_ticket(), send_bytes(http_response(200, "stale")), tell_when_arrived()}));
  const auto transport = make_curl_transport({.ca_pem = test_authority_pem()});
  transport->send(request_to(server.url("/1")));
  ASSERT_TRUE(server.give_cue());
  EXPECT_EQ(transport->send(request_to(server.url("/2"), HttpMethod::Post, "{}")).body, "/2");
  EXPECT_EQ(server.connections(), 2);
}

/// libcurl reads to the end of the answer, and what stands behind it in the same record of TLS stays with OpenSSL.
TEST(StaleAnswer, IsSeenInWhatTlsHasReadAlready) {
  FaultServer server(
      {.tls = Certificate::Good, .on_request = [](const SeenRequest& request) {
         const std::string stale = request.connection == 0 ? http_response(200, "stale") : "";
         return Script{send_bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"), send_bytes(request.target + stale)};
       }});
  const auto transport = make_curl_transport({.ca_pem = test_authority_pem()});
  EXPECT_EQ(transport->send(request_to(server.url("/1"))).body, "/1");
  for (const HttpMethod method : methods) {
    EXPECT_EQ(transport->send(request_to(server.url("/2"), method, body_of(method))).body, "/2");
  }
  EXPECT_EQ(server.connections(), 2);
}

TEST(StaleAnswer, IsSeenBehindAProxy) {
  for (const auto proxy_tls : {std::optional<Certificate>{}, std::optional{Certificate::Good}}) {
    for (const bool is_stale : {true, false}) {
      const Script stale{send_bytes(http_response(200, "stale")), tell_when_arrived()};
      FaultServer server(followed_by(Certificate::Good, is_stale ? stale : Script{tell_when_arrived()}));
      FaultServer::Options tunnel;
      tunnel.tls = proxy_tls;
      tunnel.on_request = [&](const SeenRequest&) {
        return Script{send_bytes("HTTP/1.1 200 Connected\r\n\r\n"), tunnel_to(server.port())};
      };
      FaultServer proxy(tunnel);
      const auto transport = make_curl_transport({.proxy = proxy.origin(), .ca_pem = test_authority_pem()});
      transport->send(request_to("https://localhost/1"));
      ASSERT_TRUE(server.give_cue());
      if (is_stale) {
        const std::vector<int> sockets = sockets_to(proxy.port());
        ASSERT_EQ(sockets.size(), 1U);
        pollfd entry{sockets.front(), POLLIN, 0};
        ASSERT_EQ(::poll(&entry, 1, 10'000), 1) << "the proxy passes it on";
      }
      EXPECT_EQ(transport->send(request_to("https://localhost/2", HttpMethod::Post, "{}")).body, "/2");
      EXPECT_EQ(server.connections(), is_stale ? 2 : 1);
    }
  }
}

/// Answers the second request of a connection as if it were the first, and others right.
FaultServer::Options echoing_late(std::optional<Certificate> tls, std::string& earlier) {
  FaultServer::Options options;
  options.tls = tls;
  options.on_request = [&earlier](const SeenRequest& request) {
    const std::string id = request.header("X-Request-Id").value_or("");
    if (request.number_on_connection == 0) earlier = id;
    return Script{send_bytes(
        http_response(200, request.target, {{"x-request-id", request.number_on_connection == 2 ? earlier : id}}))};
  };
  return options;
}

HttpRequest named(std::string url, HttpMethod method, const std::string& id) {
  HttpRequest request = request_to(std::move(url), method, body_of(method));
  request.headers.add("X-Request-Id", id);
  return request;
}

TEST(StaleAnswer, ThatNamesAnEarlierRequestIsAFailureToReceive) {
  for (const auto tls : {std::optional<Certificate>{}, std::optional{Certificate::Good}}) {
    for (const HttpMethod method : methods) {
      std::string earlier;
      FaultServer server(echoing_late(tls, earlier));
      const auto transport = make_curl_transport({.ca_pem = test_authority_pem()});
      EXPECT_EQ(transport->send(named(server.url("/1"), method, "request-1")).body, "/1");
      EXPECT_EQ(transport->send(named(server.url("/2"), method, "request-2")).body, "/2");
      const auto failure = failure_of(*transport, named(server.url("/3"), method, "request-3"));
      ASSERT_TRUE(failure);
      EXPECT_EQ(failure->kind(), TransportError::Receive);
      EXPECT_TRUE(failure->request_may_have_been_sent());
      EXPECT_THAT(failure->what(), HasSubstr("earlier request"));
      EXPECT_EQ(server.requests().size(), 3U) << "seen once";
      EXPECT_EQ(transport->send(named(server.url("/4"), method, "request-4")).body, "/4");
      EXPECT_EQ(server.requests().back().connection, 1);
    }
  }
}

TEST(StaleAnswer, IsNotSeenInTheNameOfTheRequestItself) {
  // A caller may name all of its requests alike, and a gateway may put a name of its own in the place of the client's.
  std::string answered = "constant";
  FaultServer server({.on_request = [&](const SeenRequest&) {
    return Script{send_bytes(http_response(200, "{}", {{"X-Request-Id", answered}}))};
  }});
  const auto transport = make_curl_transport();
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(transport->send(named(server.url("/"), HttpMethod::Get, "constant")).status, 200);
  answered = "of the gateway";
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(transport->send(named(server.url("/"), HttpMethod::Post, "id-" + std::to_string(i))).status, 200);
  }
  EXPECT_EQ(transport->send(request_to(server.url("/"))).status, 200) << "without a name";
  EXPECT_EQ(server.connections(), 1);
}

TEST(StaleAnswer, IsToldByTheNamesOfTheSameConnectionAlone) {
  FaultServer server({.on_request = [](const SeenRequest&) {
    return Script{send_bytes(http_response(200, "{}", {{"X-Request-Id", "a"}}))};
  }});
  const auto transport = make_curl_transport();
  transport->send(named(server.url("/"), HttpMethod::Get, "a"));
  ASSERT_TRUE(server.close_idle_connections());
  EXPECT_EQ(transport->send(named(server.url("/"), HttpMethod::Get, "b")).status, 200);
}

TEST(RequestId, IsPutInItsPlaceForEachRequestOfAHandle) {
  FaultServer server;
  const auto transport = make_curl_transport();
  const std::vector<std::string> ids{"id-1", "id-2", "longer than before", "x", "y", "", " ", "z"};
  for (const std::string& id : ids) transport->send(named(server.url("/"), HttpMethod::Get, id));
  transport->send(request_to(server.url("/")));
  transport->send(named(server.url("/"), HttpMethod::Post, "id-1"));
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), ids.size() + 2);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    EXPECT_EQ(requests[i].header("X-Request-Id").value_or("none"), ids[i] == " " ? "" : ids[i]);
    EXPECT_EQ(requests[i].header("Authorization"), "secret_key");
  }
  EXPECT_EQ(requests[ids.size()].header("X-Request-Id"), std::nullopt);
  EXPECT_EQ(requests.back().header("X-Request-Id"), "id-1");
}

}  // namespace
}  // namespace allo::test
