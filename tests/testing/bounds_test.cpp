#include "testing/control/control.hpp"
#include "testing/engine_fixture.hpp"

#include <allo/errors.hpp>

#include <string>

ALLO_NAMESPACE_BEGIN
namespace testing {
namespace {

using detail::Item;
using detail::State;

/// A sandbox may run for weeks: nothing in it grows without end.
Item text_from(int number, Timestamp date) {
  Item item;
  item.id = "msg_" + std::to_string(number);
  item.allo_number = "+1234567890";
  item.other_number = '+' + std::to_string(12025000000 + number);
  item.message.type = CallDirection::Inbound;
  item.message.content = "Hello";
  item.message.start_date = date;
  return item;
}

TEST(BoundsTest, WhatIsOlderThanAllTheOthersTakesThePlaceOfTheOldest) {
  detail::Collection<Json> things;
  const auto before = [](const Json& a, const Json& b) { return a.at("at") < b.at("at"); };
  for (int i = 0; i < 10'000; ++i) things.add({{"id", std::to_string(i)}, {"at", i}});
  for (int i = 1; i < 100; ++i) things.add_in_order({{"id", "old" + std::to_string(i)}, {"at", -i}}, before);
  EXPECT_EQ(things.size(), 10'000u);
  EXPECT_EQ(things.find("0"), nullptr);
  EXPECT_EQ(things.find("old98"), nullptr) << "it was the oldest when the last one came";
  EXPECT_EQ(things.begin()->at("id"), "old99");
  EXPECT_EQ(things.find("5")->at("at"), 5);
}

TEST(BoundsTest, AConversationIsForgottenWithItsLastItem) {
  State state;
  state.add_item(text_from(0, test_time));
  Item second = text_from(0, test_time);
  second.id = "msg_again";
  state.add_item(second);
  for (int i = 1; i < 9'999; ++i) state.add_item(text_from(i, test_time));
  ASSERT_EQ(state.items.size(), 10'000u);
  EXPECT_EQ(state.marks.size(), 9'999u);

  state.add_item(text_from(10'000, test_time));
  EXPECT_TRUE(state.mark_of(second).unread) << "one of its items is left";
  EXPECT_EQ(state.activity.at(second.other_number).interactions, 1u);
  state.add_item(text_from(10'001, test_time));
  EXPECT_FALSE(state.mark_of(second).unread);
  for (int i = 10'002; i < 12'000; ++i) state.add_item(text_from(i, test_time));
  EXPECT_EQ(state.items.size(), 10'000u);
  EXPECT_EQ(state.marks.size(), 10'000u);
  EXPECT_EQ(state.activity.size(), 10'000u);
  EXPECT_TRUE(state.mark_of(text_from(11'999, test_time)).unread) << "the newest has its mark";
}

TEST(BoundsTest, OfTheKeysTheAccountsOwnIsNeverForgotten) {
  detail::Keys keys{{}};
  keys.add("own", detail::all_scopes());
  for (int i = 0; i < 10'050; ++i) keys.add("key" + std::to_string(i), {"SMS_SEND"});
  EXPECT_EQ(keys.size(), detail::Keys::most);
  EXPECT_TRUE(keys.allows("own", "CRM_READ"));
  EXPECT_FALSE(keys.knows("key50"));
  EXPECT_TRUE(keys.allows("key51", "SMS_SEND"));
  keys.add("key51", {"CRM_READ"});
  EXPECT_EQ(keys.size(), detail::Keys::most) << "new scopes are no new key";
  EXPECT_TRUE(keys.allows("key51", "CRM_READ"));
}

TEST(BoundsTest, StoredAnswersAreBoundedWithTheirKeys) {
  detail::Replays replays;
  const detail::Route& route = detail::routes()[0];
  const auto perform = [] { return detail::Response{}; };
  for (int i = 0; i < 50; ++i) {
    replays.answer("key", std::to_string(i) + std::string(1 << 20, 'x'), route, test_time, perform);
  }
  EXPECT_LE(replays.bytes(), 16u << 20);
  EXPECT_EQ(replays.size(), 7u);
  for (int i = 0; i < 10'500; ++i) replays.answer("key", std::to_string(i), route, test_time, perform);
  EXPECT_EQ(replays.size(), 10'000u);
  replays.answer("key", "last", route, test_time + std::chrono::hours{1}, perform);
  EXPECT_EQ(replays.size(), 1u) << "the hour is over";
  replays.clear();
  EXPECT_EQ(replays.bytes(), 0u);
}

TEST(BoundsTest, SpentFaultsMakeRoomAndLiveOnesDoNot) {
  detail::Faults faults{false};
  for (std::size_t i = 0; i < detail::Faults::most; ++i) faults.arm({.times = 1});
  EXPECT_THROW(faults.arm({}), InvalidArgumentException);
  EXPECT_EQ(faults.armed().size(), detail::Faults::most);
  faults.plan("GET", nullptr, false, [] { return 0; });
  const std::uint64_t first = faults.armed()[0].id;
  faults.arm({.status = 500});
  EXPECT_EQ(faults.armed().size(), detail::Faults::most);
  EXPECT_EQ(faults.armed()[0].id, first + 1);
}

TEST(BoundsTest, WhatTheControlInterfaceAddsIsBounded) {
  detail::Service service{SandboxOptions{}};
  EXPECT_THROW(
      {
        for (int i = 0; i < 2000; ++i) {
          detail::add_number(service, {.number = '+' + std::to_string(12025000000 + i), .name = "More"});
        }
      },
      InvalidArgumentException);
  EXPECT_THROW(
      {
        for (int i = 0; i < 2000; ++i) detail::add_sender_id(service, "S" + std::to_string(i), true);
      },
      InvalidArgumentException);
  detail::add_sender_id(service, "S1", false);
  service.locked([](auto& parts) {
    const State& state = parts.engine.state();
    EXPECT_EQ(state.numbers.size(), 1000u);
    EXPECT_EQ(state.sender_ids.size(), 1000u);
    EXPECT_FALSE(state.sender_ids.at("S1")) << "a known one can be changed";
    for (std::size_t i = 0; i < detail::Expectations::most; ++i) parts.expectations.add({.method = "GET"});
    EXPECT_THROW(parts.expectations.add({.method = "GET"}), InvalidArgumentException);
  });
}

TEST(BoundsTest, AWebhookHasTenSecretsAtTheMost) {
  detail::Service service{SandboxOptions{}};
  const std::string id = service.locked([](auto& parts) {
    detail::StoredWebhook stored;
    stored.id = stored.webhook.id = "wh_1";
    stored.secrets = {"whsec_first"};
    return parts.engine.state().webhooks.add(std::move(stored)).id;
  });
  for (int i = 0; i < 9; ++i) service.rotate_secret(id);
  EXPECT_EQ(service.secrets(id).back(), "whsec_first");
  const std::string newest = service.rotate_secret(id);
  EXPECT_EQ(service.secrets(id).size(), 10u);
  EXPECT_EQ(service.secrets(id).front(), newest);
  EXPECT_NE(service.secrets(id).back(), "whsec_first");
}

TEST(BoundsTest, SnapshotsAreBoundedByWhatTheyHold) {
  detail::Service service{SandboxOptions{}};
  detail::Control control{service};
  for (int i = 0; i < 150; ++i) control.keep(service.snapshot());
  EXPECT_THROW(control.kept(50), detail::InputError);
  EXPECT_NO_THROW(control.kept(51));
  service.locked([](auto& parts) {
    for (int i = 0; i < 10'000; ++i) parts.engine.state().companies.add({{"id", std::to_string(i)}});
    for (int i = 0; i < 10'000; ++i) parts.engine.state().deals.add({{"id", std::to_string(i)}});
  });
  std::uint64_t last = 0;
  for (int i = 0; i < 12; ++i) last = control.keep(service.snapshot());
  EXPECT_NO_THROW(control.kept(last));
  EXPECT_THROW(control.kept(last - 10), detail::InputError);
  EXPECT_NO_THROW(control.kept(last - 5));
}

}  // namespace
}  // namespace testing
ALLO_NAMESPACE_END
