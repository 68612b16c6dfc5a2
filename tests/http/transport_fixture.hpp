#ifndef ALLO_TESTS_HTTP_TRANSPORT_FIXTURE_HPP
#define ALLO_TESTS_HTTP_TRANSPORT_FIXTURE_HPP

#include "support/fault_server.hpp"

#include <allo/errors.hpp>
#include <allo/transport.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>

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

}  // namespace allo::test

#endif
