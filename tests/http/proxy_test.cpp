#include "http/transport_fixture.hpp"
#include "support/ports.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <string>

namespace allo::test {
namespace {

using testing::HasSubstr;

std::string proxy_url(std::uint16_t port) { return "http://user:secret_password@127.0.0.1:" + std::to_string(port); }

/// A proxy that lets everything through to `port`.
FaultServer::Options tunnelling_to(std::uint16_t port) {
  return {.on_request = [port](const SeenRequest&) {
    return Script{send_bytes("HTTP/1.1 200 Connected\r\nX-Of-Proxy: 1\r\n\r\n"), tunnel_to(port)};
  }};
}

TEST(Proxy, IsGivenItsCredentialsForPlainHttp) {
  FaultServer proxy;
  const auto transport = make_curl_transport({.proxy = proxy_url(proxy.port())});
  EXPECT_EQ(transport->send(request_to("http://api.unknown.test/v1/numbers")).status, 200);
  ASSERT_EQ(proxy.requests().size(), 1U);
  EXPECT_EQ(proxy.requests().front().target, "http://api.unknown.test/v1/numbers");
  EXPECT_TRUE(proxy.requests().front().header("Proxy-Authorization"));
}

TEST(Proxy, NeverSeesTheKeyOfASecureRequest) {
  FaultServer server({.tls = Certificate::Good});
  FaultServer proxy(tunnelling_to(server.port()));
  const auto transport = make_curl_transport({.proxy = proxy_url(proxy.port()), .ca_pem = test_authority_pem()});
  const HttpResponse response = transport->send(request_to("https://localhost:443/", HttpMethod::Post, "{}"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.get("X-Of-Proxy"), std::nullopt);
  ASSERT_EQ(proxy.requests().size(), 1U);
  EXPECT_EQ(proxy.requests().front().method, "CONNECT");
  EXPECT_EQ(proxy.requests().front().header("Authorization"), std::nullopt);
  EXPECT_TRUE(proxy.requests().front().header("Proxy-Authorization"));
  ASSERT_EQ(server.requests().size(), 1U);
  EXPECT_EQ(server.requests().front().header("Proxy-Authorization"), std::nullopt);
  EXPECT_EQ(server.requests().front().header("Authorization"), "secret_key");
}

TEST(Proxy, OfTheEnvironmentIsNotAskedForThisMachine) {
  FaultServer proxy;
  FaultServer server;
  ::setenv("http_proxy", proxy.origin().c_str(), 1);
  const auto transport = make_curl_transport();
  const std::string port = ":" + std::to_string(server.port());
  const std::string elsewhere = "http://api.unknown.test/";
  for (const std::string& url :
       {elsewhere, "http://127.0.0.1" + port + "/", "http://localhost" + port + "/", elsewhere}) {
    EXPECT_EQ(transport->send(request_to(url)).status, 200) << url;
  }
  ::unsetenv("http_proxy");
  EXPECT_EQ(server.requests().size(), 2U);
  ASSERT_EQ(proxy.requests().size(), 2U);
  EXPECT_EQ(proxy.requests().back().target, elsewhere);
}

TEST(Proxy, ThatRefusesIsAFailureToConnect) {
  for (const int status : {403, 407, 502}) {
    FaultServer proxy({.on_request = [status](const SeenRequest&) {
      return Script{send_bytes(http_response(status, "", {{"Proxy-Authenticate", "Basic realm=\"x\""}}))};
    }});
    const auto failure = failure_of(*make_curl_transport({.proxy = proxy_url(proxy.port())}),
                                    request_to("https://api.unknown.test/secret", HttpMethod::Post, "{}"));
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->kind(), TransportError::Connect);
    EXPECT_FALSE(failure->request_may_have_been_sent());
    EXPECT_THAT(failure->what(), HasSubstr("the proxy answered " + std::to_string(status)));
  }
}

TEST(Proxy, ThatCannotBeReachedIsNamedWithoutItsPassword) {
  RefusingPort port;
  const auto refused =
      failure_of(*make_curl_transport({.proxy = proxy_url(port.port())}), request_to("https://api.unknown.test/"));
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->kind(), TransportError::Connect);
  EXPECT_FALSE(refused->request_may_have_been_sent());

  const auto unknown = failure_of(*make_curl_transport({.proxy = "http://user:secret@proxy.unknown.test:3128"}),
                                  request_to("https://api.unknown.test/"));
  ASSERT_TRUE(unknown);
  EXPECT_EQ(unknown->kind(), TransportError::Resolve);
  EXPECT_EQ(std::string(unknown->what()), "the host name of the proxy proxy.unknown.test:3128 was not found");
}

}  // namespace
}  // namespace allo::test
