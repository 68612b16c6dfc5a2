#include "support/fake_transport.hpp"

#include <allo/calls.hpp>

#include <gtest/gtest.h>

ALLO_NAMESPACE_BEGIN
namespace {

using test::FakeClient;
using test::refusal_of;
using test::respond;

TEST(Calls, AreSearched) {
  FakeClient fake;
  fake.transport->then(respond(200, R"({"data":{"results":[{"id":"cll_1","from_number":"anonymous","to_number":null,
      "length_in_minutes":5,"type":"INBOUND","result":"ANSWERED","start_date":"2024-01-15T10:30:00","transcript":null}],
      "metadata":{"total_pages":3,"current_page":1}}})"));
  const CallSearchResult result = fake.client().calls.search(
      {.allo_number = "+1234567890", .contact_number = "+33612345678", .page = 1, .size = 100});
  ASSERT_EQ(result.results.size(), 1U);
  EXPECT_EQ(result.results[0].from_number, "anonymous");
  EXPECT_EQ(result.results[0].length_in_minutes, 5.0);
  EXPECT_EQ(result.results[0].type, CallDirection::Inbound);
  EXPECT_EQ(to_iso8601(result.results[0].start_date), "2024-01-15T10:30:00Z");
  EXPECT_EQ(result.metadata.pagination.total_pages, 3);
  EXPECT_EQ(result.metadata.pagination.current_page, 1);
  EXPECT_EQ(fake.transport->last().url,
            "https://api.test/v1/api/calls?allo_number=%2B1234567890&contact_number=%2B33612345678&page=1&size=100");
}

TEST(Calls, AlwaysSendPageAndSize) {
  FakeClient fake;
  fake.transport->then(respond(200, R"({"data":{}})"));
  EXPECT_TRUE(fake.client().calls.search({.allo_number = "+1234567890"}).results.empty());
  EXPECT_EQ(fake.transport->last().url, "https://api.test/v1/api/calls?allo_number=%2B1234567890&page=0&size=10");
}

TEST(Calls, RefuseWhatCannotBeAsked) {
  FakeClient fake;
  const AlloClient client = fake.client();
  EXPECT_EQ(refusal_of([&] { client.calls.search({}); }), "allo_number is empty");
  const std::string number = refusal_of([&] { client.calls.search({.allo_number = "+33 612345678"}); });
  EXPECT_EQ(number, "allo_number is not in E.164 form: + and 2 to 15 digits, such as +33612345678");
  EXPECT_EQ(refusal_of([&] {
              client.calls.search({.allo_number = "+1234567890", .contact_number = "anonymous"});
            }).find("contact_number is not"),
            0U);
  EXPECT_EQ(refusal_of([&] { client.calls.search({.allo_number = "+1234567890", .contact_number = ""}); }),
            "contact_number is empty");
  EXPECT_EQ(refusal_of([&] { client.calls.search({.allo_number = "+1234567890", .page = -1}); }),
            "page must not be negative");
  for (const int size : {0, -1, 101}) {
    EXPECT_EQ(refusal_of([&] { client.calls.search({.allo_number = "+1234567890", .size = size}); }),
              "size must be from 1 to 100");
  }
  EXPECT_EQ(refusal_of([&] { client.calls.all({}); }), "allo_number is empty");
  EXPECT_EQ(fake.transport->count(), 0U);
}

}  // namespace
ALLO_NAMESPACE_END
