#include "base/request_id.hpp"

#include "support/fake_transport.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace {

using test::respond;
using test::thrown_by;

std::string id_of(const HttpRequest& request) {
  EXPECT_LE(request.headers.all("X-Request-Id").size(), 1U);
  return std::string{request.headers.get("x-request-id").value_or("none")};
}

TEST(RequestId, IsAnotherForEachAttempt) {
  test::FakeClient fake;
  fake.transport->then(respond(503)).then(respond(503)).then(respond(200, R"({"data":[]})"));
  fake.client().numbers.list();
  fake.transport->then(respond(200, R"({"data":{"content":"Hello"}})"));
  fake.client().sms.send({.from = "+1234567890", .to = "+0987654321", .message = "Hello"});
  std::set<std::string> ids;
  for (const HttpRequest& request : fake.transport->requests()) {
    const std::string id = id_of(request);
    EXPECT_EQ(id.size(), 32U);
    EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos) << id;
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 4U);
}

TEST(RequestId, OfTheCallerIsKeptForAllAttempts) {
  for (const bool of_the_client : {true, false}) {
    test::FakeClient fake;
    RequestOptions options;
    (of_the_client ? fake.options.headers : options.headers).add("x-request-id", "mine");
    fake.transport->then(respond(503)).then(respond(200, R"({"data":[]})"));
    fake.client().numbers.list(options);
    for (const HttpRequest& request : fake.transport->requests()) EXPECT_EQ(id_of(request), "mine");
  }
}

TEST(RequestId, IsKnownWhereNoAnswerCame) {
  test::FakeClient fake;
  fake.transport->then_fail(TransportError::Timeout, true);
  ResponseInfo info;
  const auto error = thrown_by<TransportException>([&] {
    fake.client().sms.send({.from = "+1234567890", .to = "+0987654321", .message = "Hello"}, {.response = &info});
  });
  EXPECT_EQ(error.request_id(), id_of(fake.transport->last()));
  EXPECT_EQ(info.request_id, id_of(fake.transport->last()));
  EXPECT_EQ(thrown_by<TransportException>([&] {
              CancellationSource source;
              source.cancel();
              fake.client().numbers.list({.cancellation = source.token()});
            }).request_id(),
            "");
}

TEST(RequestId, OfTheServiceComesFirst) {
  test::FakeClient fake;
  fake.transport->then(respond(200, R"({"data":[]})", {{"X-Request-Id", "theirs"}}));
  ResponseInfo info;
  fake.client().numbers.list({.response = &info});
  EXPECT_EQ(info.request_id, "theirs");
}

TEST(RequestId, IsNeverGivenTwice) {
  std::set<std::string> ids;
  for (int i = 0; i < 10'000; ++i) {
    const detail::RequestId id = detail::next_request_id();
    ids.emplace(id.data(), id.size());
  }
  EXPECT_EQ(ids.size(), 10'000U);
}

TEST(TransportFailure, ThatWillNotPassIsNotRepeated) {
  test::FakeClient fake;
  fake.transport->then([](const HttpRequest&) -> HttpResponse {
    throw TransportException(TransportError::Connect, "the proxy refused", false, {}, false);
  });
  const auto error = thrown_by<TransportException>([&] { fake.client().numbers.list(); });
  EXPECT_FALSE(error.retryable());
  EXPECT_EQ(fake.transport->count(), 1U);
}

TEST(TransportFailure, SaysWhetherItMayPass) {
  for (const auto kind : {TransportError::Unknown, TransportError::Timeout, TransportError::Connect,
                          TransportError::Resolve, TransportError::Send, TransportError::Receive}) {
    EXPECT_TRUE(TransportException(kind, "", true).retryable()) << to_string(kind);
  }
  for (const auto kind :
       {TransportError::Tls, TransportError::TooLarge, TransportError::BadEncoding, TransportError::Cancelled}) {
    EXPECT_FALSE(TransportException(kind, "", true).retryable()) << to_string(kind);
  }
}

TEST(Status, OfAProxyIsNamedAsTheProxys) {
  test::FakeClient fake;
  fake.transport->then(respond(407, "<html>Cache Access Denied</html>"));
  const auto error = thrown_by<AlloApiException>([&] { fake.client().numbers.list(); });
  EXPECT_EQ(error.status(), 407);
  EXPECT_NE(std::string{error.what()}.find("the proxy refused the credentials"), std::string::npos) << error.what();
  EXPECT_EQ(fake.transport->count(), 1U);
}

TEST(Status, OfAGatewayWithoutAnOriginIsRepeatedForReadsAlone) {
  for (const int status : {520, 521, 522, 523, 524, 529}) {
    test::FakeClient fake;
    fake.transport->always([&](const HttpRequest&) { return respond(status); });
    EXPECT_TRUE(thrown_by<ServerException>([&] { fake.client().numbers.list(); }).retryable()) << status;
    EXPECT_EQ(fake.transport->count(), 3U) << status;
    const auto error = thrown_by<ServerException>(
        [&] { fake.client().sms.send({.from = "+1234567890", .to = "+0987654321", .message = "Hello"}); });
    EXPECT_EQ(error.delivery(), DeliveryState::MaybeSent) << status;
    EXPECT_EQ(fake.transport->count(), 4U) << status;
  }
  for (const int status : {501, 505, 525, 526, 530}) {
    test::FakeClient fake;
    fake.transport->then(respond(status));
    EXPECT_FALSE(thrown_by<ServerException>([&] { fake.client().numbers.list(); }).retryable()) << status;
  }
}

}  // namespace
ALLO_NAMESPACE_END
