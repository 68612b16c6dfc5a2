// webhook_server against clients that mean it no good, over real sockets.
#include "support/daemon.hpp"
#include "webhooks/deliveries.hpp"

#include <allo/webhook_receiver.hpp>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

using allo::test::Daemon;
using namespace deliveries;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace {

const std::string token = "0123456789abcdef0123456789abcdef";
const std::string path = "/webhooks/allo/" + token;

/// A connection from an address of this machine's own choice; all of 127.0.0.0/8 is this machine.
class Client {
 public:
  Client(int port, const std::string& from) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in own{};
    own.sin_family = AF_INET;
    inet_pton(AF_INET, from.c_str(), &own.sin_addr);
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_port = htons(static_cast<std::uint16_t>(port));
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = bind(socket_, reinterpret_cast<sockaddr*>(&own), sizeof(own)) == 0 &&
                 connect(socket_, reinterpret_cast<sockaddr*>(&server), sizeof(server)) == 0;
  }
  Client(Client&& other) noexcept : socket_(std::exchange(other.socket_, -1)), connected_(other.connected_) {}
  Client& operator=(Client&&) = delete;
  ~Client() {
    if (socket_ >= 0) close(socket_);
  }

  bool connected() const { return connected_; }

  /// False when the server has hung up.
  bool send(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// What comes until the server hangs up; what came by then where that takes longer than `patience`.
  std::string receive(std::chrono::milliseconds patience = 20s) {
    std::string text;
    const auto end = Clock::now() + patience;
    std::array<char, 4096> buffer{};
    for (;;) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
      pollfd waiting{socket_, POLLIN, 0};
      if (left <= 0ms || poll(&waiting, 1, static_cast<int>(left.count())) <= 0) return text;
      const ssize_t size = recv(socket_, buffer.data(), buffer.size(), 0);
      if (size <= 0) {
        hung_up_ = true;
        return text;
      }
      text.append(buffer.data(), static_cast<std::size_t>(size));
    }
  }

  bool hung_up() const { return hung_up_; }

 private:
  int socket_;
  bool connected_ = false;
  bool hung_up_ = false;
};

std::string head(const allo::WebhookDelivery& delivery, const std::string& more = "",
                 const std::string& target = path) {
  std::string text = "POST " + target + " HTTP/1.1\r\nHost: localhost\r\n";
  for (const allo::HttpHeader header : delivery.headers) {
    text.append(header.name).append(": ").append(header.value).append("\r\n");
  }
  return text + more + "Content-Length: " + std::to_string(delivery.body.size()) + "\r\n\r\n";
}

class Internet : public testing::Test {
 protected:
  void start(std::vector<std::string> arguments = {}) {
    if (std::find(arguments.begin(), arguments.end(), "--rate") == arguments.end()) {
      arguments.insert(arguments.end(), {"--rate", "100000"});
    }
    daemon = std::make_unique<Daemon>(
        ALLO_WEBHOOK_SERVER, std::move(arguments),
        std::map<std::string, std::string>{{"ALLO_WEBHOOK_TOKEN", token}, {"ALLO_WEBHOOK_SECRETS", secret}});
    port = daemon->wait_for_port();
    ASSERT_GT(port, 0) << daemon->output();
  }

  /// The status of a request; 0 when the server hung up without an answer.
  int status_of(const std::string& text, const std::string& from = "127.0.0.1") {
    Client client{port, from};
    client.send(text);
    const std::string answer = client.receive();
    return answer.size() > 12 && answer.substr(0, 9) == "HTTP/1.1 " ? std::stoi(answer.substr(9, 3)) : 0;
  }

  /// The status of a signed delivery that is good.
  int deliver(const std::string& from = "127.0.0.1", const std::string& more = "", const std::string& target = path) {
    const allo::WebhookDelivery delivery = allo::make_delivery({.body = contact_body, .secret = secret});
    return status_of(head(delivery, more, target) + delivery.body, from);
  }

  /// What the program holds in memory, in MiB.
  int resident() const {
    std::ifstream status{"/proc/" + std::to_string(daemon->id()) + "/status"};
    for (std::string line; std::getline(status, line);) {
      if (line.substr(0, 6) == "VmRSS:") return std::stoi(line.substr(6)) / 1024;
    }
    return -1;
  }

  std::size_t lines_with(const std::string& text) const {
    const std::string output = daemon->output();
    std::size_t lines = 0;
    for (std::size_t at = output.find(text); at != std::string::npos; at = output.find(text, at + 1)) ++lines;
    return lines;
  }

  std::unique_ptr<Daemon> daemon;
  int port = 0;
};

}  // namespace

TEST_F(Internet, ADeliveryGetsThroughTwoHundredConnectionsThatTrickle) {
  start();
  std::vector<Client> slow;
  const std::string begin = "POST " + path + " HTTP/1.1\r\nX-Slow: ";
  for (int i = 0; i < 200; ++i) {
    slow.emplace_back(port, "127.0.1." + std::to_string(1 + i / 16));
    ASSERT_TRUE(slow.back().connected());
    // Some in the request line, some in the head, some in the body.
    const std::string sent = i % 3 == 0 ? "P" : i % 3 == 1 ? begin : begin + "\r\nContent-Length: 1000000\r\n\r\n{";
    ASSERT_TRUE(slow.back().send(sent));
  }
  for (int round = 0; round < 3; ++round) {
    const auto before = Clock::now();
    EXPECT_EQ(deliver("127.0.0.9"), 202);
    EXPECT_LT(Clock::now() - before, 1s);
    for (const Client& client : slow) client.send("x");
  }
#if !defined(ALLO_TESTS_SANITIZED)
  EXPECT_LE(resident(), 32);
#endif
  // They do not keep it from stopping either, nor from working off what it has taken.
  daemon->signal(SIGTERM);
  const auto before = Clock::now();
  EXPECT_EQ(daemon->wait(), 0);
  EXPECT_LT(Clock::now() - before, 2s);
  daemon->wait_for_line("no such line");
  EXPECT_EQ(lines_with("contact created"), 3u);
}

TEST_F(Internet, OneAddressCannotTakeAllConnections) {
  start();
  std::vector<Client> greedy;
  for (int i = 0; i < 100; ++i) {
    greedy.emplace_back(port, "127.0.1.1");
    greedy.back().send("P");
  }
  EXPECT_NE(daemon->wait_for_line("too many connections from this address"), "");
  EXPECT_EQ(deliver("127.0.0.9"), 202);
  std::size_t open = 0;
  for (Client& client : greedy) {
    client.receive(5ms);
    open += client.hung_up() ? 0 : 1;
  }
  EXPECT_LE(open, 32u);
}

TEST_F(Internet, ManyAddressesCannotTakeAllConnectionsForLong) {
  start();
  std::vector<Client> slow;
  for (int i = 0; i < 600; ++i) {
    slow.emplace_back(port, "127.0." + std::to_string(1 + i / 200) + "." + std::to_string(1 + i % 200));
    slow.back().send("P");
  }
  EXPECT_EQ(deliver("127.0.0.9"), 202);
  EXPECT_NE(daemon->wait_for_line("pushed out by a newer connection"), "");
}

TEST_F(Internet, WhatIsBufferedIsBoundedInAll) {
  start();
  const std::string half(700'000, 'x');
  const std::string request = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n" + half;
  std::vector<Client> large;
  for (int i = 0; i < 60; ++i) {
    large.emplace_back(port, "127.0.1." + std::to_string(1 + i / 3));
    large.back().send(request);
  }
  EXPECT_NE(daemon->wait_for_line("503 too many bytes under way"), "");
#if !defined(ALLO_TESTS_SANITIZED)
  EXPECT_LE(resident(), 32);
#endif
}

TEST_F(Internet, AWholeRequestMustArriveWithinTheDeadline) {
  start({"--deadline", "400"});
  const auto begun = Clock::now();
  Client client{port, "127.0.0.1"};
  client.send("POST " + path + " HTTP/1.1\r\nX-Slow: ");
  while (!client.hung_up() && Clock::now() - begun < 10s) {
    client.send("x");
    client.receive(20ms);
  }
  EXPECT_TRUE(client.hung_up());
  EXPECT_GE(Clock::now() - begun, 350ms);
  EXPECT_LT(Clock::now() - begun, 5s);
  EXPECT_NE(daemon->wait_for_line("refused 127.0.0.1: too slow"), "");
}

TEST_F(Internet, TheHeadIsBounded) {
  start();
  std::string lines;
  for (int i = 0; i < 94; ++i) lines += "X: y\r\n";  // And six of the delivery's.
  EXPECT_EQ(deliver("127.0.0.1", lines), 202);
  EXPECT_EQ(deliver("127.0.0.1", lines + "X: y\r\n"), 431);
  EXPECT_EQ(deliver("127.0.0.1", "X: " + std::string(60'000, 'y') + "\r\n"), 202);
  EXPECT_EQ(deliver("127.0.0.1", "X: " + std::string(66'000, 'y') + "\r\n"), 431);
  EXPECT_EQ(status_of("no HTTP at all\r\n\r\n"), 400);
  EXPECT_EQ(deliver(), 202);
}

TEST_F(Internet, TheBodyMayBeBoundedOtherwise) {
  start({"--max-body", "1000"});
  const auto of_size = [&](std::size_t size) {
    const allo::WebhookDelivery delivery =
        allo::make_delivery({.body = contact_body + std::string(size - contact_body.size(), ' '), .secret = secret});
    return status_of(head(delivery) + delivery.body);
  };
  EXPECT_EQ(of_size(1000), 202);
  EXPECT_EQ(of_size(1001), 413);
  Internet::start({"--max-body", "3000000"});
  EXPECT_EQ(of_size(2'999'999), 202);
}

TEST_F(Internet, BehindAProxyTheClientIsTheOneThatItNames) {
  start({"--behind-proxy", "127.0.0.1", "10.0.0.0/8", "--allow", "203.0.113.7", "--allow", "127.0.0.1"});
  const auto from = [&](const std::string& lines, const std::string& peer = "127.0.0.1") {
    return deliver(peer, lines);
  };
  EXPECT_EQ(from("X-Forwarded-For: 203.0.113.7\r\n"), 202);
  EXPECT_EQ(from("X-Forwarded-For: 203.0.113.8\r\n"), 403);
  EXPECT_EQ(from("x-forwarded-for: 203.0.113.8, 203.0.113.7\r\n"), 202);
  EXPECT_EQ(from("X-Forwarded-For: 203.0.113.7, 203.0.113.8\r\n"), 403);
  // A proxy behind a proxy.
  EXPECT_EQ(from("X-Forwarded-For: 203.0.113.8, 203.0.113.7 ,10.1.2.3\r\n"), 202);
  EXPECT_EQ(from("X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-For: 203.0.113.8\r\n"), 403);
  EXPECT_EQ(from("X-Forwarded-For: 203.0.113.8\r\nX-Forwarded-For: 203.0.113.7\r\n"), 202);
  // What cannot be read means the peer, which is on the list.
  EXPECT_EQ(from("X-Forwarded-For: 203.0.113.8, unknown\r\n"), 202);
  EXPECT_EQ(from("X-Forwarded-For: 203.0.113.8,\r\n"), 202);
  EXPECT_EQ(from(""), 202);
  // A stranger who writes the header himself.
  EXPECT_EQ(from("X-Forwarded-For: 203.0.113.7\r\n", "127.0.0.9"), 403);
}

TEST_F(Internet, WithoutAProxyTheHeaderIsIgnored) {
  start({"--allow", "127.0.0.1"});
  EXPECT_EQ(deliver("127.0.0.1", "X-Forwarded-For: 203.0.113.7\r\n"), 202);
  EXPECT_EQ(deliver("127.0.0.9", "X-Forwarded-For: 127.0.0.1\r\n"), 403);
}

TEST_F(Internet, BehindAProxyTheRateIsTheClients) {
  start({"--behind-proxy", "127.0.0.1", "--rate", "2"});
  const auto from = [&](const std::string& client) {
    return deliver("127.0.0.1", "X-Forwarded-For: " + client + "\r\n");
  };
  EXPECT_EQ(from("203.0.113.7"), 202);
  EXPECT_EQ(from("203.0.113.7"), 202);
  EXPECT_EQ(from("203.0.113.7"), 429);
  EXPECT_EQ(from("203.0.113.8"), 202);
  EXPECT_EQ(from("203.0.113.7"), 429);
}

TEST_F(Internet, AProxyMayHoldAsManyConnectionsAsThereAre) {
  start({"--behind-proxy", "127.0.0.1"});
  std::vector<Client> open;
  for (int i = 0; i < 100; ++i) {
    open.emplace_back(port, "127.0.0.1");
    open.back().send("P");
  }
  EXPECT_EQ(deliver("127.0.0.1", "X-Forwarded-For: 203.0.113.7\r\n"), 202);
  EXPECT_EQ(lines_with("too many connections"), 0u);
}

TEST_F(Internet, EveryRefusalIsALineWithItsReasonAndAddress) {
  start({"--behind-proxy", "127.0.0.1"});
  const std::string more = "X-Forwarded-For: 203.0.113.7\r\n";
  EXPECT_EQ(deliver("127.0.0.1", more, "/guess"), 404);
  EXPECT_NE(daemon->wait_for_line("refused 203.0.113.7: 404"), "");
  EXPECT_EQ(deliver("127.0.0.1", more + "Content-Encoding: gzip\r\n"), 415);
  EXPECT_NE(daemon->wait_for_line("refused 203.0.113.7: 415"), "");
  const allo::WebhookDelivery forged{.headers = {}, .body = R"({"secret of the body":1})"};
  EXPECT_EQ(status_of(head(forged, more) + forged.body), 401);
  EXPECT_THAT(daemon->wait_for_line("refused 203.0.113.7: 401"), HasSubstr("no header webhook-id"));
  const allo::WebhookDelivery junk = allo::make_delivery({.body = R"({"secret of the body":1})", .secret = secret});
  EXPECT_EQ(status_of(head(junk, more) + junk.body), 400);
  EXPECT_THAT(daemon->wait_for_line("refused 203.0.113.7: 400"), HasSubstr("topic"));
  EXPECT_THAT(daemon->output(), Not(HasSubstr(token)));
  EXPECT_THAT(daemon->output(), Not(HasSubstr("secret of the body")));
}

TEST_F(Internet, RefusalsAreWrittenDownTenTimesASecond) {
  start();
  const auto begun = Clock::now();
  for (int i = 0; i < 60; ++i) EXPECT_EQ(deliver("127.0.0.1", "", "/guess"), 404);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - begun).count();
  daemon->signal(SIGTERM);
  EXPECT_EQ(daemon->wait(), 0);
  daemon->wait_for_line("no such line");
  EXPECT_GE(lines_with("refused 127.0.0.1: 404"), 10u);
  EXPECT_LE(lines_with("refused 127.0.0.1: 404"), 10u * static_cast<std::size_t>(seconds + 2));
}

TEST_F(Internet, TakesABodyInChunks) {
  start();
  const allo::WebhookDelivery delivery = allo::make_delivery({.body = contact_body, .secret = secret});
  std::string text = head(delivery);
  text.replace(text.find("Content-Length"), std::string::npos, "Transfer-Encoding: chunked\r\n\r\n");
  std::array<char, 32> size{};
  std::snprintf(size.data(), size.size(), "%zx\r\n", delivery.body.size());
  EXPECT_EQ(status_of(text + size.data() + delivery.body + "\r\n0\r\n\r\n"), 202);
  // Two lengths could be read in two ways.
  EXPECT_EQ(status_of(head(delivery, "Transfer-Encoding: chunked\r\n") + delivery.body), 400);
  EXPECT_EQ(status_of(head(delivery, "Content-Length: 5\r\n") + delivery.body), 400);
}

TEST(WebhookToken, MustBeLongAndFreeOfWhiteSpaceAndQuotes) {
  for (const std::string& bad :
       {std::string{"0123456789abcde"}, token + " ", " " + token, token + "\n", token + "\t", "\"" + token + "\"",
        "'" + token + "'", token + "/x", token + "?x", token + "%20", token + "\xc3\xa9", token + "#"}) {
    Daemon daemon{ALLO_WEBHOOK_SERVER, {}, {{"ALLO_WEBHOOK_TOKEN", bad}}};
    EXPECT_EQ(daemon.wait(), 2) << bad;
    EXPECT_THAT(daemon.wait_for_line("ALLO_WEBHOOK_TOKEN"), HasSubstr("16 characters")) << bad;
    EXPECT_THAT(daemon.output(), Not(HasSubstr("0123456789"))) << bad;
  }
  Daemon daemon{ALLO_WEBHOOK_SERVER, {}, {{"ALLO_WEBHOOK_TOKEN", "0123456789abcdef"}}};
  EXPECT_GT(daemon.wait_for_port(), 0);
}
