#include "http/kept_connection.hpp"

#include "http/socket_bio.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace {

std::string numbered(int number) { return "request-" + std::to_string(number); }

curl_sockaddr address_of(int family, std::uint16_t port) {
  curl_sockaddr address{};
  address.family = family;
  auto& internet = reinterpret_cast<sockaddr_in&>(address.addr);
  internet.sin_family = static_cast<sa_family_t>(family);
  internet.sin_port = htons(port);
  return address;
}

TEST(KeptConnection, RemembersTheLastRequestsButTheCurrentOne) {
  constexpr int most = 64;
  detail::KeptConnection connection;
  EXPECT_FALSE(connection.carried_before(numbered(1)));
  for (int i = 1; i <= most; ++i) {
    const std::string name = numbered(i);
    connection.carry(nullptr, name);
    EXPECT_FALSE(connection.carried_before(name)) << "the current one";
    EXPECT_EQ(connection.carried_before(numbered(i - 1)), i > 1);
    EXPECT_FALSE(connection.carried_before(numbered(i + 1)));
  }
  EXPECT_TRUE(connection.carried_before(numbered(1)));
  const std::string next = numbered(most + 1);
  connection.carry(nullptr, next);
  EXPECT_FALSE(connection.carried_before(numbered(1))) << "the one before the last 64";
  for (int i = 2; i <= most; ++i) EXPECT_TRUE(connection.carried_before(numbered(i))) << i;
}

TEST(KeptConnection, KnowsThePortThatItLeadsToAndNothingOfAnEarlierOne) {
  detail::KeptConnection connection;
  EXPECT_EQ(connection.peer_port(), 0);
  connection.opening(address_of(AF_INET, 4711));
  EXPECT_EQ(connection.peer_port(), 4711);
  connection.opening(address_of(AF_INET6, 4712));
  EXPECT_EQ(connection.peer_port(), 4712);
  connection.carry(nullptr, "one");
  connection.carry(nullptr, "two");
  EXPECT_TRUE(connection.carried_before("one"));
  connection.opening(address_of(AF_UNIX, 4713));
  EXPECT_EQ(connection.peer_port(), 0);
  EXPECT_FALSE(connection.carried_before("one"));
}

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using Session = std::unique_ptr<SSL, decltype(&SSL_free)>;

TEST(KeptConnection, KnowsTheFirstAlertThatThePeerSent) {
  constexpr int fatal = 2 << 8;
  const Context context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
  detail::KeptConnection connection;
  EXPECT_EQ(connection.tls_layers(), 0);
  connection.securing(context.get());
  EXPECT_EQ(connection.tls_layers(), 1);
  const Session session(SSL_new(context.get()), &SSL_free);
  const auto tell = [&](int where, int value) {
    SSL_CTX_get_info_callback(context.get())(session.get(), where, value);
  };
  tell(SSL_CB_WRITE_ALERT, fatal | 40);
  tell(SSL_CB_READ, 40);
  tell(SSL_CB_ALERT, 40);
  tell(SSL_CB_HANDSHAKE_DONE, 1);
  tell(SSL_CB_READ_ALERT, 1 << 8);  // close_notify
  EXPECT_EQ(connection.alert(), std::nullopt);
  tell(SSL_CB_READ_ALERT, fatal | 48);
  EXPECT_EQ(connection.alert(), 48);
  tell(SSL_CB_READ_ALERT, fatal | 42);
  EXPECT_EQ(connection.alert(), 48);
  connection.securing(context.get());
  EXPECT_EQ(connection.tls_layers(), 2);
  connection.opening(address_of(AF_INET, 1));
  EXPECT_EQ(connection.alert(), std::nullopt);
  EXPECT_EQ(connection.tls_layers(), 0);
}

/// Two connected sockets; the second may be closed early.
class SocketPair {
 public:
  SocketPair() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_.data()), 0); }
  ~SocketPair() {
    ::close(ends_[0]);
    hang_up();
  }
  SocketPair(const SocketPair&) = delete;
  SocketPair& operator=(const SocketPair&) = delete;

  int ours() const { return ends_[0]; }
  int peers() const { return ends_[1]; }
  void hang_up() {
    if (ends_[1] != -1) ::close(ends_[1]);
    ends_[1] = -1;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

using SocketBio = std::unique_ptr<BIO, decltype(&BIO_free)>;

TEST(SocketBio, ReadsWhatIsThereAndNeverWaits) {
  SocketPair pair;
  const SocketBio bio(detail::new_socket_bio(pair.ours()), &BIO_free);
  ASSERT_TRUE(bio);
  std::array<char, 8> buffer{};
  EXPECT_EQ(BIO_read(bio.get(), buffer.data(), 8), -1);
  EXPECT_TRUE(BIO_should_read(bio.get()));
  EXPECT_TRUE(BIO_should_retry(bio.get()));
  EXPECT_FALSE(BIO_should_write(bio.get()));
  ASSERT_EQ(::send(pair.peers(), "abc", 3, MSG_NOSIGNAL), 3);
  EXPECT_EQ(BIO_read(bio.get(), buffer.data(), 2), 2);
  EXPECT_EQ(std::string(buffer.data(), 2), "ab");
  EXPECT_FALSE(BIO_should_retry(bio.get()));
  EXPECT_EQ(BIO_read(bio.get(), buffer.data(), 8), 1);
  EXPECT_EQ(BIO_read(bio.get(), buffer.data(), 8), -1);
  EXPECT_TRUE(BIO_should_retry(bio.get()));
  pair.hang_up();
  EXPECT_EQ(BIO_read(bio.get(), buffer.data(), 8), 0);
  EXPECT_FALSE(BIO_should_retry(bio.get())) << "the end is no reason to come again";
  EXPECT_EQ(BIO_flush(bio.get()), 1);
  EXPECT_EQ(BIO_ctrl(bio.get(), BIO_CTRL_PENDING, 0, nullptr), 0);
}

TEST(SocketBio, WritesAsMuchAsThereIsRoomForAndRaisesNoSignal) {
  SocketPair pair;
  const SocketBio bio(detail::new_socket_bio(pair.ours()), &BIO_free);
  ASSERT_TRUE(bio);
  EXPECT_EQ(BIO_write(bio.get(), "abc", 3), 3);
  std::array<char, 65536> much{};
  int written = 0;
  while ((written = BIO_write(bio.get(), much.data(), static_cast<int>(much.size()))) > 0) {
  }
  EXPECT_EQ(written, -1);
  EXPECT_TRUE(BIO_should_write(bio.get()));
  EXPECT_TRUE(BIO_should_retry(bio.get()));
  EXPECT_FALSE(BIO_should_read(bio.get()));
  ASSERT_EQ(::recv(pair.peers(), much.data(), 3, MSG_WAITALL), 3);
  EXPECT_EQ(std::string(much.data(), 3), "abc");
  while (::recv(pair.peers(), much.data(), much.size(), MSG_DONTWAIT) > 0) {
  }
  EXPECT_EQ(BIO_write(bio.get(), "d", 1), 1);
  EXPECT_FALSE(BIO_should_retry(bio.get()));
  pair.hang_up();
  EXPECT_EQ(BIO_write(bio.get(), "e", 1), -1);
  EXPECT_FALSE(BIO_should_retry(bio.get()));
}

}  // namespace
ALLO_NAMESPACE_END
