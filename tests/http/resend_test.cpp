#include "http/transport_fixture.hpp"

#include <gmock/gmock.h>

#include <ostream>
#include <string>

namespace allo::test {
namespace {

/// Answers the first request of a connection and drops the connection after having read the second.
FaultServer::Options dying_on_the_second_request(bool with_tls, Step end) {
  FaultServer::Options options;
  if (with_tls) options.tls = Certificate::Good;
  options.on_request = [end](const SeenRequest& request) {
    return request.number_on_connection == 0 ? Script{send_bytes(http_response(200, "{}"))} : Script{end};
  };
  return options;
}

struct Write {
  HttpMethod method;
  std::string body;
};

void PrintTo(const Write& write, std::ostream* out) {
  *out << to_string(write.method) << " with " << write.body.size() << " bytes";
}

class Resend : public testing::TestWithParam<Write> {};

TEST_P(Resend, AWriteOnAConnectionThatDiesIsSeenOnce) {
  for (const bool with_tls : {false, true}) {
    for (const Step& end : {close_connection(), reset_connection()}) {
      FaultServer server(dying_on_the_second_request(with_tls, end));
      const auto transport = make_curl_transport({.ca_pem = test_authority_pem()});
      transport->send(request_to(server.url("/first")));
      const auto failure =
          failure_of(*transport, request_to(server.url("/second"), GetParam().method, GetParam().body));
      ASSERT_TRUE(failure);
      EXPECT_TRUE(failure->request_may_have_been_sent());
      EXPECT_TRUE(failure->kind() == TransportError::Receive || failure->kind() == TransportError::Send)
          << failure->what();
      ASSERT_EQ(server.requests().size(), 2U) << "with TLS: " << with_tls;
      EXPECT_EQ(server.requests().back().connection, 0) << "the second request was to go over the kept connection";
      EXPECT_EQ(server.connections(), 1);
      // The handle is as good as new afterwards.
      EXPECT_EQ(transport->send(request_to(server.url("/third"), GetParam().method, GetParam().body)).status, 200);
      EXPECT_EQ(server.requests().size(), 3U);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Writes, Resend,
                         testing::Values(Write{HttpMethod::Post, ""}, Write{HttpMethod::Post, R"({"a":1})"},
                                         Write{HttpMethod::Post, std::string(300'000, 'x')}, Write{HttpMethod::Put, ""},
                                         Write{HttpMethod::Put, R"({"a":1})"}, Write{HttpMethod::Patch, R"({"a":1})"},
                                         Write{HttpMethod::Delete, ""}, Write{HttpMethod::Delete, R"({"a":1})"}));

TEST(IdleConnection, ThatTheServerClosedCostsARequestNothing) {
  for (const HttpMethod method : {HttpMethod::Get, HttpMethod::Post, HttpMethod::Delete}) {
    FaultServer server;
    const auto transport = make_curl_transport();
    transport->send(request_to(server.url("/first")));
    ASSERT_TRUE(server.close_idle_connections());
    EXPECT_EQ(transport->send(request_to(server.url("/second"), method)).status, 200);
    EXPECT_EQ(server.requests().size(), 2U);
    EXPECT_EQ(server.connections(), 2);
  }
}

TEST(IdleConnection, ThatDiesUnderAReadIsReplacedOnce) {
  FaultServer server(dying_on_the_second_request(false, close_connection()));
  const auto transport = make_curl_transport();
  transport->send(request_to(server.url("/first")));
  EXPECT_EQ(transport->send(request_to(server.url("/second"))).status, 200);
  EXPECT_EQ(server.requests().size(), 3U);
}

}  // namespace
}  // namespace allo::test
