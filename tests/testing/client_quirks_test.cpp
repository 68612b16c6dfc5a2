#include "testing/control/words.hpp"
#include "testing/sandbox_client.hpp"

#include <allo/client.hpp>
#include <allo/webhook_receiver.hpp>

#include <string>

ALLO_NAMESPACE_BEGIN
namespace testing {
namespace {

/// The library against every form of answer that the sandbox knows.
class ClientQuirksTest : public ::testing::Test {
 protected:
  static SandboxOptions options() {
    SandboxOptions options;
    options.start_time = test_time;
    return options;
  }
  ClientQuirksTest() { sandbox.hold_deliveries(); }

  void expect_all_operations(const Quirks& quirks) {
    sandbox.restore(start);
    sandbox.set_quirks(quirks);
    const std::string id = "cnt_abc123";
    const bool has_values = quirks.optionals != OptionalForm::Null;
    EXPECT_EQ(client.numbers.list().size(), 3u);
    EXPECT_EQ(client.contacts.search({.size = 5}).results.at(0).id, id);
    const Contact contact = client.contacts.get(id, {.engagement = true, .activity = true});
    EXPECT_EQ(contact.name, has_values ? std::optional<std::string>{"John"} : std::nullopt);
    EXPECT_EQ(contact.activity.empty(), !has_values);
    EXPECT_EQ(client.contacts.create({.numbers = {"+33612345678"}}).numbers.at(0), "+33612345678");
    EXPECT_EQ(client.contacts.update(id, {.name = "Jim"}).id, id);
    std::size_t listed = 0;
    for (const Contact& each : client.contacts.all()) listed += each.id.empty() ? 0 : 1;
    EXPECT_EQ(listed, 37u);

    const Call call = client.calls.search({.allo_number = "+1234567890", .size = 100}).results.back();
    const Call known = sandbox.calls().front();
    EXPECT_EQ(call.start_date, known.start_date);
    if (has_values) {
      EXPECT_EQ(call.type->text(), quirks.unknown_enum_values ? "FROM_THE_FUTURE" : known.type->text());
      EXPECT_EQ(call.transcript.at(0).time,
                known.transcript.at(0).time - fraction(quirks, known.transcript.at(0).time));
    }
    EXPECT_FALSE(client.contacts.conversation(id, {.size = 100}).results.empty());
    EXPECT_EQ(client.sms.send({.from = "+1234567890", .to = "+12025550100", .message = "Hi"}).start_date, test_time);
    EXPECT_EQ(client.sms.send_france({.sender_id = "MyCompany", .to = "+33612345678", .message = "Hi"}).content, "Hi");

    const Webhook webhook = client.webhooks.create(
        {.allo_number = "+1234567890",
         .url = "http://127.0.0.1/",
         .topics = {WebhookTopic::CallReceived, WebhookTopic::SmsReceived, WebhookTopic::ContactCreated}});
    EXPECT_EQ(webhook.allo_number, "+1234567890");
    EXPECT_EQ(client.webhooks.list().at(0).url, "http://127.0.0.1/");
    expect_deliveries();
    EXPECT_NO_THROW(client.webhooks.remove(sandbox.webhooks().at(0).id));
    EXPECT_TRUE(sandbox.webhooks().empty());
    try {
      client.contacts.get("nobody");
      ADD_FAILURE() << "found nobody";
    } catch (const AlloApiException& error) {
      EXPECT_TRUE(error.not_found());
    }
  }

  /// A form without a fraction of a second cuts it off.
  static std::chrono::microseconds fraction(const Quirks& quirks, Timestamp time) {
    if (quirks.times == TimeForm::Fraction) return {};
    return time - std::chrono::floor<std::chrono::seconds>(time);
  }

  /// A call, a message and a contact are decoded by the receiver.
  void expect_deliveries() {
    const std::size_t before = sandbox.deliveries().size();
    sandbox.simulate_incoming_call({.from = "+12025550100", .tag = "vip", .transcript = {{.text = "Hello"}}});
    sandbox.simulate_incoming_sms({.from = "+12025550100", .content = "Hello"});
    client.contacts.create({.numbers = {"+33612345679"}});
    int calls = 0;
    int messages = 0;
    int contacts = 0;
    WebhookReceiver receiver;
    receiver.on_call_received([&](const CallReceivedPayload& call) { calls += call.from_number == "+12025550100"; })
        .on_sms_received([&](const SmsReceivedPayload& sms) { messages += sms.content == "Hello"; })
        .on_contact_created([&](const ContactEventPayload& contact) { contacts += contact.numbers.size() == 1; });
    const auto deliveries = sandbox.deliveries();
    for (std::size_t i = before; i < deliveries.size(); ++i) {
      EXPECT_EQ(receiver.respond({}, deliveries[i].body).status, 204) << deliveries[i].body;
    }
    EXPECT_EQ(calls + messages + contacts, 3);
  }

  Sandbox sandbox{options()};
  const Snapshot start = sandbox.snapshot();
  const AlloClient client{sandbox.client_options()};
};

TEST_F(ClientQuirksTest, EveryForm) {
  Quirks quirks;
  for (const MetadataForm metadata :
       {MetadataForm::Documented, MetadataForm::Nested, MetadataForm::Flat, MetadataForm::Null, MetadataForm::Absent}) {
    quirks.metadata = metadata;
    for (const OptionalForm optionals : {OptionalForm::Null, OptionalForm::Absent, OptionalForm::Documented}) {
      SCOPED_TRACE(std::string{detail::to_word(metadata)} + ' ' + std::string{detail::to_word(optionals)});
      quirks.optionals = optionals;
      expect_all_operations(quirks);
    }
  }
  for (const TimeForm times : {TimeForm::Zulu, TimeForm::Offset, TimeForm::Fraction}) {
    SCOPED_TRACE(detail::to_word(times));
    quirks.times = times;
    expect_all_operations(quirks);
  }
}

TEST_F(ClientQuirksTest, EverySwitch) {
  Quirks all;
  for (const detail::QuirkSwitch& entry : detail::quirk_switches) {
    SCOPED_TRACE(entry.name);
    Quirks one;
    one.*entry.member = !(one.*entry.member);
    expect_all_operations(one);
    all.*entry.member = !(all.*entry.member);
  }
  SCOPED_TRACE("all together");
  expect_all_operations(all);
}

}  // namespace
}  // namespace testing
ALLO_NAMESPACE_END
