#include "http/transport_fixture.hpp"
#include "support/certificates.hpp"
#include "support/fault_server.hpp"

#include <allo/errors.hpp>
#include <allo/transport.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <string>

namespace allo::test {
namespace {

/// Agrees to HTTP/2, whatever else is offered.
int choose_http2(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char*, unsigned int, void*) {
  *chosen = reinterpret_cast<const unsigned char*>("h2");
  *size = 2;
  return SSL_TLSEXT_ERR_OK;
}

std::string number(std::uint32_t value, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>((value >> (8 * i)) & 0xFFU);
  return text;
}

/// A frame of RFC 9113, section 4.1.
std::string frame(std::uint32_t type, std::uint32_t stream, const std::string& payload = {}, std::uint32_t flags = 0) {
  return number(static_cast<std::uint32_t>(payload.size()), 3) + number(type, 1) + number(flags, 1) +
         number(stream, 4) + payload;
}

constexpr std::uint32_t headers_frame = 1;
constexpr std::uint32_t rst_stream = 3;
constexpr std::uint32_t settings = 4;
constexpr std::uint32_t ping = 6;
constexpr std::uint32_t goaway = 7;
constexpr std::uint32_t no_error = 0;
constexpr std::uint32_t internal_error = 2;
constexpr std::uint32_t refused_stream = 7;

/// What servers say that have read a request and then claim not to have looked at it.
struct Denial {
  const char* name;
  std::string frames;
  const char* detail = "was closed before a response arrived";
};

const Denial denials[] = {
    {"INTERNAL_ERROR", frame(rst_stream, 1, number(internal_error, 4)),
     "was closed before a response arrived: HTTP/2 stream 1 was not closed cleanly: INTERNAL_ERROR"},
    {"REFUSED_STREAM", frame(rst_stream, 1, number(refused_stream, 4))},
    {"GOAWAY before the first stream", frame(goaway, 0, number(0, 4) + number(no_error, 4))},
    {"GOAWAY and the end",
     frame(goaway, 0, number(0, 4) + number(no_error, 4)) + frame(rst_stream, 1, number(refused_stream, 4))},
};

/// The client's preface looks like two requests with an empty body each, "PRI * HTTP/2.0" and "SM".
FaultServer::Options denying(const Denial& denial, const std::string& body, std::atomic<int>& bodies) {
  FaultServer::Options options{.tls = Certificate::Good};
  options.on_tls_context = [](SSL_CTX* context) { SSL_CTX_set_alpn_select_cb(context, &choose_http2, nullptr); };
  options.on_request = [&denial, &bodies, body](const SeenRequest& request) {
    if (request.head != "SM") return Script{send_bytes(frame(settings, 0))};
    return Script{read_until(body), call([&bodies] { ++bodies; }), send_bytes(denial.frames), stall()};
  };
  return options;
}

TEST(Http2, NoDenialMakesAWriteGoOutAgain) {
  for (const Denial& denial : denials) {
    for (const HttpMethod method : {HttpMethod::Post, HttpMethod::Patch, HttpMethod::Put, HttpMethod::Delete}) {
      SCOPED_TRACE(std::string{denial.name} + " to " + std::string{to_string(method)});
      std::atomic<int> bodies{0};
      const std::string body = R"({"message":"Hello"})";
      FaultServer server(denying(denial, body, bodies));
      const auto transport = make_curl_transport({.http2 = true, .ca_pem = test_authority_pem()});
      const auto failure = failure_of(*transport, request_to(server.url("/v1/api/sms"), method, body));
      ASSERT_TRUE(failure);
      EXPECT_EQ(failure->kind(), TransportError::Receive) << failure->what();
      EXPECT_EQ(failure->delivery(), DeliveryState::MaybeSent) << failure->what();
      EXPECT_EQ(bodies, 1) << "seen once";
      EXPECT_THAT(failure->what(), testing::HasSubstr(denial.detail));
    }
  }
}

/// The status line of RFC 7541 for 200, and nothing behind it.
std::string answer_on(std::uint32_t stream) { return frame(headers_frame, stream, "\x88", 0x5); }

TEST(Http2, ConnectionStaysInUseWhateverComesBetweenTheAnswers) {
  FaultServer::Options options{.tls = Certificate::Good};
  options.on_tls_context = [](SSL_CTX* context) { SSL_CTX_set_alpn_select_cb(context, &choose_http2, nullptr); };
  options.on_request = [](const SeenRequest& request) {
    if (request.head != "SM") return Script{send_bytes(frame(settings, 0))};
    return Script{read_until("body-1"),     send_bytes(answer_on(1)),
                  wait_for_cue(),           send_bytes(frame(ping, 0, "--ping--")),
                  tell_when_arrived(),      read_until("body-2"),
                  send_bytes(answer_on(3)), stall()};
  };
  FaultServer server(options);
  const auto transport = make_curl_transport({.http2 = true, .ca_pem = test_authority_pem()});
  EXPECT_EQ(transport->send(request_to(server.url("/"), HttpMethod::Post, "body-1")).status, 200);
  ASSERT_TRUE(server.give_cue());
  HttpRequest second = request_to(server.url("/"), HttpMethod::Post, "body-2");
  second.timeout = std::chrono::seconds(5);
  EXPECT_EQ(transport->send(second).status, 200);
  EXPECT_EQ(server.connections(), 1);
}

}  // namespace
}  // namespace allo::test
