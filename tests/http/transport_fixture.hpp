#ifndef ALLO_TESTS_HTTP_TRANSPORT_FIXTURE_HPP
#define ALLO_TESTS_HTTP_TRANSPORT_FIXTURE_HPP

#include "support/fault_server.hpp"

#include <allo/errors.hpp>
#include <allo/transport.hpp>

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace allo::test {

inline HttpRequest request_to(std::string url, HttpMethod method = HttpMethod::Get, std::string body = {}) {
  HttpRequest request;
  request.method = method;
  request.url = std::move(url);
  request.headers.add("Authorization", "secret_key");
  request.body = std::move(body);
  request.timeout = std::chrono::seconds(30);
  return request;
}

/// Sends a request that must fail below HTTP.
inline std::optional<TransportException> failure_of(HttpTransport& transport, const HttpRequest& request) {
  try {
    const HttpResponse response = transport.send(request);
    ADD_FAILURE() << "answered with " << response.status;
  } catch (const TransportException& e) {
    EXPECT_EQ(std::string(e.what()).find("secret"), std::string::npos) << e.what();
    return e;
  }
  return std::nullopt;
}

/// The sockets of this process that are connected to `port`.
inline std::vector<int> sockets_to(std::uint16_t port) {
  std::vector<int> sockets;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    const int fd = std::stoi(entry.path().filename().string());
    sockaddr_in peer{};
    socklen_t size = sizeof peer;
    if (::getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &size) == 0 && peer.sin_family == AF_INET &&
        ntohs(peer.sin_port) == port) {
      sockets.push_back(fd);
    }
  }
  return sockets;
}

}  // namespace allo::test

#endif
