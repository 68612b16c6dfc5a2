#include "async/hooks_support.hpp"

#include <allo/hooks.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <thread>

ALLO_NAMESPACE_BEGIN
namespace {

using test::HookFixture;
using test::settled;

constexpr const char* own_number = "+1234567890";
constexpr const char* american = "+12025550143";

SendSmsInput sms(const std::string& message) { return {own_number, american, message}; }

/// How often the service has sent a message of that text.
long sent(const HookFixture& fixture, const std::string& message) {
  const auto messages = fixture.sandbox.messages();
  return std::count_if(messages.begin(), messages.end(), [&](const SmsMessage& m) { return m.content == message; });
}

TEST(SendSmsHook, SendsOnceAndGivesWhatWasSent) {
  HookFixture fixture;
  ThreadPool pool{2};
  auto send = use_send_sms(fixture.client, pool);
  EXPECT_FALSE(send.is_pending());
  send.mutate(sms("Hi!"));
  const auto state = settled(send);
  ASSERT_NE(state.data, nullptr) << state.error.message();
  EXPECT_EQ(state.data->content, "Hi!");
  EXPECT_EQ(state.data->to_number, american);
  EXPECT_EQ(sent(fixture, "Hi!"), 1);
}

TEST(SendSmsHook, TellsARefusalAndMaySendAgain) {
  HookFixture fixture;
  ThreadPool pool{2};
  auto send = use_send_sms(fixture.client, pool);
  fixture.arm_refusal("POST");
  send.mutate(sms("refused"));
  EXPECT_TRUE(settled(send).error.as<ForbiddenException>());
  EXPECT_EQ(send.error().delivery(), DeliveryState::Rejected);
  EXPECT_EQ(sent(fixture, "refused"), 0);

  send.mutate(sms(""));
  EXPECT_TRUE(settled(send).error.as<InvalidArgumentException>());
  EXPECT_EQ(send.error().delivery(), DeliveryState::NotSent);

  send.mutate(sms("again"));
  EXPECT_FALSE(settled(send).error);
  EXPECT_EQ(sent(fixture, "again"), 1);
}

TEST(SendSmsHook, AButtonPressedTwiceSendsOnce) {
  HookFixture fixture;
  ThreadPool pool{2};
  auto send = use_send_sms(fixture.client, pool);
  testing::Fault slow;
  slow.kind = testing::FaultKind::Delay;
  slow.method = "POST";
  slow.delay = std::chrono::milliseconds{300};
  fixture.sandbox.arm(slow);
  send.mutate(sms("once"));
  EXPECT_THROW(send.mutate(sms("once")), MutationPendingException);
  settled(send);
  EXPECT_EQ(sent(fixture, "once"), 1);
  EXPECT_EQ(fixture.count("POST", "/sms"), 1);
}

template <class Hook, class Input>
void check_destruction_in_flight(Hook hook, const Input& input) {
  HookFixture fixture;
  ThreadPool pool{2};
  testing::Fault slow;
  slow.kind = testing::FaultKind::Delay;
  slow.method = "POST";
  slow.delay = std::chrono::milliseconds{300};
  fixture.sandbox.arm(slow);
  {
    auto send = hook(fixture.client, pool);
    send.mutate(input);
    ASSERT_TRUE(fixture.requests->wait_for(1));
  }
  EXPECT_EQ(sent(fixture, input.message), 1);
  EXPECT_EQ(fixture.count("POST", "/sms"), 1);
}

TEST(SendSmsHook, DestructionInFlightSendsOnceAndWaits) {
  check_destruction_in_flight(use_send_sms, sms("goodbye"));
  check_destruction_in_flight(use_send_sms_france, SendSmsFranceInput{"MyCompany", "+33612345678", "au revoir"});
}

TEST(SendSmsHook, CancelInFlightSaysThatItMayHaveBeenSent) {
  HookFixture fixture;
  ThreadPool pool{2};
  auto send = use_send_sms(fixture.client, pool);
  fixture.arm_delay("POST");
  send.mutate(sms("cancelled"));
  // Once the request is with the service, nobody can say what becomes of it.
  const auto give_up = std::chrono::steady_clock::now() + test::patience;
  while (fixture.count("POST", "/sms") == 0 && std::chrono::steady_clock::now() < give_up) std::this_thread::yield();
  send.cancel();
  const auto state = settled(send);
  ASSERT_TRUE(state.error.as<TransportException>());
  EXPECT_EQ(state.error.as<TransportException>()->kind(), TransportError::Cancelled);
  EXPECT_EQ(state.error.delivery(), DeliveryState::MaybeSent);
  fixture.sandbox.disarm_all();
}

TEST(SendSmsFranceHook, SendsAndTellsAnUnknownSender) {
  HookFixture fixture;
  ThreadPool pool{1};
  auto send = use_send_sms_france(fixture.client, pool);
  send.mutate({"MyCompany", "+33612345678", "Bonjour"});
  const auto state = settled(send);
  ASSERT_NE(state.data, nullptr) << state.error.message();
  EXPECT_EQ(state.data->sender_id, "MyCompany");
  EXPECT_EQ(sent(fixture, "Bonjour"), 1);
  send.mutate({"Nobody", "+33612345678", "Bonjour"});
  const auto refused = settled(send);
  ASSERT_TRUE(refused.error.as<ValidationException>());
  EXPECT_EQ(refused.error.as<ValidationException>()->code(), codes::InvalidSenderId);
  EXPECT_EQ(sent(fixture, "Bonjour"), 1);
}

}  // namespace
ALLO_NAMESPACE_END
