#include "v2/operations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

/// Walks over all pages, by query and by body.
namespace allo::test {
namespace {

/// A page of items with the given ids.
std::string page(const std::vector<std::string>& ids, const std::string& pagination) {
  Json data = Json::array();
  for (const std::string& id : ids) data.push_back({{"id", id}});
  return R"({"data":)" + data.dump() + R"(,"pagination":)" + pagination + "}";
}

const std::string has_more = R"({"has_more":true})";
const std::string last = R"({"has_more":false})";

/// Walks over all items and gives their ids.
std::vector<std::string> walk(const FakeV2& fake, const v2::SearchItemsRange& input = {}) {
  std::vector<std::string> ids;
  for (const v2::ConversationItem& item : fake.v2().items.search_all(input)) ids.push_back(item.id);
  return ids;
}

using Ids = std::vector<std::string>;

TEST(Walks, GoByHasMore) {
  const FakeV2 fake;
  fake.transport->then(respond(200, page({"a", "b"}, has_more))).then(respond(200, page({"c"}, last)));
  EXPECT_EQ(walk(fake), (Ids{"a", "b", "c"}));
  EXPECT_EQ(fake.transport->count(), 2U);
  EXPECT_EQ(fake.transport->requests()[0].body, R"({"page":1,"size":100})");
  EXPECT_EQ(fake.transport->requests()[1].body, R"({"page":2,"size":100})");
}

TEST(Walks, BelieveHasMoreBeforeTheNumberOfPages) {
  const FakeV2 fake;
  fake.transport->then(respond(200, page({"a"}, R"({"has_more":true,"total_pages":1})")))
      .then(respond(200, page({"b"}, R"({"has_more":false,"total_pages":9})")));
  EXPECT_EQ(walk(fake), (Ids{"a", "b"}));
}

TEST(Walks, GoByTheNumberOfPagesWhereHasMoreIsMissing) {
  const FakeV2 fake;
  fake.transport->then(respond(200, page({"a"}, R"({"total_pages":2})")))
      .then(respond(200, page({"b"}, R"({"total_pages":2})")));
  EXPECT_EQ(walk(fake), (Ids{"a", "b"}));
}

TEST(Walks, EndAtAnEmptyPageWhereBothAreMissing) {
  const FakeV2 fake;
  fake.transport->then(respond(200, R"({"data":[{"id":"a"}]})"))
      .then(respond(200, page({"b"}, "{}")))
      .then(respond(200, page({}, "null")));
  EXPECT_EQ(walk(fake), (Ids{"a", "b"}));
}

TEST(Walks, GoOnAfterAnEmptyPageThatPromisesMore) {
  const FakeV2 fake;
  fake.transport->then(respond(200, page({"a"}, has_more)))
      .then(respond(200, page({}, has_more)))
      .then(respond(200, page({"b"}, last)));
  EXPECT_EQ(walk(fake), (Ids{"a", "b"}));
}

TEST(Walks, EndAtTenEmptyPagesInARow) {
  const FakeV2 fake;
  fake.transport->then(respond(200, page({"a"}, has_more)));
  fake.transport->always([](const HttpRequest&) { return respond(200, page({}, has_more)); });
  EXPECT_EQ(walk(fake), Ids{"a"});
  EXPECT_EQ(fake.transport->count(), 11U);
}

TEST(Walks, EndAtAPageThatRepeatsTheOneBefore) {
  const FakeV2 fake;
  fake.transport->then(respond(200, page({"a", "b"}, has_more)));
  fake.transport->always([](const HttpRequest&) { return respond(200, page({"b", "a"}, has_more)); });
  EXPECT_EQ(walk(fake), (Ids{"a", "b"}));
  EXPECT_EQ(fake.transport->count(), 2U);
}

TEST(Walks, GiveWhatWasPushedToTheNextPageOnce) {
  const FakeV2 fake;
  fake.transport->then(respond(200, page({"a", "b"}, has_more))).then(respond(200, page({"b", "c"}, last)));
  EXPECT_EQ(walk(fake), (Ids{"a", "b", "c"}));
}

TEST(Walks, SkipPagesAndEndAfterSoManyItems) {
  const FakeV2 fake;
  fake.transport->always([](const HttpRequest& request) {
    const int number = Json::parse(request.body)["page"];
    return respond(200, page({std::to_string(number) + "a", std::to_string(number) + "b"}, has_more));
  });
  EXPECT_EQ(walk(fake, {.range = {.page_size = 2, .first_page = 3, .max_items = 3}}), (Ids{"4a", "4b", "5a"}));
  EXPECT_EQ(fake.transport->requests()[0].body, R"({"page":4,"size":2})");
  EXPECT_EQ(fake.transport->count(), 2U);
}

TEST(Walks, TakeTheInputAlong) {
  const FakeV2 fake;
  fake.transport->always([](const HttpRequest&) { return respond(200, page({}, last)); });
  walk(fake, {.allo_number = "+14155550100",
              .contact_number = "+33612345678",
              .user_id = "usr-1",
              .direction = v2::Direction::Outbound,
              .type = v2::ItemType::Sms,
              .result = v2::ItemResult::Voicemail,
              .tags = {"vip"},
              .unread = true,
              .unresponded = false,
              .search = "billing",
              .sort = v2::ItemSort::DateAsc,
              .date = v2::DateRange{"2026-01-01", "2026-01-31"},
              .transcript = true});
  EXPECT_EQ(fake.transport->last().body,
            R"({"allo_number":"+14155550100","contact_number":"+33612345678","user_id":"usr-1",)"
            R"("direction":"OUTBOUND","type":"SMS","result":"VOICEMAIL","tags":["vip"],"unread":true,)"
            R"("unresponded":false,"search":"billing","sort":"DATE_ASC","extend":"transcript",)"
            R"("date":{"from":"2026-01-01","to":"2026-01-31"},"page":1,"size":100})");
  for (const auto& person : fake.v2().people.search_all({.filters = {.email = "acme"}, .sort = v2::CrmSort::NameAsc})) {
    ADD_FAILURE() << person.id;
  }
  EXPECT_EQ(fake.transport->last().body, R"({"filters":{"email":"acme"},"sort":"NAME_ASC","page":1,"size":100})");
  for (const auto& company : fake.v2().companies.search_all({.filters = {.industry = "SaaS"}})) {
    ADD_FAILURE() << company.id;
  }
  EXPECT_EQ(fake.transport->last().body, R"({"filters":{"industry":"SaaS"},"page":1,"size":100})");
  for (const auto& deal : fake.v2().deals.search_all({.search = "plan"})) ADD_FAILURE() << deal.id;
  EXPECT_EQ(fake.transport->last().body, R"({"search":"plan","page":1,"size":100})");
}

TEST(Walks, OverConversationsGoByNumber) {
  const FakeV2 fake;
  fake.transport
      ->then(
          respond(200, R"({"data":[{"contact_number":"+1"},{"contact_number":"+2"}],"pagination":{"has_more":true}})"))
      .then(respond(200,
                    R"({"data":[{"contact_number":"+2"},{"contact_number":"+3"}],"pagination":{"has_more":false}})"));
  Ids numbers;
  for (const auto& summary : fake.v2().conversations.list_all({.allo_number = "+1415", .unread = false})) {
    numbers.push_back(summary.contact_number);
  }
  EXPECT_EQ(numbers, (Ids{"+1", "+2", "+3"}));
  EXPECT_EQ(fake.transport->last().url,
            "https://api.test/v2/api/conversations?allo_number=%2B1415&unread=false&page=2&size=100");
}

TEST(Walks, OverAQueueGoByPosition) {
  const FakeV2 fake;
  fake.transport
      ->then(respond(200, R"({"data":[{"number_to":"+1","position":0},{"number_to":"+1","position":1}],)"
                          R"("queue":{"id":"pdl_1"},"pagination":{"has_more":true}})"))
      .then(respond(200, R"({"data":[{"number_to":"+1","position":1},{"number_to":"+1","position":2}],)"
                         R"("pagination":{"has_more":false}})"));
  std::vector<int> positions;
  for (const auto& number : fake.v2().dialing_queue.current_all({.owner = {.email = "jane@example.com"}})) {
    positions.push_back(number.position);
  }
  EXPECT_EQ(positions, (std::vector<int>{0, 1, 2}));
  EXPECT_EQ(fake.transport->last().url,
            "https://api.test/v2/api/dialing-queues/current?email=jane%40example.com&page=2&size=100");
}

TEST(Walks, RepeatAPageThatFailed) {
  const FakeV2 fake;
  fake.transport->then(respond(200, page({"a"}, has_more)))
      .then(respond(500, R"({"error":{"code":"INTERNAL_SERVER_ERROR","retryable":true}})"))
      .then(respond(200, page({"b"}, last)));
  EXPECT_EQ(walk(fake), (Ids{"a", "b"}));
  EXPECT_EQ(fake.transport->requests()[2].body, R"({"page":2,"size":100})");
}

TEST(Walks, ThrowWhatAPageThrows) {
  const FakeV2 fake;
  fake.transport->then(respond(200, page({"a"}, has_more))).then(respond(200, "<html></html>"));
  Ids ids;
  EXPECT_THROW(
      {
        for (const auto& item : fake.v2().items.search_all()) ids.push_back(item.id);
      },
      DecodeException);
  EXPECT_EQ(ids, Ids{"a"});
}

TEST(Walks, EndWhateverAServiceSaysThatNeverEnds) {
  // The ids go round, and more is promised for ever.
  const FakeV2 fake;
  fake.transport->always([](const HttpRequest& request) {
    const int number = Json::parse(request.body)["page"];
    return respond(200, page({"item-" + std::to_string(number % 7)}, has_more));
  });
  EXPECT_GE(walk(fake).size(), 7U);
  EXPECT_LE(fake.transport->count(), 7U + 11U);
}

TEST(Pages, SayWhereTheyStand) {
  const FakeV2 fake;
  fake.transport->then(respond(200, page({"a"}, R"({"page":2,"size":1,"total_count":5000000000,"total_pages":3})")));
  const v2::Page<v2::ConversationItem> second = fake.v2().items.search({.page = 2, .size = 1});
  EXPECT_EQ(second.data.at(0).id, "a");
  EXPECT_EQ(second.pagination.page, 2);
  EXPECT_EQ(second.pagination.size, 1);
  EXPECT_EQ(second.pagination.total_count, 5'000'000'000);
  EXPECT_EQ(second.pagination.total_pages, 3);
  EXPECT_TRUE(second.pagination.has_more);  // As the number of pages says, where the service does not.
}

TEST(Pages, OfAQueueHaveTheQueueBesideThem) {
  const FakeV2 fake;
  fake.transport->then(respond(200, example_answer("getCurrentDialingQueue")));
  const v2::QueuePage page = fake.v2().dialing_queue.current();
  const Json example = Json::parse(example_answer("getCurrentDialingQueue"));
  ASSERT_TRUE(page.queue);
  EXPECT_EQ(page.queue->id, example["queue"]["id"]);
  EXPECT_EQ(page.data.size(), example["data"].size());
  EXPECT_EQ(page.pagination.total_count, example["pagination"]["total_count"]);
  fake.transport->then(
      respond(200, R"({"data":[],"pagination":{"page":1,"size":20,"total_count":0,"total_pages":0}})"));
  EXPECT_FALSE(fake.v2().dialing_queue.current().queue);
}

TEST(Pages, LackingDataAreRefused) {
  const FakeV2 fake;
  for (const char* name : {"searchAllConversations", "searchPeople", "searchCompanies", "searchDeals",
                           "listConversations", "getCurrentDialingQueue"}) {
    const auto error =
        thrown_by<DecodeException>([&] { fake.run(operation(name), respond(200, R"({"pagination":{}})")); });
    EXPECT_EQ(error.path(), "data") << name;
    const auto inner = thrown_by<DecodeException>(
        [&] { fake.run(operation(name), respond(200, R"({"data":[{},7],"pagination":{}})")); });
    EXPECT_EQ(inner.path(), "data[1]") << name;
  }
}

}  // namespace
}  // namespace allo::test
