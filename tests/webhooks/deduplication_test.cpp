#include "webhooks/deliveries.hpp"

#include <allo/errors.hpp>
#include <allo/webhook_deduplication.hpp>
#include <allo/webhook_receiver.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace deliveries;
using State = allo::WebhookClaim::State;

namespace {

allo::HttpHeaders with_id(std::string_view id) { return {{"webhook-id", id}}; }

/// A store whose answers a test sets.
class ScriptedStore final : public allo::WebhookDeduplicationStore {
 public:
  bool claim_throws = false;
  bool complete_throws = false;
  bool still_ours = true;
  int released = 0;

  allo::WebhookClaim claim(std::string_view) override {
    if (claim_throws) throw std::runtime_error("no connection to redis://user:hunter2@host");
    return {State::Granted, 7};
  }
  bool complete(std::string_view, std::uint64_t token) override {
    EXPECT_EQ(token, 7u);
    if (complete_throws) throw std::runtime_error("no connection");
    return still_ours;
  }
  void release(std::string_view, std::uint64_t token) noexcept override {
    EXPECT_EQ(token, 7u);
    ++released;
  }
};

}  // namespace

TEST(WebhookDeduplication, ADeliveryRunsOnce) {
  allo::WebhookReceiver receiver;
  int calls = 0;
  receiver.deduplicate().on_call_received([&](const allo::CallReceivedPayload&) { ++calls; });
  EXPECT_EQ(receiver.respond(with_id("msg_1"), call_body).status, 204);
  EXPECT_EQ(receiver.respond(with_id("msg_1"), call_body).status, 200);
  EXPECT_EQ(receiver.handle(call_body, with_id("msg_1")).id, "msg_1");
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(receiver.respond(with_id("msg_2"), call_body).status, 204);
  EXPECT_EQ(calls, 2);
}

TEST(WebhookDeduplication, IsOffUnlessAskedFor) {
  allo::WebhookReceiver receiver;
  int calls = 0;
  receiver.on_call_received([&](const allo::CallReceivedPayload&) { ++calls; });
  EXPECT_EQ(receiver.respond(with_id("msg_1"), call_body).status, 204);
  EXPECT_EQ(receiver.respond(with_id("msg_1"), call_body).status, 204);
  EXPECT_EQ(calls, 2);
}

TEST(WebhookDeduplication, WithoutAnIdACallOrAMessageIsKnownByItsTopicAndBody) {
  std::vector<std::string> bodies = {call_body, sms_body};
  for (const char* topic :
       {"SMS_SENT", "call.received", "call.triggered", "call.answered", "call.completed", "sms.received", "sms.sent"}) {
    bodies.push_back(envelope(topic, R"({"from_number":"+14155551234"})"));
  }
  allo::WebhookReceiver receiver;
  std::vector<allo::WebhookEvent> seen;
  const auto keep = [&](const auto&, const allo::WebhookEvent& event) { seen.push_back(event); };
  receiver.deduplicate().on_call_received(keep).on_sms_received(keep).on_unhandled(
      [&](const allo::WebhookEvent& event) { seen.push_back(event); });
  for (const std::string& body : bodies) {
    EXPECT_EQ(receiver.respond({}, body).status, 204) << body;
    EXPECT_EQ(receiver.respond({}, body).status, 200) << body;
    EXPECT_EQ(receiver.handle(body).id, std::nullopt) << body;
  }
  EXPECT_EQ(seen.size(), bodies.size());
  for (const allo::WebhookEvent& event : seen) EXPECT_TRUE(event.fencing_token) << event.topic;
  // Another call, if only by a byte.
  EXPECT_EQ(receiver.respond({}, call_body + " ").status, 204);
  EXPECT_EQ(receiver.respond({}, envelope("CALL_RECEIVED", R"({"id":"cll_2"})")).status, 204);
  // A delivery that has an id is known by that, whatever came without one.
  EXPECT_EQ(receiver.respond(with_id("msg_1"), call_body).status, 204);
  EXPECT_EQ(receiver.respond(with_id("msg_2"), call_body).status, 204);
  EXPECT_EQ(receiver.respond(with_id("msg_1"), call_body).status, 200);
}

TEST(WebhookDeduplication, WithoutAnIdWhatSaysHowThingsAreIsAlwaysHandled) {
  allo::WebhookReceiver receiver;
  std::string name;
  receiver.deduplicate().on_contact_updated(
      [&](const allo::ContactEventPayload& contact) { name = contact.name.value_or(""); });
  const auto named = [](const std::string& text) {
    return envelope("CONTACT_UPDATED", R"({"id":"cnt_1","name":")" + text + "\"}");
  };
  for (const char* each : {"X", "Y", "X"}) EXPECT_EQ(receiver.respond({}, named(each)).status, 204) << each;
  EXPECT_EQ(name, "X");
  for (const char* topic : {"CONTACT_CREATED", "contact.created", "contact.updated", "tag.added", "tag.removed",
                            "summary.updated", "PING", "voicemail.created"}) {
    for (int i = 0; i < 3; ++i) EXPECT_EQ(receiver.respond({}, envelope(topic, "{}")).status, 204) << topic;
  }
}

TEST(WebhookDeduplication, WithoutAnIdTheStoreIsAskedForTheTopicAndTheSha256OfTheBody) {
  class ListingStore final : public allo::WebhookDeduplicationStore {
   public:
    std::vector<std::string> claimed;
    allo::WebhookClaim claim(std::string_view id) override {
      claimed.emplace_back(id);
      return {State::Granted, 1};
    }
    bool complete(std::string_view, std::uint64_t) override { return true; }
    void release(std::string_view, std::uint64_t) noexcept override {}
  };
  const auto store = std::make_shared<ListingStore>();
  allo::WebhookReceiver receiver;
  receiver.deduplicate(store);
  // printf '{"topic":"CALL_RECEIVED","data":{"id":"x"}}' | sha256sum
  const std::string key = "CALL_RECEIVED.9751bed204bddaef0ad168d58980125065c095f6ad253634021d6ca4c6fc244f";
  EXPECT_EQ(receiver.respond({}, R"({"topic":"CALL_RECEIVED","data":{"id":"x"}})").status, 204);
  // An event that waited in a queue is known by the same.
  receiver.dispatch(receiver.accept(R"({"topic":"CALL_RECEIVED","data":{"id":"x"}})", {}));
  receiver.dispatch(receiver.parse(R"({"topic":"CALL_RECEIVED","data":{"id":"x"}})"));
  EXPECT_EQ(store->claimed, (std::vector<std::string>{key, key, key}));
}

TEST(WebhookDeduplication, WithoutAnIdAFailedDeliveryMayComeAgain) {
  allo::WebhookReceiver receiver;
  int calls = 0;
  receiver.deduplicate().on_call_received([&](const allo::CallReceivedPayload&) {
    if (++calls == 1) throw std::runtime_error("database away");
  });
  EXPECT_EQ(receiver.respond({}, call_body).status, 500);
  EXPECT_EQ(receiver.respond({}, call_body).status, 204);
  EXPECT_EQ(receiver.respond({}, call_body).status, 200);
  EXPECT_EQ(calls, 2);
}

TEST(WebhookDeduplication, AQueueSeesARepetitionWithoutAnIdAndTheWorkerDoesNot) {
  allo::WebhookReceiver receiver;
  int calls = 0;
  receiver.deduplicate().on_call_received([&](const allo::CallReceivedPayload&) { ++calls; });
  std::vector<allo::WebhookEvent> queue;
  const auto enqueue = [&](allo::WebhookEvent event) {
    queue.push_back(std::move(event));
    return true;
  };
  EXPECT_EQ(receiver.respond({}, call_body, enqueue).status, 202);
  EXPECT_EQ(receiver.respond({}, call_body, enqueue).status, 202);
  for (const allo::WebhookEvent& event : queue) receiver.dispatch(event);
  EXPECT_EQ(calls, 1);
}

TEST(WebhookDeduplication, AStoreThatIsAwayIsA503) {
  class AwayStore final : public allo::WebhookDeduplicationStore {
   public:
    allo::WebhookClaim claim(std::string_view) override { throw allo::WebhookUnavailableException("no database"); }
    bool complete(std::string_view, std::uint64_t) override { return true; }
    void release(std::string_view, std::uint64_t) noexcept override {}
  };
  allo::WebhookReceiver receiver;
  std::vector<int> told;
  receiver.deduplicate(std::make_shared<AwayStore>())
      .on_call_received([](const allo::CallReceivedPayload&) { FAIL(); })
      .on_error([&](const std::exception&, int status) { told.push_back(status); });
  const allo::WebhookResponse response = receiver.respond({}, call_body);
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.body, R"({"error":"busy, try again later"})");
  EXPECT_EQ(told, std::vector<int>{503});
}

TEST(WebhookDeduplication, AFailedDeliveryMayComeAgain) {
  allo::WebhookReceiver receiver;
  int calls = 0;
  receiver.deduplicate().on_call_received([&](const allo::CallReceivedPayload&) {
    if (++calls < 3) throw std::runtime_error("database away");
  });
  EXPECT_EQ(receiver.respond(with_id("msg_1"), call_body).status, 500);
  EXPECT_EQ(receiver.respond(with_id("msg_1"), call_body).status, 500);
  EXPECT_EQ(receiver.respond(with_id("msg_1"), call_body).status, 204);
  EXPECT_EQ(receiver.respond(with_id("msg_1"), call_body).status, 200);
  EXPECT_EQ(calls, 3);
}

TEST(WebhookDeduplication, ARefusedDeliveryIsNotRemembered) {
  allo::WebhookReceiver receiver = signed_receiver();
  receiver.deduplicate();
  EXPECT_EQ(receiver.respond(with_id("msg_1"), call_body).status, 401);
  allo::WebhookDelivery delivery = signed_delivery("junk");
  EXPECT_EQ(receiver.respond(delivery.headers, delivery.body).status, 400);
  delivery = signed_delivery(call_body);
  EXPECT_EQ(receiver.respond(delivery.headers, delivery.body).status, 204);
}

TEST(WebhookDeduplication, AConcurrentDuplicateIsA409AndRunsNothing) {
  allo::WebhookReceiver receiver;
  std::promise<void> started;
  std::promise<void> finish;
  int calls = 0;
  receiver.deduplicate().on_call_received([&](const allo::CallReceivedPayload&) {
    ++calls;
    started.set_value();
    finish.get_future().wait();
  });
  auto first = std::async(std::launch::async, [&] { return receiver.respond(with_id("msg_1"), call_body).status; });
  started.get_future().wait();
  EXPECT_EQ(receiver.respond(with_id("msg_1"), call_body).status, 409);
  EXPECT_THROW(receiver.handle(call_body, with_id("msg_1")), allo::WebhookInProgressException);
  finish.set_value();
  EXPECT_EQ(first.get(), 204);
  EXPECT_EQ(receiver.respond(with_id("msg_1"), call_body).status, 200);
  EXPECT_EQ(calls, 1);
}

TEST(WebhookDeduplication, TheWindowFollowsTheReceiversClock) {
  auto time = at(now);
  allo::WebhookReceiver receiver;
  int calls = 0;
  receiver
      .deduplicate()  // 28 hours.
      .clock([&] { return time; })
      .on_call_received([&](const allo::CallReceivedPayload&) { ++calls; });
  EXPECT_EQ(receiver.respond(with_id("msg_1"), call_body).status, 204);
  time += std::chrono::hours{28} - std::chrono::seconds{1};
  EXPECT_EQ(receiver.respond(with_id("msg_1"), call_body).status, 200);
  time += std::chrono::seconds{1};
  EXPECT_EQ(receiver.respond(with_id("msg_1"), call_body).status, 204);
  EXPECT_EQ(calls, 2);
}

TEST(WebhookDeduplication, AFailingStoreIsA500WithoutACallOfAHandler) {
  auto store = std::make_shared<ScriptedStore>();
  store->claim_throws = true;
  allo::WebhookReceiver receiver;
  int calls = 0;
  receiver.deduplicate(store).on_call_received([&](const allo::CallReceivedPayload&) { ++calls; });
  const allo::WebhookResponse response = receiver.respond(with_id("msg_1"), call_body);
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body.find("hunter2"), std::string::npos);
  EXPECT_EQ(calls, 0);
  EXPECT_EQ(store->released, 0);
}

TEST(WebhookDeduplication, WhatCannotBeRecordedCountsAsFailed) {
  auto store = std::make_shared<ScriptedStore>();
  store->complete_throws = true;
  allo::WebhookReceiver receiver;
  receiver.deduplicate(store);
  EXPECT_EQ(receiver.respond(with_id("msg_1"), call_body).status, 500);
  EXPECT_EQ(store->released, 1);
}

TEST(WebhookDeduplication, AClaimThatRanOutIsA409) {
  auto store = std::make_shared<ScriptedStore>();
  store->still_ours = false;
  allo::WebhookReceiver receiver;
  std::optional<std::uint64_t> token;
  receiver.deduplicate(store).on("CALL_RECEIVED",
                                 [&](const allo::WebhookEvent& event) { token = event.fencing_token; });
  EXPECT_EQ(receiver.respond(with_id("msg_1"), call_body).status, 409);
  EXPECT_EQ(token, 7u);
}

TEST(WebhookDeduplication, TwoReceiversMayShareAStore) {
  const auto store = allo::make_memory_deduplication_store();
  int calls = 0;
  allo::WebhookReceiver a;
  allo::WebhookReceiver b;
  a.deduplicate(store).on_unhandled([&](const allo::WebhookEvent&) { ++calls; });
  b.deduplicate(store).on_unhandled([&](const allo::WebhookEvent&) { ++calls; });
  EXPECT_EQ(a.respond(with_id("msg_1"), call_body).status, 204);
  EXPECT_EQ(b.respond(with_id("msg_1"), call_body).status, 200);
  EXPECT_EQ(calls, 1);
}

TEST(WebhookDeduplication, RefusesWindowsAndStoresThatMakeNoSense) {
  EXPECT_THROW(allo::WebhookReceiver{}.deduplicate(std::chrono::seconds{0}), allo::InvalidArgumentException);
  EXPECT_THROW(allo::WebhookReceiver{}.deduplicate(std::chrono::seconds{-1}), allo::InvalidArgumentException);
  EXPECT_THROW(allo::WebhookReceiver{}.deduplicate(std::chrono::seconds::max()), allo::InvalidArgumentException);
  EXPECT_THROW(allo::WebhookReceiver{}.deduplicate(std::shared_ptr<allo::WebhookDeduplicationStore>{}),
               allo::InvalidArgumentException);
  EXPECT_THROW(allo::make_memory_deduplication_store({.max_entries = 0}), allo::InvalidArgumentException);
}

TEST(MemoryStore, GrantsOneClaimAtATime) {
  const auto store = allo::make_memory_deduplication_store();
  const allo::WebhookClaim first = store->claim("a");
  EXPECT_EQ(first.state, State::Granted);
  EXPECT_EQ(store->claim("a").state, State::InProgress);
  EXPECT_EQ(store->claim("b").state, State::Granted);
  EXPECT_TRUE(store->complete("a", first.fencing_token));
  EXPECT_EQ(store->claim("a").state, State::Completed);
}

TEST(MemoryStore, OnlyTheHolderEndsAClaim) {
  const auto store = allo::make_memory_deduplication_store();
  const allo::WebhookClaim first = store->claim("a");
  store->release("a", first.fencing_token + 1);
  EXPECT_FALSE(store->complete("a", first.fencing_token + 1));
  EXPECT_FALSE(store->complete("b", first.fencing_token));
  EXPECT_EQ(store->claim("a").state, State::InProgress);
  store->release("a", first.fencing_token);
  const allo::WebhookClaim second = store->claim("a");
  EXPECT_EQ(second.state, State::Granted);
  EXPECT_GT(second.fencing_token, first.fencing_token);
  EXPECT_FALSE(store->complete("a", first.fencing_token));
  EXPECT_TRUE(store->complete("a", second.fencing_token));
  store->release("a", second.fencing_token);
  EXPECT_EQ(store->claim("a").state, State::Completed);
  EXPECT_FALSE(store->complete("a", second.fencing_token));
}

TEST(MemoryStore, ForgetsTheOldestBeyondItsBound) {
  const auto store = allo::make_memory_deduplication_store({.max_entries = 3});
  for (const char* id : {"a", "b", "c", "d"}) EXPECT_TRUE(store->complete(id, store->claim(id).fencing_token));
  EXPECT_EQ(store->claim("b").state, State::Completed);
  EXPECT_EQ(store->claim("d").state, State::Completed);
  EXPECT_EQ(store->claim("a").state, State::Granted);
}

TEST(MemoryStore, RemembersAHundredThousandUnlessTold) {
  allo::WebhookReceiver receiver;
  receiver.deduplicate();
  const std::string body = envelope("x", "{}");
  allo::WebhookEvent event = receiver.parse(body);
  for (int i = 0; i < 100'000; ++i) {
    event.id = "msg_" + std::to_string(i);
    receiver.dispatch(event);
  }
  EXPECT_EQ(receiver.respond(with_id("msg_0"), body).status, 200);
  EXPECT_EQ(receiver.respond(with_id("msg_100000"), body).status, 204);
  EXPECT_EQ(receiver.respond(with_id("msg_1"), body).status, 200);
  EXPECT_EQ(receiver.respond(with_id("msg_0"), body).status, 204);
  const auto store = allo::make_memory_deduplication_store();
  for (int i = 0; i <= 100'000; ++i) {
    const std::string id = std::to_string(i);
    ASSERT_TRUE(store->complete(id, store->claim(id).fencing_token));
  }
  EXPECT_EQ(store->claim("1").state, State::Completed);
  EXPECT_EQ(store->claim("0").state, State::Granted);
}

TEST(MemoryStore, ForgetsAfterTheWindow) {
  auto time = at(now);
  const auto store =
      allo::make_memory_deduplication_store({.window = std::chrono::seconds{10}, .clock = [&] { return time; }});
  EXPECT_TRUE(store->complete("a", store->claim("a").fencing_token));
  const allo::WebhookClaim running = store->claim("b");
  time += std::chrono::seconds{10};
  EXPECT_EQ(store->claim("a").state, State::Granted);
  // A claim that is still held outlives every window.
  EXPECT_EQ(store->claim("b").state, State::InProgress);
  EXPECT_TRUE(store->complete("b", running.fencing_token));
}
