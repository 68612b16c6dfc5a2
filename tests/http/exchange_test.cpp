#include "http/transport_fixture.hpp"

#include <gmock/gmock.h>

#include <string>

namespace allo::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

FaultServer::Options answering(std::string bytes) {
  return {.on_request = [bytes](const SeenRequest&) { return Script{send_bytes(bytes)}; }};
}

TEST(Exchange, CarriesMethodPathHeadersAndBody) {
  FaultServer server;
  const auto transport = make_curl_transport();
  HttpRequest request = request_to(server.url("/v1/sms?a=%2B1"), HttpMethod::Post, R"({"to":"+1"})");
  request.headers.add("Content-Type", "application/json");
  request.headers.add("X-Empty", "");
  request.headers.add("X-Twice", "1");
  request.headers.add("X-Twice", "2");
  const HttpResponse response = transport->send(request);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, R"({"data":{}})");
  ASSERT_EQ(server.requests().size(), 1U);
  const SeenRequest seen = server.requests().front();
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.target, "/v1/sms?a=%2B1");
  EXPECT_EQ(seen.body, R"({"to":"+1"})");
  EXPECT_EQ(seen.header("Authorization"), "secret_key");
  EXPECT_EQ(seen.header("Content-Type"), "application/json");
  EXPECT_EQ(seen.header("Content-Length"), "11");
  EXPECT_EQ(seen.header("X-Empty"), "");
  EXPECT_THAT(seen.head, HasSubstr("X-Twice: 1\r\nX-Twice: 2"));
  EXPECT_EQ(seen.header("Expect"), std::nullopt);
  EXPECT_EQ(seen.header("Transfer-Encoding"), std::nullopt);
  EXPECT_EQ(seen.header("User-Agent"), std::nullopt);
}

TEST(Exchange, SendsEveryMethodWithAndWithoutABodyOnOneConnection) {
  FaultServer server;
  const auto transport = make_curl_transport();
  for (const std::string body : {"", "{}", ""}) {
    for (const HttpMethod method :
         {HttpMethod::Get, HttpMethod::Post, HttpMethod::Put, HttpMethod::Patch, HttpMethod::Delete, HttpMethod::Get}) {
      transport->send(request_to(server.url("/x"), method, body));
      const SeenRequest seen = server.requests().back();
      EXPECT_EQ(seen.method, to_string(method));
      EXPECT_EQ(seen.body, body);
      EXPECT_EQ(seen.header("Content-Type"), std::nullopt);
      const bool states_length = !body.empty() || (method != HttpMethod::Get && method != HttpMethod::Delete);
      EXPECT_EQ(seen.header("Content-Length").has_value(), states_length) << seen.head;
    }
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST(Exchange, SendsThePathAsItIs) {
  FaultServer server;
  for (const std::string path : {"/v1/contact/%2E%2E", "/v1/contact/../x", "/v1/./a//b", "/%2f?a=%2e%2e&b=+"}) {
    make_curl_transport()->send(request_to(server.url(path)));
    EXPECT_EQ(server.requests().back().target, path);
  }
}

TEST(Exchange, DoesNotWaitForPermissionToSendALargeBody) {
  FaultServer server;
  const auto transport = make_curl_transport();
  const std::string body(3U * 1024U * 1024U, 'x');
  transport->send(request_to(server.url("/"), HttpMethod::Put, body));
  EXPECT_EQ(server.requests().front().body, body);
  EXPECT_EQ(server.requests().front().header("Expect"), std::nullopt);
}

TEST(Exchange, GivesStatusAndHeadersAsReceived) {
  FaultServer server(
      answering(http_response(404, "gone", {{"X-Request-Id", "req_1"}, {"Set-Cookie", "a=1"}, {"set-cookie", "b=2"}})));
  const auto transport = make_curl_transport();
  const HttpResponse response = transport->send(request_to(server.url("/")));
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.body, "gone");
  EXPECT_EQ(response.headers.get("x-request-id"), "req_1");
  EXPECT_THAT(response.headers.all("Set-Cookie"), ElementsAre("a=1", "b=2"));
  EXPECT_EQ(response.headers.size(), 4U);
  transport->send(request_to(server.url("/")));
  EXPECT_EQ(server.requests().back().header("Cookie"), std::nullopt);
}

TEST(Exchange, KeepsOnlyTheHeadersOfTheFinalResponse) {
  FaultServer server(
      answering("HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" +
                http_response(200, "{}", {{"X-Last", "1"}})));
  const auto transport = make_curl_transport();
  const HttpResponse response = transport->send(request_to(server.url("/")));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.get("X-Early"), std::nullopt);
  EXPECT_EQ(response.headers.get("Link"), std::nullopt);
  EXPECT_EQ(response.headers.get("X-Last"), "1");
}

TEST(Exchange, LeavesOutTrailersAndLinesThatAreNoHeaders) {
  FaultServer server(
      answering("HTTP/1.1 200 OK\r\nX-Folded: a\r\n  b\r\nBad Name: 1\r\nX-Control: a\x01\r\nX-Good: ok\r\n"
                "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX-Trailer: 1\r\n\r\n"));
  const auto transport = make_curl_transport();
  const HttpResponse response = transport->send(request_to(server.url("/")));
  EXPECT_EQ(response.body, "{}");
  EXPECT_EQ(response.headers.get("X-Folded"), "a b");
  EXPECT_EQ(response.headers.get("X-Good"), "ok");
  EXPECT_EQ(response.headers.get("X-Control"), std::nullopt);
  EXPECT_EQ(response.headers.get("X-Trailer"), std::nullopt);
}

TEST(Exchange, DoesNotFollowRedirects) {
  FaultServer elsewhere;
  for (const int status : {301, 302, 303, 307, 308}) {
    FaultServer server(answering(http_response(status, "", {{"Location", elsewhere.url("/stolen")}})));
    const auto transport = make_curl_transport();
    EXPECT_EQ(transport->send(request_to(server.url("/"), HttpMethod::Post, "{}")).status, status);
    EXPECT_EQ(transport->send(request_to(server.url("/"))).status, status);
  }
  EXPECT_EQ(elsewhere.connections(), 0);
}

TEST(Exchange, LeavesRoomBehindTheBody) {
  for (const std::size_t size : {0U, 1U, 100U, 100'000U}) {
    FaultServer server(answering(http_response(200, std::string(size, 'x'))));
    const auto transport = make_curl_transport();
    const HttpResponse response = transport->send(request_to(server.url("/")));
    EXPECT_EQ(response.body.size(), size);
    EXPECT_TRUE(size == 0 || response.body.capacity() >= size + 64);
    EXPECT_LE(response.body.capacity(), size + 128);
  }
}

TEST(Exchange, RefusesUrlsThatAreNotPlainHttp) {
  const auto transport = make_curl_transport();
  for (const std::string url : {"", "/v1", "ftp://127.0.0.1/", "file:///etc/passwd", "http://", "http:///x",
                                "http://user:secret@127.0.0.1/", "http://127.0.0.1/a b", "http://127.0.0.1/\r\nX: 1",
                                "http://127.0.0.1/\xC3\xA9", "http://127.0.0.1:99999/", "http://[::1/"}) {
    try {
      transport->send(request_to(url));
      ADD_FAILURE() << url;
    } catch (const InvalidArgumentException& e) {
      EXPECT_THAT(e.what(), Not(HasSubstr("secret")));
    }
  }
}

TEST(Exchange, RefusesHeadersThatDecideWhereARequestEnds) {
  FaultServer server;
  const auto transport = make_curl_transport();
  for (const char* const name : {"Content-Length", "transfer-encoding", "Expect"}) {
    HttpRequest request = request_to(server.url("/"), HttpMethod::Post, "{}");
    request.headers.add(name, "1");
    EXPECT_THROW(transport->send(request), InvalidArgumentException) << name;
  }
  EXPECT_EQ(server.connections(), 0);
  EXPECT_EQ(transport->send(request_to(server.url("/"))).status, 200);
}

TEST(Exchange, AsksForCompressionByOption) {
  FaultServer server;
  make_curl_transport()->send(request_to(server.url("/")));
  EXPECT_THAT(server.requests().back().header("Accept-Encoding").value_or(""), HasSubstr("gzip"));
  make_curl_transport({.compression = false})->send(request_to(server.url("/")));
  EXPECT_EQ(server.requests().back().header("Accept-Encoding"), std::nullopt);
}

TEST(CurlTransportOptions, OutOfBoundsAreRefused) {
  EXPECT_THROW(make_curl_transport({.max_connections = 0}), InvalidArgumentException);
  EXPECT_THROW(make_curl_transport({.max_response_bytes = 0}), InvalidArgumentException);
  EXPECT_THROW(make_curl_transport({.max_header_bytes = 0}), InvalidArgumentException);
  EXPECT_THROW(make_curl_transport({.idle_timeout = std::chrono::seconds(-1)}), InvalidArgumentException);
  EXPECT_THROW(make_curl_transport({.ca_file = "a", .ca_pem = "-----BEGIN"}), InvalidArgumentException);
  EXPECT_THROW(make_curl_transport({.ca_pem = "not PEM"}), InvalidArgumentException);
  try {
    make_curl_transport({.proxy = "http://user:secret@proxy:port"});
    ADD_FAILURE();
  } catch (const InvalidArgumentException& e) {
    EXPECT_THAT(e.what(), Not(HasSubstr("secret")));
  }
}

}  // namespace
}  // namespace allo::test
