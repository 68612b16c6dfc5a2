#include "http/transport_fixture.hpp"
#include "support/gzip.hpp"
#include "support/ports.hpp"

#include <gmock/gmock.h>

#include <string>

namespace allo::test {
namespace {

using testing::HasSubstr;

struct Fault {
  const char* name;
  TransportError kind;
  bool may_have_been_sent;
  const char* text;  // A part of the message.
  Script script{};
  bool on_accept = false;
};

std::string head(const char* headers) { return std::string("HTTP/1.1 200 OK\r\n") + headers + "\r\n"; }

std::vector<Fault> faults() {
  using enum TransportError;
  return {
      {"close on accept", Receive, true, "before a response", {close_connection()}, true},
      {"close after the request", Receive, true, "before a response", {close_connection()}},
      {"reset after the request", Receive, true, "before a response", {reset_connection()}},
      {"close within the status line", Receive, true, "", {send_bytes("HTTP/1.1 20"), close_connection()}},
      {"close within the headers",
       Receive,
       true,
       "",
       {send_bytes("HTTP/1.1 200 OK\r\nContent-Le"), close_connection()}},
      {"reset within the headers",
       Receive,
       true,
       "",
       {send_bytes("HTTP/1.1 200 OK\r\nContent-Le"), reset_connection()}},
      {"close within the body",
       Receive,
       true,
       "cut off",
       {send_bytes(head("Content-Length: 100\r\n") + "{"), close_connection()}},
      {"reset within the body",
       Receive,
       true,
       "cut off",
       {send_bytes(head("Content-Length: 100\r\n") + "{"), reset_connection()}},
      {"close within a chunk",
       Receive,
       true,
       "cut off",
       {send_bytes(head("Transfer-Encoding: chunked\r\n") + "10\r\n{"), close_connection()}},
      {"close between chunks",
       Receive,
       true,
       "cut off",
       {send_bytes(head("Transfer-Encoding: chunked\r\n") + "1\r\n{\r\n"), close_connection()}},
      {"bad chunk size",
       Receive,
       true,
       "cut off",
       {send_bytes(head("Transfer-Encoding: chunked\r\n") + "zz\r\n{"), close_connection()}},
      {"length that is no number",
       Receive,
       true,
       "",
       {send_bytes(head("Content-Length: many\r\n") + "{}"), close_connection()}},
      {"no HTTP at all", Receive, true, "not HTTP", {send_bytes("SSH-2.0-OpenSSH_9.2\r\n"), close_connection()}},
      {"HTTP/0.9", Receive, true, "not HTTP", {send_bytes("<html>secret</html>"), close_connection()}},
      {"corrupt gzip",
       BadEncoding,
       true,
       "encoding",
       {send_bytes(http_response(200, "not gzip at all", {{"Content-Encoding", "gzip"}}))}},
      {"gzip with more behind it",
       BadEncoding,
       true,
       "encoding",
       {send_bytes(http_response(200, gzip("{}") + "more", {{"Content-Encoding", "gzip"}}))}},
      {"unknown encoding",
       BadEncoding,
       true,
       "encoding",
       {send_bytes(http_response(200, "{}", {{"Content-Encoding", "secret"}}))}},
  };
}

TEST(Failure, IsNamedForWhatItIs) {
  for (const Fault& fault : faults()) {
    for (const bool with_tls : {false, true}) {
      if (with_tls && fault.on_accept) continue;
      SCOPED_TRACE(std::string(fault.name) + (with_tls ? " over TLS" : ""));
      FaultServer::Options options;
      if (with_tls) options.tls = Certificate::Good;
      if (fault.on_accept) {
        options.on_accept = [&](int) { return fault.script; };
      } else {
        options.on_request = [&](const SeenRequest&) { return fault.script; };
      }
      FaultServer server(options);
      const auto transport = make_curl_transport({.ca_pem = test_authority_pem()});
      for (const HttpMethod method : {HttpMethod::Get, HttpMethod::Post, HttpMethod::Delete}) {
        const int seen = static_cast<int>(server.requests().size());
        const auto failure = failure_of(*transport, request_to(server.url("/secret"), method));
        ASSERT_TRUE(failure);
        EXPECT_EQ(failure->kind(), fault.kind) << failure->what();
        EXPECT_EQ(failure->request_may_have_been_sent(), fault.may_have_been_sent);
        EXPECT_THAT(failure->what(), HasSubstr(fault.text));
        EXPECT_THAT(failure->what(), HasSubstr("127.0.0.1:" + std::to_string(server.port())));
        const bool is_seen_once = static_cast<int>(server.requests().size()) == seen + 1;
        EXPECT_TRUE(is_seen_once || method == HttpMethod::Get || fault.on_accept);
      }
    }
  }
}

TEST(Failure, OfAConnectionResetAtOnceIsOneOfConnectingOrReceiving) {
  FaultServer server({.on_accept = [](int) { return Script{reset_connection()}; }});
  for (int i = 0; i < 20; ++i) {
    const auto failure = failure_of(*make_curl_transport(), request_to(server.url("/"), HttpMethod::Post, "{}"));
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->request_may_have_been_sent(), failure->kind() != TransportError::Connect) << failure->what();
  }
  EXPECT_TRUE(server.requests().empty());
}

TEST(Failure, WhileTheRequestGoesOutLeavesItsFateOpen) {
  for (const bool with_tls : {false, true}) {
    FaultServer::Options options;
    if (with_tls) options.tls = Certificate::Good;
    options.on_head = [] { return Script{reset_connection()}; };
    FaultServer server(options);
    const auto transport = make_curl_transport({.ca_pem = test_authority_pem()});
    const std::string body(8U * 1024U * 1024U, 'x');
    const auto failure = failure_of(*transport, request_to(server.url("/"), HttpMethod::Post, body));
    ASSERT_TRUE(failure);
    EXPECT_TRUE(failure->kind() == TransportError::Send || failure->kind() == TransportError::Receive)
        << failure->what();
    EXPECT_TRUE(failure->request_may_have_been_sent());
    EXPECT_EQ(server.connections(), 1);
  }
}

TEST(Failure, OfTheConnectionSaysWhy) {
  ReservedPort port;
  const std::string address = "127.0.0.1:" + std::to_string(port.port());
  const auto failure =
      failure_of(*make_curl_transport(), request_to("http://" + address + "/secret?secret", HttpMethod::Post));
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind(), TransportError::Connect);
  EXPECT_FALSE(failure->request_may_have_been_sent());
  EXPECT_EQ(std::string(failure->what()), "no connection to " + address + ": Connection refused");
}

TEST(Failure, OfNameResolutionNamesTheHost) {
  const auto failure =
      failure_of(*make_curl_transport(), request_to("https://api.unknown.test/secret", HttpMethod::Post));
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind(), TransportError::Resolve);
  EXPECT_FALSE(failure->request_may_have_been_sent());
  EXPECT_EQ(std::string(failure->what()), "the host name of api.unknown.test:443 was not found");
}

TEST(Bound, OnTheBodyHoldsForEveryWayToSendIt) {
  const std::string body(5000, 'x');
  const std::string chunked = head("Transfer-Encoding: chunked\r\n") + "1388\r\n" + body + "\r\n0\r\n\r\n";
  const std::string packed = http_response(200, gzip(body), {{"Content-Encoding", "gzip"}});
  for (const std::string& response : {http_response(200, body), chunked, packed}) {
    FaultServer server({.on_request = [&](const SeenRequest&) { return Script{send_bytes(response)}; }});
    EXPECT_EQ(make_curl_transport({.max_response_bytes = 5000})->send(request_to(server.url("/"))).body, body);
    const auto failure = failure_of(*make_curl_transport({.max_response_bytes = 4999}), request_to(server.url("/")));
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->kind(), TransportError::TooLarge) << failure->what();
    EXPECT_TRUE(failure->request_may_have_been_sent());
  }
}

TEST(Bound, StopsAGzipBombEarly) {
  const std::string bomb = gzip(std::string(32U * 1024U * 1024U, '\0'));
  FaultServer server({.on_request = [&](const SeenRequest&) {
    return Script{send_bytes(http_response(200, bomb, {{"Content-Encoding", "gzip"}}))};
  }});
  const auto failure =
      failure_of(*make_curl_transport({.max_response_bytes = 1024 * 1024}), request_to(server.url("/")));
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind(), TransportError::TooLarge);
}

TEST(Bound, DoesNotBelieveALengthBeforeTheBytesArrive) {
  FaultServer server({.on_request = [](const SeenRequest&) {
    return Script{send_bytes(head("Content-Length: 9000000000000000000\r\n") + "{"), close_connection()};
  }});
  const auto failure = failure_of(*make_curl_transport(), request_to(server.url("/")));
  ASSERT_TRUE(failure);
  EXPECT_TRUE(failure->kind() == TransportError::Receive || failure->kind() == TransportError::TooLarge)
      << failure->what();
}

TEST(Bound, OnHeadersHoldsForManyAndForOne) {
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "X-Filler: 0123456789\r\n";
  const std::string one = "X-Filler: " + std::string(1024 * 1024, 'x') + "\r\n";
  std::string early;
  for (int i = 0; i < 100'000; ++i) early += "HTTP/1.1 103 Early\r\nX: y\r\n\r\n";
  for (const std::string& response : {head(many.c_str()), head(one.c_str()), early}) {
    FaultServer server({.on_request = [&](const SeenRequest&) {
      return Script{send_bytes(response), close_connection()};
    }});
    const auto failure = failure_of(*make_curl_transport(), request_to(server.url("/")));
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->kind(), TransportError::TooLarge) << failure->what();
    EXPECT_THAT(failure->what(), HasSubstr("headers"));
  }
}

TEST(Bound, OnHeadersIsAnOption) {
  FaultServer server({.on_request = [](const SeenRequest&) {
    return Script{send_bytes(http_response(200, "{}", {{"X-Filler", std::string(2000, 'x')}}))};
  }});
  EXPECT_EQ(make_curl_transport({.max_header_bytes = 4000})->send(request_to(server.url("/"))).status, 200);
  const auto failure = failure_of(*make_curl_transport({.max_header_bytes = 1000}), request_to(server.url("/")));
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind(), TransportError::TooLarge);
}

TEST(Failure, HasNoDetailOfLibcurlsWhereThatSaysNoMore) {
  FaultServer server({.on_request = [](const SeenRequest&) { return Script{close_connection()}; }});
  const auto transport = make_curl_transport();
  const auto failure = failure_of(*transport, request_to(server.url("/"), HttpMethod::Post, "{}"));
  ASSERT_TRUE(failure);
  EXPECT_EQ(std::string{failure->what()},
            "the connection to 127.0.0.1:" + std::to_string(server.port()) + " was closed before a response arrived");
}

}  // namespace
}  // namespace allo::test
