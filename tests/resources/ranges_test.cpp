#include "support/fake_transport.hpp"

#include <allo/client.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using test::FakeClient;
using test::refusal_of;
using test::respond;

/// A page of contacts with the given ids; a total of -1 leaves the metadata out.
HttpResponse page_of(const std::vector<std::string>& ids, int page, int total) {
  std::string results;
  for (const std::string& id : ids) results += (results.empty() ? "" : ",") + std::string{R"({"id":")"} + id + R"("})";
  const std::string metadata = total < 0 ? "null"
                                         : R"({"pagination":{"total_pages":)" + std::to_string(total) +
                                               R"(,"current_page":)" + std::to_string(page) + "}}";
  return respond(200, R"({"data":{"results":[)" + results + R"(],"metadata":)" + metadata + "}}");
}

std::string ids_of(const PageRange<Contact>& range) {
  std::string ids;
  for (const Contact& contact : range) ids += contact.id;
  return ids;
}

TEST(Ranges, WalkOverAllPages) {
  FakeClient fake;
  fake.transport->then(page_of({"a", "b"}, 0, 3)).then(page_of({"c"}, 1, 3)).then(page_of({"d"}, 2, 3));
  EXPECT_EQ(ids_of(fake.client().contacts.all()), "abcd");  // The client is gone while the range is walked.
  const auto requests = fake.transport->requests();
  ASSERT_EQ(requests.size(), 3U);
  EXPECT_EQ(requests[0].url, "https://api.test/v1/api/contacts?page=0&size=100");
  EXPECT_EQ(requests[2].url, "https://api.test/v1/api/contacts?page=2&size=100");
}

TEST(Ranges, StopWithoutATotalAtAnEmptyPage) {
  FakeClient fake;
  fake.transport->then(page_of({"a"}, 0, -1)).then(page_of({"b"}, 1, -1)).then(page_of({}, 2, -1));
  EXPECT_EQ(ids_of(fake.client().contacts.all()), "ab");
}

TEST(Ranges, StopWhenTheServiceRepeatsItself) {
  FakeClient fake;
  fake.transport->always([](const HttpRequest&) { return page_of({"a", "b"}, 0, -1); });
  EXPECT_EQ(ids_of(fake.client().contacts.all()), "ab");
  EXPECT_EQ(fake.transport->count(), 2U);
}

TEST(Ranges, StopWhenTheServiceRepeatsItselfUnderANewNumber) {
  FakeClient fake;
  int page = 0;
  fake.transport->always([&](const HttpRequest&) {
    const std::string number = std::to_string(page++);
    return respond(200, R"({"request_id":"req_)" + number + R"(","data":{"results":[{"id":"a"},{"id":"b"}],)" +
                            R"("metadata":{"pagination":{"total_pages":null,"current_page":)" + number + "}}}}");
  });
  EXPECT_EQ(ids_of(fake.client().contacts.all({.max_items = 1000})), "ab");
  EXPECT_EQ(fake.transport->count(), 2U);
}

TEST(Ranges, TellItemsWithoutAnIdApart) {
  FakeClient fake;
  for (const char* content : {"one", "two", "two", "three"}) {
    fake.transport->then(respond(200, R"({"data":{"results":[{"type":"TEXT_MESSAGE","message":{"content":")" +
                                          std::string{content} + R"("}}]}})"));
  }
  std::string seen;
  for (const ConversationEntry& entry : fake.client().contacts.conversation_all("con_1")) {
    seen += entry.message->content + ' ';
  }
  EXPECT_EQ(seen, "one two ");
}

TEST(Ranges, GoOnBehindAnEmptyPageWhereThereIsATotal) {
  for (const std::size_t empty : {0U, 1U}) {
    FakeClient fake;
    std::vector<std::vector<std::string>> pages{{"a"}, {"b"}};
    pages.insert(pages.begin() + static_cast<std::ptrdiff_t>(empty), std::vector<std::string>{});
    for (int page = 0; page < 3; ++page) fake.transport->then(page_of(pages[static_cast<std::size_t>(page)], page, 3));
    EXPECT_EQ(ids_of(fake.client().contacts.all()), "ab") << empty;
  }
}

TEST(Ranges, GiveIdenticalMessagesAsOftenAsTheyCame) {
  FakeClient fake;
  for (int page = 0; page < 3; ++page) {
    fake.transport->then(respond(200, R"({"data":{"results":[{"type":"TEXT_MESSAGE","message":{"content":"ok"}}],)"
                                      R"("metadata":{"pagination":{"total_pages":3}}}})"));
  }
  std::string seen;
  for (const ConversationEntry& entry : fake.client().contacts.conversation_all("con_1", {.range = {.page_size = 1}})) {
    seen += entry.message->content + ' ';
  }
  EXPECT_EQ(seen, "ok ok ok ");
}

TEST(Ranges, GiveAnItemThatMovedToTheNextPageOnce) {
  FakeClient fake;
  fake.transport->then(page_of({"a", "b"}, 0, 2)).then(page_of({"b", "c"}, 1, 3)).then(page_of({"d"}, 2, 3));
  EXPECT_EQ(ids_of(fake.client().contacts.all()), "abcd");
}

/// A page of calls that began at the given minutes of an hour.
HttpResponse calls_at(const std::vector<int>& minutes, int total) {
  std::string results;
  for (const int minute : minutes) {
    results += (results.empty() ? "" : ",") + std::string{R"({"id":")"} + std::to_string(minute) +
               R"(","start_date":"2024-01-15T10:)" + std::to_string(minute) + R"(:00Z"})";
  }
  return respond(
      200, R"({"data":{"results":[)" + results + R"(],"metadata":{"total_pages":)" + std::to_string(total) + "}}}");
}

TEST(Ranges, OfCallsKeepWithinTheirTimes) {
  const auto at = [](int minute) { return Timestamp{std::chrono::minutes{minute} + std::chrono::seconds{1705312800}}; };
  const auto walk = [&](std::optional<Timestamp> since, std::optional<Timestamp> until, RangeOptions range,
                        std::size_t pages) {
    FakeClient fake;
    fake.transport->then(calls_at({50, 45}, 4)).then(calls_at({40, 35}, 4)).then(calls_at({30, 25}, 4));
    fake.transport->then(calls_at({20, 15}, 4));
    std::string seen;
    for (const Call& call :
         fake.client().calls.all({.allo_number = "+1234567890", .range = range, .since = since, .until = until})) {
      seen += call.id + ' ';
    }
    EXPECT_EQ(fake.transport->count(), pages) << seen;
    return seen;
  };
  EXPECT_EQ(walk({}, {}, {}, 4), "50 45 40 35 30 25 20 15 ");
  EXPECT_EQ(walk({}, at(35), {}, 4), "35 30 25 20 15 ") << "a call that began at that time is within";
  EXPECT_EQ(walk(at(35), {}, {}, 3), "50 45 40 35 ");
  EXPECT_EQ(walk(at(30), at(40), {}, 3), "40 35 30 ");
  EXPECT_EQ(walk({}, at(41), {.max_items = 1}, 2), "40 ") << "what is skipped does not count";
  EXPECT_EQ(walk(at(55), {}, {}, 1), "");
  EXPECT_EQ(walk(at(40), at(30), {}, 2), "");
}

TEST(Ranges, StopWhenTheTotalShrinks) {
  FakeClient fake;
  fake.transport->then(page_of({"a"}, 0, 9)).then(page_of({"b"}, 1, 2));
  EXPECT_EQ(ids_of(fake.client().contacts.all()), "ab");
}

TEST(Ranges, StopAtTheItemCap) {
  FakeClient fake;
  fake.transport->then(page_of({"a", "b"}, 5, 9)).then(page_of({"c", "d"}, 6, 9));
  EXPECT_EQ(ids_of(fake.client().contacts.all({.page_size = 2, .first_page = 5, .max_items = 3})), "abc");
  EXPECT_EQ(fake.transport->requests()[0].url, "https://api.test/v1/api/contacts?page=5&size=2");
}

TEST(Ranges, TakeTheirFilters) {
  FakeClient fake;
  fake.transport->always([](const HttpRequest&) { return respond(200, R"({"data":{}})"); });
  const AlloClient client = fake.client();
  for (const Call& call : client.calls.all({.allo_number = "+1234567890", .contact_number = "+33612345678"})) {
    ADD_FAILURE() << call.id;
  }
  EXPECT_EQ(fake.transport->last().url,
            "https://api.test/v1/api/calls?allo_number=%2B1234567890&contact_number=%2B33612345678&page=0&size=100");
  const auto conversation = client.contacts.conversation_all("con 1", {.allo_number = "+1234567890"});
  EXPECT_TRUE(conversation.begin() == conversation.end());
  EXPECT_EQ(fake.transport->last().url,
            "https://api.test/v1/api/contact/con%201/conversation?allo_number=%2B1234567890&page=0&size=100");
}

TEST(Ranges, RefuseBadOptionsAtOnce) {
  FakeClient fake;
  const AlloClient client = fake.client();
  EXPECT_EQ(refusal_of([&] { client.contacts.all({.page_size = 101}); }), "page_size must be from 1 to 100");
  EXPECT_EQ(refusal_of([&] { client.contacts.all({.first_page = -1}); }), "first_page must not be negative");
  EXPECT_EQ(refusal_of([&] { client.contacts.all({.prefetch = 1}); }), "prefetch needs an executor");
  EXPECT_EQ(refusal_of([&] { client.contacts.conversation_all(""); }), "id is empty");
  EXPECT_EQ(refusal_of([&] { client.calls.all({.allo_number = "x"}); }).find("allo_number is not"), 0U);
  ResponseInfo info;
  const auto run = [](const std::function<void()>& task) { task(); };
  EXPECT_EQ(refusal_of([&] { client.contacts.all({.prefetch = 1, .executor = run}, {.response = &info}); }),
            "response cannot be filled by pages that are fetched ahead (prefetch)");
  EXPECT_EQ(fake.transport->count(), 0U);
}

TEST(Ranges, FillTheResponseInfoPageByPage) {
  FakeClient fake;
  fake.transport->then(page_of({"a"}, 0, 2)).then(respond(503)).then(page_of({"b"}, 1, 2));
  ResponseInfo info;
  const auto range = fake.client().contacts.all({}, {.response = &info});
  auto it = range.begin();
  EXPECT_EQ(info.attempts, 1);
  ++it;
  EXPECT_EQ(info.attempts, 2);
}

TEST(Ranges, PassOnAnErrorInTheMiddle) {
  FakeClient fake;
  fake.transport->then(page_of({"a"}, 0, 3)).then(respond(401));
  std::string seen;
  EXPECT_THROW(
      {
        for (const Contact& contact : fake.client().contacts.all()) seen += contact.id;
      },
      AuthenticationException);
  EXPECT_EQ(seen, "a");
}

TEST(Ranges, FetchAheadOnAnExecutor) {
  FakeClient fake;
  for (int page = 0; page < 5; ++page) fake.transport->then(page_of({std::to_string(page)}, page, 5));
  std::vector<std::thread> threads;
  const RangeOptions options{.prefetch = 1,
                             .executor = [&](std::function<void()> task) { threads.emplace_back(std::move(task)); }};
  EXPECT_EQ(ids_of(fake.client().contacts.all(options)), "01234");
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(threads.size(), 4U);
}

}  // namespace
ALLO_NAMESPACE_END
