#ifndef ALLO_TESTS_SOAK_LIGHT_SERVER_HPP
#define ALLO_TESTS_SOAK_LIGHT_SERVER_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace allo::test {

/// A server on a free loopback port that answers every request with 200. It remembers nothing of a request, so that the
/// memory of a program that runs one grows by the client's doing only. `get_body` answers a GET, `other_body` the rest.
class LightServer {
 public:
  LightServer(std::string_view get_body, std::string_view other_body);
  ~LightServer();
  LightServer(const LightServer&) = delete;
  LightServer& operator=(const LightServer&) = delete;

  std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  void accept_connections();
  void serve(int fd) const;

  const std::string get_response_;
  const std::string other_response_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::vector<int> connections_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace allo::test

#endif
