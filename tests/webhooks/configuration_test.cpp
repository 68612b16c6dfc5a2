#include "webhooks/deliveries.hpp"

#include <allo/errors.hpp>
#include <allo/v2/webhook_events.hpp>
#include <allo/webhook_receiver.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace deliveries;

/// Why `configure` was refused, to the letter.
std::string refusal_of(const std::function<void(allo::WebhookReceiver&)>& configure) {
  allo::WebhookReceiver receiver;
  try {
    configure(receiver);
  } catch (const allo::InvalidArgumentException& error) {
    return error.what();
  }
  return "none";
}

TEST(WebhookConfiguration, EndsWithADeliveryHoweverItComes) {
  const std::vector<std::function<void(allo::WebhookReceiver&)>> ways = {
      [](allo::WebhookReceiver& receiver) { receiver.respond({}, call_body); },
      [](allo::WebhookReceiver& receiver) { receiver.respond({}, call_body, [](allo::WebhookEvent) { return true; }); },
      [](allo::WebhookReceiver& receiver) { receiver.handle(call_body); },
      [](allo::WebhookReceiver& receiver) { receiver.accept(call_body, {}); },
      [](allo::WebhookReceiver& receiver) { receiver.dispatch(receiver.parse(call_body)); },
  };
  for (std::size_t i = 0; i < ways.size(); ++i) {
    allo::WebhookReceiver receiver;
    ways[i](receiver);
    EXPECT_THROW(receiver.max_body_size(10), std::logic_error) << i;
  }
  allo::WebhookReceiver receiver;
  receiver.parse(call_body);
  EXPECT_NO_THROW(receiver.max_body_size(10)) << "reading is no delivery";
}

TEST(WebhookConfiguration, TakesNoFunctionThatIsNone) {
  using Receiver = allo::WebhookReceiver;
  const std::string empty = "a WebhookReceiver was given an empty function";
  const std::vector<std::function<void(Receiver&)>> ways = {
      [](Receiver& to) { to.on_call_received(Receiver::PayloadHandler<allo::CallReceivedPayload>{}); },
      [](Receiver& to) { to.on_call_received(Receiver::PayloadEventHandler<allo::CallReceivedPayload>{}); },
      [](Receiver& to) { to.on_sms_received(Receiver::PayloadHandler<allo::SmsReceivedPayload>{}); },
      [](Receiver& to) { to.on_sms_received(Receiver::PayloadEventHandler<allo::SmsReceivedPayload>{}); },
      [](Receiver& to) { to.on_contact_created(Receiver::PayloadHandler<allo::ContactEventPayload>{}); },
      [](Receiver& to) { to.on_contact_updated(Receiver::PayloadEventHandler<allo::ContactEventPayload>{}); },
      [](Receiver& to) { to.on("x", nullptr); },
      [](Receiver& to) { to.on(allo::WebhookTopic::Ping, nullptr); },
      [](Receiver& to) { to.on_unhandled(nullptr); },
      [](Receiver& to) { to.on_error(nullptr); },
      [](Receiver& to) { to.clock(nullptr); },
  };
  for (std::size_t i = 0; i < ways.size(); ++i) EXPECT_EQ(refusal_of(ways[i]), empty) << i;
}

TEST(WebhookConfiguration, SaysWhatIsOutOfBounds) {
  using Receiver = allo::WebhookReceiver;
  using std::chrono::seconds;
  constexpr seconds year{365L * 24 * 3600};
  const auto depth = [](std::size_t levels) { return refusal_of([=](Receiver& to) { to.max_depth(levels); }); };
  EXPECT_EQ(depth(1), "the depth must be 2 to 128 levels");
  EXPECT_EQ(depth(2), "none");
  EXPECT_EQ(depth(128), "none");
  EXPECT_EQ(depth(129), "the depth must be 2 to 128 levels");
  const auto tolerance = [](seconds time) { return refusal_of([=](Receiver& to) { to.tolerance(time); }); };
  EXPECT_EQ(tolerance(seconds{-1}), "the tolerance is negative");
  EXPECT_EQ(tolerance(seconds{0}), "none");
  const auto window = [](seconds time) { return refusal_of([=](Receiver& to) { to.deduplicate(time); }); };
  const std::string bad_window = "the window of a de-duplication store must be positive and at most a year";
  EXPECT_EQ(window(seconds{-1}), bad_window);
  EXPECT_EQ(window(seconds{0}), bad_window);
  EXPECT_EQ(window(seconds{1}), "none");
  EXPECT_EQ(window(year), "none");
  EXPECT_EQ(window(year + seconds{1}), bad_window);
  EXPECT_EQ(refusal_of([](Receiver& to) { to.deduplicate(std::shared_ptr<allo::WebhookDeduplicationStore>{}); }),
            "the de-duplication store is a null pointer");
  EXPECT_EQ(refusal_of([](Receiver&) { allo::make_memory_deduplication_store({.max_entries = 0}); }),
            "a de-duplication store must hold at least one entry");
  EXPECT_EQ(refusal_of([](Receiver&) { allo::make_memory_deduplication_store({.max_entries = 1}); }), "none");
  EXPECT_EQ(refusal_of([](Receiver& to) { to.on("", [](const allo::WebhookEvent&) {}); }),
            "the topic of a handler is empty");
  EXPECT_EQ(refusal_of([](Receiver& to) { to.on(allo::WebhookTopic::Unknown, [](const allo::WebhookEvent&) {}); }),
            "WebhookTopic::Unknown is no topic; name the topic by its text, or use on_unhandled");
  EXPECT_EQ(refusal_of([](Receiver& to) { to.signing_secrets({}); }),
            "the list of signing secrets is empty; leave it out where deliveries are not signed");
  EXPECT_EQ(refusal_of([](Receiver& to) { to.allowed_allo_numbers({}); }),
            "the list of allowed numbers is empty; leave it out to accept every number");
}

TEST(WebhookConfiguration, AllowsNumbersOfTheServicesExamplesOfTheirLength) {
  const auto refusal = [](const std::string& number) {
    return refusal_of([&](allo::WebhookReceiver& to) { to.allowed_allo_numbers({number}); });
  };
  for (const char* good : {"+01", "+012345678901234", "+33612345678"}) EXPECT_EQ(refusal(good), "none") << good;
  EXPECT_EQ(std::string("+012345678901234").size(), 16U);
  for (const char* bad : {"", "+", "+0", "+0123456789012345", "0123", "+01x", "++01", "+0 1x"}) {
    EXPECT_EQ(refusal(bad), "an allowed number is not in E.164 form, such as +33612345678") << bad;
  }
}

TEST(WebhookClaims, AreGivenBackOnceOrNot) {
  class CountingStore final : public allo::WebhookDeduplicationStore {
   public:
    allo::WebhookClaim::State state = allo::WebhookClaim::State::Granted;
    bool is_ours = true;
    std::string seen{};
    allo::WebhookClaim claim(std::string_view) override {
      seen += "claim ";
      return {state, 7};
    }
    bool complete(std::string_view, std::uint64_t) override {
      seen += "complete ";
      return is_ours;
    }
    void release(std::string_view, std::uint64_t) noexcept override { seen += "release "; }
  };
  using State = allo::WebhookClaim::State;
  const auto seen_after = [](State state, bool is_ours, bool throws, int status) {
    const auto store = std::make_shared<CountingStore>();
    store->state = state;
    store->is_ours = is_ours;
    allo::WebhookReceiver receiver;
    receiver.deduplicate(store).on_unhandled([&](const allo::WebhookEvent& event) {
      store->seen += "handle-" + std::to_string(event.fencing_token.value_or(0)) + ' ';
      if (throws) throw std::runtime_error("database away");
    });
    EXPECT_EQ(receiver.respond({{"webhook-id", "msg_1"}}, call_body).status, status);
    return store->seen;
  };
  EXPECT_EQ(seen_after(State::Granted, true, false, 204), "claim handle-7 complete ");
  EXPECT_EQ(seen_after(State::Granted, true, true, 500), "claim handle-7 release ");
  EXPECT_EQ(seen_after(State::Granted, false, false, 409), "claim handle-7 complete release ");
  EXPECT_EQ(seen_after(State::InProgress, true, false, 409), "claim ");
  EXPECT_EQ(seen_after(State::Completed, true, false, 200), "claim ");
}

TEST(WebhookClaims, OfAnEventThatAnotherReceiverParsedAreMadeByWhatItHolds) {
  allo::WebhookReceiver without_store;
  const allo::WebhookEvent event = without_store.parse(call_body);
  EXPECT_FALSE(event.repeat_key);
  allo::WebhookReceiver receiver;
  int calls = 0;
  receiver.deduplicate().on_unhandled([&](const allo::WebhookEvent&) { ++calls; });
  receiver.dispatch(event);
  receiver.dispatch(event);
  EXPECT_EQ(calls, 1);
}

TEST(WebhookConfiguration, HandlersOfEveryKindAreCalledForTheirTopicAlone) {
  allo::WebhookReceiver receiver;
  std::string seen;
  const auto note = [&seen](const char* name) { return [&seen, name](const auto&) { seen.append(name).append(" "); }; };
  const auto note_both = [&seen](const char* name) {
    return [&seen, name](const auto&, const allo::WebhookEvent& event) {
      EXPECT_NE(event.topic.text(), "");
      seen.append(name).append(" ");
    };
  };
  using Receiver = allo::WebhookReceiver;
  receiver.on_call_received(Receiver::PayloadHandler<allo::CallReceivedPayload>{note("call")})
      .on_call_received(Receiver::PayloadEventHandler<allo::CallReceivedPayload>{note_both("call+")})
      .on_sms_received(Receiver::PayloadHandler<allo::SmsReceivedPayload>{note("sms")})
      .on_sms_received(Receiver::PayloadEventHandler<allo::SmsReceivedPayload>{note_both("sms+")})
      .on_contact_created(Receiver::PayloadHandler<allo::ContactEventPayload>{note("created")})
      .on_contact_created(Receiver::PayloadEventHandler<allo::ContactEventPayload>{note_both("created+")})
      .on_contact_updated(Receiver::PayloadHandler<allo::ContactEventPayload>{note("updated")})
      .on_contact_updated(Receiver::PayloadEventHandler<allo::ContactEventPayload>{note_both("updated+")})
      .on(allo::WebhookTopic::Ping, Receiver::EventHandler{note("ping")})
      .on("of.tomorrow", Receiver::EventHandler{note("tomorrow")})
      .on_unhandled(note("unhandled"));
  const auto seen_of = [&](const std::string& body) {
    seen.clear();
    receiver.handle(body);
    return seen;
  };
  EXPECT_EQ(seen_of(call_body), "call call+ ");
  EXPECT_EQ(seen_of(sms_body), "sms sms+ ");
  EXPECT_EQ(seen_of(contact_body), "created created+ ");
  EXPECT_EQ(seen_of(envelope("CONTACT_UPDATED", contact_data)), "updated updated+ ");
  EXPECT_EQ(seen_of(R"({"topic":"PING"})"), "ping ");
  EXPECT_EQ(seen_of(envelope("of.tomorrow", "{}")), "tomorrow ");
  EXPECT_EQ(seen_of(envelope("of.today", "{}")), "unhandled ");
}

TEST(WebhookRespond, WhateverAQueueThrowsIsNoRefusal) {
  allo::WebhookReceiver receiver;
  const auto status = [&](auto error) {
    return receiver.respond({}, call_body, [&](allo::WebhookEvent) -> bool { throw error; }).status;
  };
  EXPECT_EQ(status(allo::InvalidWebhookPayloadException("data", "x")), 500);
  EXPECT_EQ(status(allo::WebhookSignatureException("x")), 500);
  EXPECT_EQ(status(allo::WebhookInProgressException("x")), 500);
  EXPECT_EQ(status(allo::WebhookUnavailableException("x")), 503);
  EXPECT_EQ(status(7), 500);
}

}  // namespace
