#include "http/temporary_folder.hpp"
#include "http/transport_fixture.hpp"
#include "support/daemon.hpp"
#include "support/ports.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

/// The transport against servers and proxies that people use, as Debian packages them.
namespace allo::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// A folder that a daemon may use under a user of its own.
std::string shared(const TemporaryFolder& folder) {
  std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
  return folder.path();
}

std::string at(std::uint16_t port) { return "127.0.0.1:" + std::to_string(port); }
std::string at(const ReservedPort& port) { return at(port.port()); }

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

HttpResponse answer_of(const CurlTransportOptions& options, const std::string& url) {
  return make_curl_transport(options)->send(request_to(url, HttpMethod::Post, R"({"a":1})"));
}

TEST(Nginx, IsSpokenToWithCertificatesOverHttp2AndOverAUnixSocket) {
  const auto program = find_program("nginx");
  if (!program) GTEST_SKIP() << "nginx is not installed";
  const TemporaryFolder temporary;
  const std::string folder = shared(temporary);
  const PemIdentity server = server_identity(Certificate::Good);
  temporary.write("server.pem", server.certificate);
  temporary.write("server.key", server.key);
  temporary.write("ca.pem", test_authority_pem());
  const ReservedPort tls12;
  const ReservedPort tls13;
  const ReservedPort http2;
  const std::string socket = folder + "/nginx.sock";
  const auto demanding = [](const ReservedPort& port, const char* version) {
    return "server { listen " + at(port) + " ssl; ssl_protocols " + version +
           "; ssl_client_certificate ca.pem; ssl_verify_client on;"
           " location / { return 200 \"$ssl_protocol $ssl_client_s_dn\"; } }\n";
  };
  std::string temporary_paths;
  for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
    temporary_paths += std::string(kind) + "_temp_path " + folder + "/" + kind + ";\n";
  }
  const std::string file =
      temporary.write("nginx.conf",
                      "daemon off; master_process off; pid nginx.pid; error_log error.log;\n"
                      "events { worker_connections 64; }\nhttp { access_log off;\n" +
                          temporary_paths + "ssl_certificate server.pem; ssl_certificate_key server.key;\n" +
                          demanding(tls12, "TLSv1.2") + demanding(tls13, "TLSv1.3") + "server { listen " + at(http2) +
                          " ssl http2; location / { return 200 \"$server_protocol $connection\"; } }\n"
                          "server { listen unix:" +
                          socket + "; location / { return 200 \"over a path\"; } }\n}\n");
  Daemon nginx(*program, {"-p", folder, "-e", folder + "/error.log", "-c", file});
  ASSERT_TRUE(nginx.wait_for_connections(http2.port())) << text_of(folder + "/error.log");

  CurlTransportOptions options{.ca_pem = test_authority_pem()};
  options.client_certificate_pem = client_identity().certificate;
  options.client_key_pem = client_identity().encrypted_key;
  options.client_key_password = "secret_password";
  EXPECT_EQ(answer_of(options, "https://" + at(tls12)).body, "TLSv1.2 CN=client");
  EXPECT_EQ(answer_of(options, "https://" + at(tls13)).body, "TLSv1.3 CN=client");
  const HttpResponse refused = answer_of({.ca_pem = test_authority_pem()}, "https://" + at(tls13));
  EXPECT_EQ(refused.status, 400) << "nginx says it over HTTP";
  EXPECT_THAT(refused.body, HasSubstr("No required SSL certificate was sent"));

  const auto transport = make_curl_transport({.http2 = true, .ca_pem = test_authority_pem()});
  std::set<std::string> answers;
  for (int i = 0; i < 5; ++i) {
    answers.insert(transport->send(request_to("https://" + at(http2), HttpMethod::Post, "{}")).body);
  }
  EXPECT_EQ(answers.size(), 1U) << "of one connection";
  EXPECT_THAT(*answers.begin(), StartsWith("HTTP/2.0 "));

  EXPECT_EQ(answer_of({.unix_socket = socket}, "http://api.unknown.test").body, "over a path");
}

TEST(Squid, TakesDigestAndBasicForPlainRequestsAndTunnels) {
  const auto program = find_program("squid");
  if (!program) GTEST_SKIP() << "squid is not installed";
  const TemporaryFolder temporary;
  const std::string folder = shared(temporary);
  const PemIdentity identity = server_identity(Certificate::Good);
  const std::string certificate = temporary.write("server.pem", identity.certificate);
  const std::string key = temporary.write("server.key", identity.key);
  const std::string basic = temporary.write("basic", "user:$apr1$allotest$6EPY6FvaQxquAdBC7me0U.\n");
  const std::string digest = temporary.write("digest", "user:tests:c33796a19fda7108524fbd2428ad86e0\n");
  const ReservedPort plain;
  const ReservedPort secure;
  const std::string file = temporary.write(
      "squid.conf", "http_port " + at(plain) + "\nhttps_port " + at(secure) + " tls-cert=" + certificate +
                        " tls-key=" + key + "\nauth_param digest program /usr/lib/squid/digest_file_auth -c " + digest +
                        "\nauth_param digest realm tests\nauth_param digest children 1\n"
                        "auth_param basic program /usr/lib/squid/basic_ncsa_auth " +
                        basic +
                        "\nauth_param basic realm tests\nauth_param basic children 1\n"
                        "acl known proxy_auth REQUIRED\nhttp_access allow known\nhttp_access deny all\n"
                        "cache deny all\npinger_enable off\npid_filename none\nvisible_hostname tests\n"
                        "access_log stdio:" +
                        folder + "/access.log\ncache_log " + folder +
                        "/cache.log\n"
                        "coredump_dir " +
                        folder + "\nshutdown_lifetime 0 seconds\n");
  Daemon squid(*program, {"-N", "-f", file});
  ASSERT_TRUE(squid.wait_for_connections(plain.port())) << text_of(folder + "/cache.log");

  FaultServer server;
  FaultServer tls_server({.tls = Certificate::Good});
  const auto as = [&](const std::string& scheme, const std::string& password, ProxyAuth auth) {
    const ReservedPort& port = scheme == "https" ? secure : plain;
    return CurlTransportOptions{
        .proxy = scheme + "://user:" + password + "@" + at(port), .proxy_auth = auth, .ca_pem = test_authority_pem()};
  };
  for (const char* scheme : {"http", "https"}) {
    for (const ProxyAuth auth : {ProxyAuth::Basic, ProxyAuth::Digest}) {
      for (FaultServer* const target : {&server, &tls_server}) {
        SCOPED_TRACE(std::string(scheme) + " to the proxy, " + target->origin() +
                     (auth == ProxyAuth::Digest ? ", digest" : ", basic"));
        const std::size_t before = target->requests().size();
        const auto transport = make_curl_transport(as(scheme, "secret_password", auth));
        const std::string body(20'000, 'b');
        for (int i = 0; i < 2; ++i) {
          EXPECT_EQ(transport->send(request_to(target->url("/v1"), HttpMethod::Post, body)).status, 200);
        }
        const auto requests = target->requests();
        ASSERT_EQ(requests.size(), before + 2);
        EXPECT_EQ(requests.back().body, body);
        EXPECT_EQ(requests.back().header("Proxy-Authorization"), std::nullopt);
        EXPECT_EQ(requests.back().header("Authorization"), "secret_key");
      }
    }
  }
  const std::size_t served = server.requests().size();
  for (const ProxyAuth auth : {ProxyAuth::Basic, ProxyAuth::Digest}) {
    const auto transport = make_curl_transport(as("http", "secret_wrong", auth));
    EXPECT_EQ(transport->send(request_to(server.url("/"), HttpMethod::Post, "{}")).status, 407);
    const auto failure = failure_of(*transport, request_to(tls_server.url("/"), HttpMethod::Post, "{}"));
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->kind(), TransportError::Connect) << failure->what();
    EXPECT_FALSE(failure->retryable());
    EXPECT_THAT(failure->what(), HasSubstr("the proxy " + at(plain)));
    EXPECT_THAT(failure->what(), HasSubstr("refused the credentials"));
  }
  EXPECT_EQ(server.requests().size(), served);
}

/// haproxy says REFUSED_STREAM, "not processed", when its server hung up after it had read the whole request.
TEST(Haproxy, IsNotBelievedThatItsServerDidNothing) {
  const auto program = find_program("haproxy");
  if (!program) GTEST_SKIP() << "haproxy is not installed";
  const TemporaryFolder temporary;
  const std::string folder = shared(temporary);
  const PemIdentity identity = server_identity(Certificate::Good);
  const std::string both = temporary.write("server.pem", identity.certificate + identity.key);
  const ReservedPort port;
  FaultServer server({.on_request = [](const SeenRequest& request) {
    return request.number_on_connection == 0 ? Script{send_bytes(http_response(200, "{}"))}
                                             : Script{close_connection()};
  }});
  const std::string file =
      temporary.write("haproxy.cfg",
                      "defaults\n mode http\n timeout connect 5s\n timeout client 10s\n timeout server 10s\n"
                      "frontend in\n bind " +
                          at(port) + " ssl crt " + both +
                          " alpn h2,http/1.1\n default_backend out\n"
                          "backend out\n http-reuse always\n server one " +
                          at(server.port()) + "\n");
  Daemon haproxy(*program, {"-db", "-f", file});
  ASSERT_TRUE(haproxy.wait_for_connections(port.port())) << haproxy.output();

  for (const HttpMethod method : {HttpMethod::Post, HttpMethod::Delete}) {
    const auto transport = make_curl_transport({.http2 = true, .ca_pem = test_authority_pem()});
    const std::size_t before = server.requests().size();
    EXPECT_EQ(transport->send(request_to("https://" + at(port) + "/1", HttpMethod::Post, "{}")).status, 200);
    const auto failure = failure_of(*transport, request_to("https://" + at(port) + "/2", method, "{}"));
    ASSERT_TRUE(failure);
    EXPECT_TRUE(failure->request_may_have_been_sent()) << failure->what();
    EXPECT_EQ(failure->kind(), TransportError::Receive);
    EXPECT_EQ(server.requests().size(), before + 2) << "seen once";
  }
}

}  // namespace
}  // namespace allo::test
