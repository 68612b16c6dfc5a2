#ifndef ALLO_TESTS_WEBHOOKS_EXAMPLES_REDIS_HPP
#define ALLO_TESTS_WEBHOOKS_EXAMPLES_REDIS_HPP

#include "support/daemon.hpp"
#include "support/ports.hpp"
#include "support/redis.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace allo::test {

/// A Redis server of the test's own, in memory only. Skips the test where there is no redis-server.
class WithRedis : public testing::Test {
 protected:
  void SetUp() override {
    if (std::string{ALLO_REDIS_SERVER}.find("NOTFOUND") != std::string::npos) {
      GTEST_SKIP() << "redis-server is not installed (apt install redis-server)";
    }
    start_redis();
    redis = std::make_shared<example::Redis>(example::RedisOptions{.port = port});
  }

  /// Starts the server, instead of the one before if there is one.
  void start_redis(const std::vector<std::string>& more = {}) {
    server.reset();
    std::vector<std::string> arguments{"--port", std::to_string(port), "--bind", "127.0.0.1",   "--save",
                                       "",       "--appendonly",       "no",     "--daemonize", "no"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    server = std::make_unique<Daemon>(ALLO_REDIS_SERVER, std::move(arguments));
    ASSERT_NE(server->wait_for_line("Ready to accept connections"), "") << server->output();
  }

  /// One integer from a script over one key.
  std::int64_t ask(const std::string& script, const std::string& key) { return redis->run(script, {key}, {}).at(0); }

  /// Has the server close every connection but this one, as it does with those that are idle for too long.
  void close_clients() const {
    const int handle = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in peer{};
    peer.sin_family = AF_INET;
    peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    peer.sin_port = htons(static_cast<std::uint16_t>(port));
    const std::string command = "CLIENT KILL TYPE normal SKIPME yes\r\n";
    char answer = 0;
    EXPECT_EQ(connect(handle, reinterpret_cast<sockaddr*>(&peer), sizeof(peer)), 0);
    EXPECT_EQ(write(handle, command.data(), command.size()), static_cast<ssize_t>(command.size()));
    EXPECT_EQ(read(handle, &answer, 1), 1);
    EXPECT_EQ(answer, ':');
    close(handle);
  }

  const ReservedPort reserved{};
  const int port = reserved.port();
  std::unique_ptr<Daemon> server;
  std::shared_ptr<example::Redis> redis;
};

}  // namespace allo::test

#endif
