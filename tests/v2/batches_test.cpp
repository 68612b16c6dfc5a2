#include "v2/operations.hpp"

#include <gtest/gtest.h>

#include <algorithm>

/// items.get_many: any number of ids, in the order asked for.
namespace allo::test {
namespace {

std::vector<std::string> ids_up_to(int count) {
  std::vector<std::string> ids;
  for (int i = 0; i < count; ++i) ids.push_back("cll-" + std::to_string(i));
  return ids;
}

std::vector<std::string> ids_of(const std::vector<v2::ConversationItem>& items) {
  std::vector<std::string> ids;
  for (const v2::ConversationItem& item : items) ids.push_back(item.id);
  return ids;
}

/// Knows all ids but those that end in 7, and answers in the reverse of the order asked for.
HttpResponse answer_batch(const HttpRequest& request) {
  Json ids = Json::parse(request.body)["ids"];
  std::reverse(ids.begin(), ids.end());
  Json data = Json::array();
  for (const std::string id : ids) {
    if (id.back() != '7') data.push_back({{"id", id}, {"type", "CALL"}, {"content", "of " + id}});
  }
  return respond(200, Json{{"data", data}}.dump());
}

struct Batches : FakeV2 {
  Batches() { transport->always(answer_batch); }
  std::vector<std::size_t> sizes() const {
    std::vector<std::size_t> sizes;
    for (const HttpRequest& request : transport->requests()) sizes.push_back(Json::parse(request.body)["ids"].size());
    return sizes;
  }
};

TEST(Batches, OfNoIdsSendNothing) {
  const Batches fake;
  EXPECT_TRUE(fake.v2().items.get_many({}).empty());
  EXPECT_EQ(fake.transport->count(), 0U);
}

TEST(Batches, HoldAHundredIdsAtMost) {
  for (const auto& [count, sizes] :
       {std::pair{1, std::vector<std::size_t>{1}}, std::pair{100, std::vector<std::size_t>{100}},
        std::pair{101, std::vector<std::size_t>{100, 1}}, std::pair{250, std::vector<std::size_t>{100, 100, 50}}}) {
    const Batches fake;
    std::vector<std::string> expected = ids_up_to(count);
    const auto items = fake.v2().items.get_many(expected);
    expected.erase(std::remove_if(expected.begin(), expected.end(), [](const auto& id) { return id.back() == '7'; }),
                   expected.end());
    EXPECT_EQ(ids_of(items), expected);
    EXPECT_EQ(fake.sizes(), sizes);
  }
}

TEST(Batches, AskOnceAndGiveTwiceWhatStandsTwice) {
  const Batches fake;
  const auto items = fake.v2().items.get_many({"b", "a", "b", "a7", "a", "b"});
  EXPECT_EQ(ids_of(items), (std::vector<std::string>{"b", "a", "b", "a", "b"}));
  EXPECT_EQ(items[4].content, "of b");
  EXPECT_EQ(fake.sizes(), std::vector<std::size_t>{3});

  // What stands twice counts once against the hundred.
  const Batches other;
  const std::vector<std::string> once = ids_up_to(100);
  std::vector<std::string> ids = once;
  ids.insert(ids.end(), once.begin(), once.end());
  EXPECT_EQ(other.v2().items.get_many(ids).size(), 180U);
  EXPECT_EQ(other.sizes(), std::vector<std::size_t>{100});
}

TEST(Batches, LeaveOutWhatWasNotAskedFor) {
  const FakeV2 fake;
  fake.transport->then(respond(200, R"({"data":[{"id":"other"},{"id":"a","type":"SMS"},{"id":null},{}]})"));
  EXPECT_EQ(ids_of(fake.v2().items.get_many({"a", "b"})), std::vector<std::string>{"a"});
}

TEST(Batches, EndAtTheFirstThatFails) {
  const FakeV2 fake;
  fake.transport->then(answer_batch).then(respond(400, R"({"error":{"code":"INVALID_ITEM_ID"}})"));
  EXPECT_THROW(fake.v2().items.get_many(ids_up_to(300)), ValidationException);
  EXPECT_EQ(fake.transport->count(), 2U);
}

TEST(Batches, RefuseAnEmptyIdBeforeTheFirst) {
  const Batches fake;
  std::vector<std::string> ids = ids_up_to(150);
  ids.back().clear();
  EXPECT_EQ(refusal_of([&] { fake.v2().items.get_many(ids); }), "ids[149] is empty");
  EXPECT_EQ(fake.transport->count(), 0U);
}

}  // namespace
}  // namespace allo::test
