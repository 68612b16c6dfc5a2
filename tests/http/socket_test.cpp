#include "http/temporary_folder.hpp"
#include "http/transport_fixture.hpp"
#include "support/resolver.hpp"

#include <allo/client.hpp>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace allo::test {
namespace {

int option_of(int socket, int level, int option) {
  int value = 0;
  socklen_t size = sizeof value;
  EXPECT_EQ(::getsockopt(socket, level, option, &value, &size), 0);
  return value;
}

TEST(Socket, SendsAtOnceAsksAfterAQuietPeerAndIsNotInherited) {
  FaultServer server;
  const auto transport = make_curl_transport();
  transport->send(request_to(server.url("/")));
  const std::vector<int> sockets = sockets_to(server.port());
  ASSERT_EQ(sockets.size(), 1U);
  EXPECT_NE(option_of(sockets[0], IPPROTO_TCP, TCP_NODELAY), 0);
  EXPECT_NE(option_of(sockets[0], SOL_SOCKET, SO_KEEPALIVE), 0);
  EXPECT_NE(::fcntl(sockets[0], F_GETFD) & FD_CLOEXEC, 0);
}

TEST(Socket, OfAHostThatWasConnectedToBeforeTakesNoLookUp) {
  FaultServer server;
  const std::string url = "http://host.here.test:" + std::to_string(server.port()) + "/";
  const auto transport = make_curl_transport();
  const int before = look_ups();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(transport->send(request_to(url)).status, 200);
    ASSERT_TRUE(server.close_idle_connections());
  }
  EXPECT_EQ(server.connections(), 3);
  EXPECT_EQ(look_ups() - before, 1);
}

TEST(UnixSocket, CarriesEveryRequest) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/allo.sock";
  for (const auto tls : {std::optional<Certificate>{}, std::optional{Certificate::Good}}) {
    std::filesystem::remove(path);
    FaultServer server({.tls = tls, .unix_socket = path});
    const Environment proxy("all_proxy", "http://127.0.0.1:1");
    const auto transport = make_curl_transport({.ca_pem = test_authority_pem(), .unix_socket = path});
    EXPECT_TRUE(transport->stays_on_this_machine());
    const std::string origin = tls ? "https://localhost" : "http://api.unknown.test";
    for (int i = 0; i < 3; ++i)
      EXPECT_EQ(transport->send(request_to(origin + "/", HttpMethod::Post, "{}")).status, 200);
    EXPECT_EQ(server.connections(), 1);
    EXPECT_EQ(server.requests().front().header("Host"), tls ? "localhost" : "api.unknown.test");
    ASSERT_TRUE(server.close_idle_connections());
    EXPECT_EQ(transport->send(request_to(origin + "/", HttpMethod::Post, "{}")).status, 200);
  }
}

TEST(UnixSocket, LetsAClientSpeakHttp) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/allo.sock";
  FaultServer server({.unix_socket = path});
  AlloClientOptions options{.api_key = "test_key_4f1d9c", .base_url = "http://allo.test"};
  EXPECT_THROW(AlloClient{options}, InvalidArgumentException);
  options.transport = make_curl_transport({.unix_socket = path});
  AlloClient{options}.webhooks.remove("wh_1");
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(UnixSocket, ThatIsNotThereIsNamed) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/missing.sock";
  const auto failure =
      failure_of(*make_curl_transport({.unix_socket = path}), request_to("http://api.unknown.test/secret"));
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind(), TransportError::Connect);
  EXPECT_FALSE(failure->request_may_have_been_sent());
  EXPECT_EQ(std::string(failure->what()), "no connection to the Unix socket " + path + ": No such file or directory");
  EXPECT_FALSE(make_curl_transport()->stays_on_this_machine());
  EXPECT_THROW(make_curl_transport({.unix_socket = std::string(108, 'x')}), InvalidArgumentException);
  EXPECT_THROW(make_curl_transport({.proxy = "http://127.0.0.1:1", .unix_socket = path}), InvalidArgumentException);
}

}  // namespace
}  // namespace allo::test
