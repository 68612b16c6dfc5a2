#include "support/fake_transport.hpp"

#include <allo/numbers.hpp>

#include <gtest/gtest.h>

ALLO_NAMESPACE_BEGIN
namespace {

using test::FakeClient;
using test::respond;

TEST(Numbers, AreListed) {
  FakeClient fake;
  fake.transport->then(respond(200, R"({"data":[
      {"number":"+1234567890","name":"Main line","country":"US","is_shared_number":true},
      {"number":null,"name":null,"country":null,"is_shared_number":false}]})"));
  const auto numbers = fake.client().numbers.list();
  ASSERT_EQ(numbers.size(), 2U);
  EXPECT_EQ(numbers[0].number, "+1234567890");
  EXPECT_EQ(numbers[0].name, "Main line");
  EXPECT_EQ(numbers[0].country, "US");
  EXPECT_TRUE(numbers[0].is_shared_number);
  EXPECT_EQ(numbers[1].number, std::nullopt);
  const HttpRequest request = fake.transport->last();
  EXPECT_EQ(request.method, HttpMethod::Get);
  EXPECT_EQ(request.url, "https://api.test/v1/api/numbers");
  EXPECT_EQ(request.body, "");
}

TEST(Numbers, AreNeverAnEmptyListByMistake) {
  for (const char* body : {"", "<html>", "[]", R"({"data":)", R"({"error":"x"})", R"({"data":{"a":1}})"}) {
    FakeClient fake;
    fake.transport->then(respond(200, body));
    EXPECT_THROW(fake.client().numbers.list(), DecodeException) << body;
  }
}

}  // namespace
ALLO_NAMESPACE_END
