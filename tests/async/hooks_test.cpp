#include "async/hooks_support.hpp"

#include <allo/hooks.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using test::HookFixture;
using test::settled;
using test::Watched;

/// What every query must do against a service: load, fail, load again, and let go of a request in flight.
/// `hook` makes the query from a client and an executor; `check` looks at what it loaded.
template <class Hook, class Check>
void check_query(const std::string& route, Hook hook, Check check, HookFixture& fixture) {
  ThreadPool pool{2};

  auto query = hook(fixture.client, pool);
  auto state = settled(query);
  ASSERT_NE(state.data, nullptr) << state.error.message();
  EXPECT_FALSE(state.error);
  check(*state.data);
  EXPECT_EQ(fixture.count("GET", route), 1);

  query.refetch();
  EXPECT_NE(query.data(), nullptr) << "the previous data stays";
  state = settled(query);
  check(*state.data);
  EXPECT_EQ(fixture.count("GET", route), 2);

  fixture.arm_refusal("GET");
  query.refetch();
  state = settled(query);
  ASSERT_TRUE(state.error.template as<ForbiddenException>());
  EXPECT_EQ(state.error.template as<ForbiddenException>()->code(), codes::ApiKeyInsufficientScope);
  ASSERT_NE(state.data, nullptr);
  check(*state.data);
  query.refetch();
  EXPECT_FALSE(settled(query).error);

  fixture.arm_refusal("GET");
  auto failing = hook(fixture.client, pool);
  state = settled(failing);
  EXPECT_TRUE(state.error);
  EXPECT_EQ(state.data, nullptr);

  fixture.arm_delay("GET");
  const int before = fixture.requests->get();
  {
    const auto in_flight = hook(fixture.client, pool);
    EXPECT_TRUE(in_flight.is_loading());
    EXPECT_TRUE(fixture.requests->wait([&](int n) { return n > before; }));
  }
  fixture.sandbox.disarm_all();

  // A slow answer is given up for a newer one.
  fixture.arm_delay("GET");
  const int slow = fixture.requests->get();
  auto twice = hook(fixture.client, pool);
  ASSERT_TRUE(fixture.requests->wait([&](int n) { return n > slow; }));
  fixture.sandbox.disarm_all();
  twice.refetch();
  state = settled(twice);
  ASSERT_NE(state.data, nullptr) << state.error.message();
  check(*state.data);
}

TEST(Hooks, Webhooks) {
  HookFixture fixture;
  CreateWebhookInput input;
  input.allo_number = "+1234567890";
  input.url = "https://example.com/hook";
  input.topics = {WebhookTopic::SmsReceived};
  fixture.client.webhooks.create(input);
  check_query(
      "/webhooks", [](const AlloClient& client, Executor& executor) { return use_webhooks(client, executor); },
      [](const std::vector<Webhook>& webhooks) {
        ASSERT_EQ(webhooks.size(), 1u);
        EXPECT_EQ(webhooks[0].url, "https://example.com/hook");
      },
      fixture);
}

TEST(Hooks, Calls) {
  HookFixture fixture;
  check_query(
      "/calls",
      [](const AlloClient& client, Executor& executor) {
        CallSearchInput input;
        input.allo_number = "+1234567890";
        input.size = 5;
        return use_calls(client, executor, input);
      },
      [](const CallSearchResult& page) { EXPECT_EQ(page.results.size(), 5u); }, fixture);
}

TEST(Hooks, Contacts) {
  HookFixture fixture;
  check_query(
      "/contacts",
      [](const AlloClient& client, Executor& executor) {
        return use_contacts(client, executor, {.page = 3, .size = 10});
      },
      [](const ContactSearchResult& page) {
        EXPECT_EQ(page.results.size(), 6u) << "the last of 36";
        EXPECT_EQ(page.metadata.pagination.current_page, 3);
      },
      fixture);
}

TEST(Hooks, Contact) {
  HookFixture fixture;
  check_query(
      "/contact/{id}",
      [](const AlloClient& client, Executor& executor) { return use_contact(client, executor, "cnt_abc123"); },
      [](const Contact& contact) {
        EXPECT_EQ(contact.id, "cnt_abc123");
        EXPECT_EQ(contact.name, "John");
      },
      fixture);
}

TEST(Hooks, Conversation) {
  HookFixture fixture;
  check_query(
      "/contact/{id}/conversation",
      [](const AlloClient& client, Executor& executor) {
        return use_conversation(client, executor, "cnt_abc123", {.page = 0, .size = 1});
      },
      [](const ConversationResult& page) { EXPECT_EQ(page.results.size(), 1u); }, fixture);
}

TEST(Hooks, Numbers) {
  HookFixture fixture;
  check_query(
      "/numbers", [](const AlloClient& client, Executor& executor) { return use_numbers(client, executor); },
      [](const std::vector<PhoneNumber>& numbers) {
        ASSERT_EQ(numbers.size(), 3u);
        EXPECT_EQ(numbers[0].number, "+1234567890");
      },
      fixture);
}

TEST(Hooks, OutliveTheClientThatMadeThem) {
  testing::Sandbox sandbox;
  ThreadPool pool{1};
  std::optional<AlloClient> client{sandbox.client_options()};
  auto query = use_numbers(*client, pool);
  client.reset();
  query.refetch();
  EXPECT_NE(settled(query).data, nullptr);
}

TEST(Hooks, TakeANewInput) {
  HookFixture fixture;
  ThreadPool pool{2};
  auto contacts = use_contacts(fixture.client, pool, {.page = 3, .size = 10});
  EXPECT_EQ(settled(contacts).data->results.size(), 6u) << "the last of 36";
  contacts.input({.page = 0, .size = 10});
  EXPECT_EQ(contacts.data(), nullptr);
  const std::string first = settled(contacts).data->results.at(0).id;
  auto contact = use_contact(fixture.client, pool, "cnt_nobody");
  EXPECT_TRUE(settled(contact).error);
  contact.input(first, {.engagement = true});
  EXPECT_EQ(settled(contact).data->id, first);
  auto conversation = use_conversation(fixture.client, pool, "cnt_nobody");
  conversation.input("cnt_abc123");
  EXPECT_FALSE(settled(conversation).data->results.empty());
  auto calls = use_calls(fixture.client, pool, {.allo_number = "+1234567890", .size = 1});
  calls.input({.allo_number = "+1234567890", .size = 5});
  EXPECT_EQ(settled(calls).data->results.size(), 5u);
}

TEST(Hooks, SeeWhatComesInMeanwhile) {
  HookFixture fixture;
  ThreadPool pool{1};
  Watched<int> most{0};
  auto numbers = use_numbers(fixture.client, pool);
  numbers.refetch_every(std::chrono::milliseconds{5});
  const Subscription told = numbers.subscribe([&](const QueryState<std::vector<PhoneNumber>>& state) {
    if (state.data) most.set(static_cast<int>(state.data->size()));
  });
  ASSERT_TRUE(most.wait_for(3));
  fixture.arm_refusal("GET");
  PhoneNumber added;
  added.number = "+12025550177";
  fixture.sandbox.add_number(added);
  EXPECT_TRUE(most.wait_for(4)) << "a failure in between ends nothing";
}

/// Answers everything with a list of no numbers.
class EmptyTransport final : public HttpTransport {
 public:
  HttpResponse send(const HttpRequest&) override {
    return {200, {{"content-type", "application/json"}}, R"({"data":[]})"};
  }
};

TEST(Hooks, StartNoThreadUnlessThereIsAPool) {
  const std::filesystem::path threads = "/proc/self/task";
  if (!std::filesystem::exists(threads)) GTEST_SKIP() << "nothing here counts the threads of a process";
  const auto count = [&] { return std::distance(std::filesystem::directory_iterator{threads}, {}); };
  const auto before = count();
  AlloClientOptions options;
  options.api_key = "key";
  options.transport = std::make_shared<EmptyTransport>();
  options.pacer = make_pacer();
  const AlloClient client{options};
  InlineExecutor executor;
  auto query = use_numbers(client, executor);
  int called = 0;
  const Subscription subscription = query.subscribe([&] { ++called; });
  query.refetch();
  EXPECT_TRUE(query.data() && query.data()->empty()) << query.error().message();
  EXPECT_EQ(called, 3);
  EXPECT_EQ(count(), before);
  const ThreadPool pool{3};
  EXPECT_GE(count(), before + 3) << "a sanitizer may add one of its own to the first";
}

TEST(Hooks, AnUnknownContactIsATypedError) {
  HookFixture fixture;
  ThreadPool pool{1};
  const auto state = settled(use_contact(fixture.client, pool, "cnt_nobody"));
  ASSERT_TRUE(state.error.as<AlloApiException>());
  EXPECT_TRUE(state.error.as<AlloApiException>()->not_found());
  EXPECT_TRUE(settled(use_contact(fixture.client, pool, "")).error.as<InvalidArgumentException>());
}

}  // namespace
ALLO_NAMESPACE_END
