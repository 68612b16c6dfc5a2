#include "http/temporary_folder.hpp"
#include "http/transport_fixture.hpp"
#include "support/ports.hpp"

#include <allo/client.hpp>

#include <gmock/gmock.h>

#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

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

TEST(Proxy, HasABoundOfItsOwnOnTheHeadersOfItsAnswer) {
  FaultServer server({.tls = Certificate::Good});
  FaultServer proxy({.on_request = [&](const SeenRequest&) {
    return Script{send_bytes("HTTP/1.1 200 Connected\r\nX-Of-Proxy: " + std::string(2000, 'x') + "\r\n\r\n"),
                  tunnel_to(server.port())};
  }});
  const auto transport =
      make_curl_transport({.max_header_bytes = 1000, .proxy = proxy.origin(), .ca_pem = test_authority_pem()});
  EXPECT_EQ(transport->send(request_to("https://localhost/")).status, 200);
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

TEST(Proxy, OfTheOptionsIsUsedForEveryHost) {
  const Environment nobody("no_proxy", "*");
  FaultServer proxy;
  const auto transport = make_curl_transport({.proxy = proxy_url(proxy.port())});
  const std::vector<std::string> urls{"http://127.0.0.1:1/", "http://localhost:1/", "http://api.unknown.test/"};
  for (const std::string& url : urls) EXPECT_EQ(transport->send(request_to(url)).status, 200) << url;
  ASSERT_EQ(proxy.requests().size(), urls.size());
  for (std::size_t i = 0; i < urls.size(); ++i) EXPECT_EQ(proxy.requests()[i].target, urls[i]);
}

TEST(Proxy, IsNotAskedForTheExceptionsOfTheOptions) {
  FaultServer proxy;
  FaultServer server;
  const std::string direct = "http://host.here.test:" + std::to_string(server.port()) + "/";
  for (const char* exceptions : {"here.test", "other.test,host.here.test", "*"}) {
    const auto transport = make_curl_transport({.proxy = proxy.origin(), .no_proxy = exceptions});
    EXPECT_EQ(transport->send(request_to(direct)).status, 200);
  }
  EXPECT_EQ(server.requests().size(), 3U);
  EXPECT_EQ(proxy.requests().size(), 0U);
  // They stand in the place of those of the environment.
  const Environment of_environment("http_proxy", proxy.origin());
  const Environment nobody("no_proxy", "*");
  const auto transport = make_curl_transport({.no_proxy = "here.test"});
  EXPECT_EQ(transport->send(request_to(direct)).status, 200);
  EXPECT_EQ(transport->send(request_to("http://api.unknown.test/")).status, 200);
  EXPECT_EQ(server.requests().size(), 4U);
  EXPECT_EQ(proxy.requests().size(), 1U);
}

TEST(Proxy, OfTheEnvironmentHeedsItsOwnExceptions) {
  FaultServer proxy;
  FaultServer server;
  const Environment of_environment("http_proxy", proxy.origin());
  const Environment exceptions("no_proxy", "here.test");
  const auto transport = make_curl_transport();
  EXPECT_EQ(transport->send(request_to("http://host.here.test:" + std::to_string(server.port()) + "/")).status, 200);
  EXPECT_EQ(transport->send(request_to("http://api.unknown.test/")).status, 200);
  EXPECT_EQ(server.requests().size(), 1U);
  EXPECT_EQ(proxy.requests().size(), 1U);
}

TEST(Proxy, IsLeftOutWhenToldSo) {
  FaultServer proxy;
  FaultServer server;
  const Environment of_environment("http_proxy", proxy.origin());
  const std::string url = "http://host.here.test:" + std::to_string(server.port()) + "/";
  EXPECT_EQ(make_curl_transport({.direct = true})->send(request_to(url)).status, 200);
  EXPECT_EQ(server.requests().size(), 1U);
  EXPECT_EQ(proxy.requests().size(), 0U);
  EXPECT_EQ(make_curl_transport()->send(request_to(url)).status, 200);
  EXPECT_EQ(proxy.requests().size(), 1U);
  EXPECT_THROW(make_curl_transport({.proxy = proxy.origin(), .direct = true}), InvalidArgumentException);
}

TEST(Proxy, OfTheEnvironmentIsNotAskedForAnyNameOfThisMachine) {
  FaultServer proxy;
  FaultServer server;
  const Environment of_environment("http_proxy", proxy.origin());
  const std::string port = ":" + std::to_string(server.port()) + "/";
  const auto transport = make_curl_transport();
  int count = 0;
  for (const char* host : {"LOCALHOST", "LocalHost", "127.0.0.1", "127.1", "[::ffff:127.0.0.1]"}) {
    EXPECT_EQ(transport->send(request_to("http://" + std::string(host) + port)).status, 200) << host;
    EXPECT_EQ(server.requests().size(), static_cast<std::size_t>(++count)) << host;
  }
  try {
    transport->send(request_to("http://localhost." + port));
  } catch (const TransportException& error) {
    EXPECT_EQ(error.kind(), TransportError::Resolve) << "not every system knows it with its dot";
  }
  EXPECT_EQ(proxy.requests().size(), 0U);
}

/// A proxy that wants digests; it takes whatever it is given when `accepts`.
FaultServer::Options asking_for_digests(bool accepts, std::optional<Certificate> tls = {}) {
  FaultServer::Options options;
  options.tls = tls;
  options.on_request = [accepts](const SeenRequest& request) {
    const std::string given = request.header("Proxy-Authorization").value_or("");
    if (accepts && given.starts_with("Digest ")) return Script{send_bytes(http_response(200, request.body))};
    return Script{send_bytes(
        http_response(407, "Denied",
                      {{"Proxy-Authenticate", "Digest realm=\"tests\", nonce=\"abc\", qop=\"auth\", algorithm=MD5"}}))};
  };
  return options;
}

TEST(DigestProxy, IsAnsweredInASecondPassAndThenAtOnce) {
  for (const auto tls : {std::optional<Certificate>{}, std::optional{Certificate::Good}}) {
    for (const HttpMethod method : {HttpMethod::Get, HttpMethod::Post, HttpMethod::Delete}) {
      FaultServer proxy(asking_for_digests(true, tls));
      const std::string url = (tls ? "https" : "http") + proxy_url(proxy.port()).substr(4);
      const auto transport =
          make_curl_transport({.proxy = url, .proxy_auth = ProxyAuth::Digest, .ca_pem = test_authority_pem()});
      const std::string body = method == HttpMethod::Get ? "" : std::string(100'000, 'b');
      for (int i = 0; i < 3; ++i) {
        const HttpResponse response = transport->send(request_to("http://api.unknown.test/", method, body));
        EXPECT_EQ(response.status, 200);
        EXPECT_EQ(response.body, body);
      }
      const auto requests = proxy.requests();
      ASSERT_EQ(requests.size(), 4U) << "a question, and three answers";
      EXPECT_EQ(requests[0].header("Proxy-Authorization"), std::nullopt);
      for (const SeenRequest& request : requests) {
        EXPECT_EQ(request.head.find("secret_password"), std::string::npos);
        EXPECT_EQ(request.head.find("Basic"), std::string::npos);
      }
    }
  }
}

TEST(DigestProxy, ThatRefusesIsAskedOnceWithCredentials) {
  FaultServer proxy(asking_for_digests(false));
  const auto transport = make_curl_transport({.proxy = proxy_url(proxy.port()), .proxy_auth = ProxyAuth::Digest});
  const HttpResponse response = transport->send(request_to("http://api.unknown.test/", HttpMethod::Post, "{}"));
  EXPECT_EQ(response.status, 407);
  const auto requests = proxy.requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(requests[0].header("Proxy-Authorization"), std::nullopt);
  EXPECT_TRUE(requests[1].header("Proxy-Authorization"));
}

TEST(DigestProxy, MayWantANewDigestForABodyThatIsOnItsWay) {
  FaultServer proxy({.on_request = [&](const SeenRequest& request) {
    const std::string nonce = proxy.requests().size() < 3 ? "\"first\"" : "\"second\"";
    const std::string given = request.header("Proxy-Authorization").value_or("");
    if (given.find("nonce=" + nonce) != std::string::npos) return Script{send_bytes(http_response(200, request.body))};
    return Script{send_bytes(http_response(
        407, "", {{"Proxy-Authenticate", "Digest realm=\"x\", nonce=" + nonce + ", qop=\"auth\", stale=true"}}))};
  }});
  const auto transport = make_curl_transport({.proxy = proxy_url(proxy.port()), .proxy_auth = ProxyAuth::Digest});
  const std::string body(100'000, 'b');
  for (const std::size_t seen : {2U, 4U}) {
    EXPECT_EQ(transport->send(request_to("http://api.unknown.test/", HttpMethod::Post, body)).body, body);
    EXPECT_EQ(proxy.requests().size(), seen);
  }
  EXPECT_EQ(proxy.requests()[2].body, body) << "sent whole, and then once more";
}

TEST(DigestProxy, OpensTheWayToASecondPassOnce) {
  // The connection dies under the second pass, whose request may have been carried out.
  FaultServer proxy({.on_request = [](const SeenRequest& request) {
    if (request.header("Proxy-Authorization")) return Script{close_connection()};
    return Script{
        send_bytes(http_response(407, "", {{"Proxy-Authenticate", "Digest realm=\"x\", nonce=\"n\", qop=\"auth\""}}))};
  }});
  const auto transport = make_curl_transport({.proxy = proxy_url(proxy.port()), .proxy_auth = ProxyAuth::Digest});
  for (const HttpMethod method : {HttpMethod::Post, HttpMethod::Delete}) {
    const std::size_t before = proxy.requests().size();
    const auto failure = failure_of(*transport, request_to("http://api.unknown.test/", method, "{}"));
    ASSERT_TRUE(failure);
    EXPECT_TRUE(failure->request_may_have_been_sent());
    EXPECT_EQ(proxy.requests().size(), before + 2);
  }
}

TEST(DigestProxy, IsTheOnlyOneThatMaySoHaveARequestRepeated) {
  // Basic is given at once: a 407 is the end of it. And a server that is no proxy may say 407 as it likes.
  for (const bool is_proxy : {true, false}) {
    FaultServer server(asking_for_digests(false));
    const auto transport = is_proxy ? make_curl_transport({.proxy = proxy_url(server.port())})
                                    : make_curl_transport({.proxy_auth = ProxyAuth::Digest});
    const std::string url = is_proxy ? "http://api.unknown.test/" : server.url("/");
    EXPECT_EQ(transport->send(request_to(url, HttpMethod::Post, "{}")).status, 407);
    EXPECT_EQ(server.requests().size(), 1U);
  }
}

TEST(Proxy, ThatRefusesCredentialsIsNotAskedAgain) {
  for (const std::string& base_url :
       {std::string("https://api.unknown.test"), std::string("http://api.unknown.test")}) {
    FaultServer proxy({.on_request = [](const SeenRequest&) {
      return Script{send_bytes(http_response(407, "", {{"Proxy-Authenticate", "Basic realm=\"x\""}}))};
    }});
    AlloClientOptions options{.api_key = "test_key_4f1d9c", .base_url = base_url};
    options.allow_insecure_http = true;
    options.transport = make_curl_transport({.proxy = proxy_url(proxy.port())});
    try {
      AlloClient{options}.numbers.list();
      ADD_FAILURE() << "answered";
    } catch (const AlloException& error) {
      EXPECT_THAT(error.what(), HasSubstr("proxy"));
      EXPECT_THAT(error.what(), HasSubstr("407"));
      EXPECT_THAT(error.what(), HasSubstr("refused the credentials that it was given"));
      EXPECT_THAT(error.what(), testing::Not(HasSubstr("secret")));
    }
    EXPECT_EQ(proxy.requests().size(), 1U) << base_url;
  }
}

TEST(Proxy, ThatWantsCredentialsAndGetsNoneIsNotSaidToRefuseThem) {
  FaultServer proxy({.on_request = [](const SeenRequest&) {
    return Script{send_bytes(http_response(407, "", {{"Proxy-Authenticate", "Basic realm=\"x\""}}))};
  }});
  const auto transport = make_curl_transport({.proxy = "http://127.0.0.1:" + std::to_string(proxy.port())});
  const auto failure = failure_of(*transport, request_to("https://api.unknown.test/", HttpMethod::Post, "{}"));
  ASSERT_TRUE(failure);
  EXPECT_THAT(failure->what(), HasSubstr("the proxy answered 407: it wants credentials"));
}

TEST(SecureProxy, IsTrustedAsTheOptionsSay) {
  const TemporaryFolder folder;
  const std::string file = folder.write(hashed_name(), test_authority_pem());
  FaultServer server({.tls = Certificate::Good});
  FaultServer::Options tunnel = tunnelling_to(server.port());
  tunnel.tls = Certificate::Good;
  FaultServer proxy(tunnel);
  FaultServer plain({.tls = Certificate::Good});
  for (CurlTransportOptions options :
       {CurlTransportOptions{.ca_file = file}, CurlTransportOptions{.ca_directory = folder.path()},
        CurlTransportOptions{.ca_pem = test_authority_pem()}, CurlTransportOptions{.additional_ca_file = file}}) {
    options.proxy = proxy.origin();
    EXPECT_EQ(make_curl_transport(options)->send(request_to("https://localhost/")).status, 200);
    options.proxy = plain.origin();
    EXPECT_EQ(make_curl_transport(options)->send(request_to("http://api.unknown.test/")).status, 200);
  }
  for (const char* url : {"https://localhost/", "http://api.unknown.test/"}) {
    const auto failure =
        failure_of(*make_curl_transport({.proxy = proxy.origin()}), request_to(url, HttpMethod::Post, "{}"));
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->kind(), TransportError::Tls) << failure->what();
    EXPECT_FALSE(failure->request_may_have_been_sent());
    EXPECT_THAT(failure->what(), HasSubstr("the proxy 127.0.0.1:" + std::to_string(proxy.port())));
  }
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
    EXPECT_THAT(failure->what(), HasSubstr("to api.unknown.test:443 through the proxy 127.0.0.1:"));
    EXPECT_EQ(failure->retryable(), status != 407);
  }
}

TEST(Proxy, IsNotAtFaultForTheServerBehindIt) {
  for (const Step& end : {close_connection(), reset_connection()}) {
    FaultServer server({.tls = Certificate::Good, .on_accept = [&](int) { return Script{end}; }});
    FaultServer proxy(tunnelling_to(server.port()));
    const auto failure = failure_of(*make_curl_transport({.proxy = proxy.origin(), .ca_pem = test_authority_pem()}),
                                    request_to("https://localhost/", HttpMethod::Post, "{}"));
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->kind(), TransportError::Connect);
    EXPECT_EQ(std::string(failure->what()),
              "no connection to localhost:443 through the proxy 127.0.0.1:" + std::to_string(proxy.port()) +
                  ": it was closed within the TLS handshake");
    EXPECT_TRUE(failure->retryable());
  }
}

TEST(Proxy, ThatCannotBeReachedIsNamedWithoutItsPassword) {
  ReservedPort port;
  const auto refused =
      failure_of(*make_curl_transport({.proxy = proxy_url(port.port())}), request_to("https://api.unknown.test/"));
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->kind(), TransportError::Connect);
  EXPECT_FALSE(refused->request_may_have_been_sent());
  EXPECT_EQ(std::string(refused->what()),
            "no connection to the proxy 127.0.0.1:" + std::to_string(port.port()) + ": Connection refused");

  // Whom the exceptions name is at fault itself.
  const std::string host = "host.here.test:" + std::to_string(port.port());
  const auto direct = failure_of(*make_curl_transport({.proxy = proxy_url(port.port()), .no_proxy = "here.test"}),
                                 request_to("http://" + host + "/"));
  ASSERT_TRUE(direct);
  EXPECT_EQ(std::string(direct->what()), "no connection to " + host + ": Connection refused");

  SilentPort silent;
  HttpRequest hasty = request_to("https://api.unknown.test/");
  hasty.connect_timeout = std::chrono::milliseconds(100);
  const auto late = failure_of(*make_curl_transport({.proxy = proxy_url(silent.port())}), hasty);
  ASSERT_TRUE(late);
  EXPECT_EQ(late->kind(), TransportError::Timeout);
  EXPECT_THAT(late->what(), HasSubstr("connecting to the proxy 127.0.0.1:" + std::to_string(silent.port())));

  const auto unknown = failure_of(*make_curl_transport({.proxy = "http://user:secret@proxy.unknown.test:3128"}),
                                  request_to("https://api.unknown.test/"));
  ASSERT_TRUE(unknown);
  EXPECT_EQ(unknown->kind(), TransportError::Resolve);
  EXPECT_EQ(std::string(unknown->what()), "the host name of the proxy proxy.unknown.test:3128 was not found");
}

}  // namespace
}  // namespace allo::test
