#include "http/transport_fixture.hpp"
#include "support/resolver.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

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

}  // namespace
}  // namespace allo::test
