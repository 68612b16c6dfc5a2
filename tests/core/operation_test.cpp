#include "core/operation.hpp"

#include "core/page_walk.hpp"
#include "support/fake_transport.hpp"

#include <allo/sms.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using detail::PageIn;

constexpr auto page_through_things = detail::post<SentSms>("/things/search").reads().pages(PageIn::Body, 1);
constexpr auto list_things = detail::get<SentSms>("/things").pages(PageIn::Query, 1);

TEST(Operation, SaysWhatItIs) {
  static_assert(list_things.traits.only_reads);
  static_assert(page_through_things.traits.method == HttpMethod::Post && page_through_things.traits.only_reads);
  static_assert(!detail::patch<SentSms>("/things/{id}").traits.only_reads);
  static_assert(page_through_things.traits.has_result && !detail::del<void>("/things/{id}").traits.has_result);
  static_assert(detail::get<SentSms>("/things").traits.first_page == 0);
}

TEST(Operation, PutsThePageWhereItGoes) {
  EXPECT_EQ(list_things().query("unread", true).page(3, 20).parts().target.path_and_query(),
            "/things?unread=true&page=3&size=20");
  EXPECT_EQ(page_through_things().page(1, 100).parts().body, R"({"page":1,"size":100})");
  const auto request = page_through_things().body(SendSmsInput{"+1", "+2", "a}"}).page(2, 5);
  EXPECT_EQ(request.parts().body, R"({"from":"+1","to":"+2","message":"a}","page":2,"size":5})");
  EXPECT_EQ(request.parts().target.path_and_query(), "/things/search");
}

TEST(Operation, LeavesOutAParameterWithoutAValue) {
  EXPECT_EQ(list_things()
                .query("a", std::optional<std::string>{})
                .query("b", std::optional{true})
                .parts()
                .target.path_and_query(),
            "/things?b=true");
}

TEST(Operation, OfAWalkCarriesThePageInTheBody) {
  test::FakeClient fake;
  fake.transport->always([](const HttpRequest&) { return test::respond(200, R"({"data":{"content":"x"}})"); });
  const auto core = fake.core();
  const auto extract = [](SentSms&& answer) {
    detail::PulledPage<SentSms> pulled{{answer}};
    pulled.facts.total_pages = 2;
    return pulled;
  };
  RangeOptions range;
  range.page_size = 7;
  int items = 0;
  for (const SentSms& item : detail::make_range<SentSms>(core, page_through_things(), extract, range, {})) {
    EXPECT_EQ(item.content, "x");
    ++items;
  }
  EXPECT_EQ(items, 2);
  const auto requests = fake.transport->requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(requests[0].body, R"({"page":1,"size":7})");
  EXPECT_EQ(requests[1].body, R"({"page":2,"size":7})");
  EXPECT_EQ(requests[1].url, "https://api.test/v1/api/things/search");
}

}  // namespace
ALLO_NAMESPACE_END
