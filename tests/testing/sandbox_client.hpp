#ifndef ALLO_TESTS_TESTING_SANDBOX_CLIENT_HPP
#define ALLO_TESTS_TESTING_SANDBOX_CLIENT_HPP

#include "testing/model/json.hpp"
#include "testing/test_time.hpp"

#include <allo/testing/sandbox.hpp>

#include <gtest/gtest.h>
#include <httplib.h>

#include <chrono>

ALLO_NAMESPACE_BEGIN
namespace testing {

using detail::Json;

/// A plain HTTP client of a sandbox, with the default key.
inline httplib::Client client_of(const Sandbox& sandbox) {
  httplib::Client client{"127.0.0.1", sandbox.port()};
  client.set_default_headers({{"Authorization", sandbox.key()}});
  client.set_keep_alive(true);
  client.set_tcp_nodelay(true);
  client.set_read_timeout(std::chrono::seconds{20});
  return client;
}

}  // namespace testing
ALLO_NAMESPACE_END

#endif
