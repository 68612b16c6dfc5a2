#include "async/support.hpp"
#include "async/tmux_terminal.hpp"

#include <allo/client.hpp>
#include <allo/testing/sandbox.hpp>

#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <thread>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using test::TmuxTerminal;

/// The program as its user sees it, against a sandbox that the test holds.
class DashboardTest : public ::testing::Test {
 protected:
  static std::string command(const testing::Sandbox& sandbox) {
    return "exec env LC_ALL=C.UTF-8 ALLO_BASE_URL=" + sandbox.base_url() + " ALLO_API_KEY=" + sandbox.key() + " " +
           ALLO_DASHBOARD;
  }

  /// Ends the program while there is a service to take its subscriptions back from: later it would try for a while.
  void TearDown() override {
    terminal.press("C-c");
    EXPECT_TRUE(terminal.has_ended());
  }

  /// How often the service has sent a message of that text.
  long sent(const std::string& message) const {
    const auto messages = sandbox.messages();
    return std::count_if(messages.begin(), messages.end(), [&](const SmsMessage& m) { return m.content == message; });
  }

  /// Waits for the subscriptions, one for each number, which are made after the first screen.
  bool subscribed() const { return webhooks_become(sandbox.numbers().size()); }

  bool webhooks_become(std::size_t count) const {
    const auto give_up = std::chrono::steady_clock::now() + test::patience;
    while (sandbox.webhooks().size() != count && std::chrono::steady_clock::now() < give_up) std::this_thread::yield();
    return sandbox.webhooks().size() == count;
  }

  testing::Sandbox sandbox{};
  TmuxTerminal terminal{command(sandbox), 100, 24};
};

TEST_F(DashboardTest, ShowsNumbersContactsPageByPageAndConversations) {
  ASSERT_TRUE(terminal.shows("Allo sandbox  +1234567890 Main Line"));
  ASSERT_TRUE(terminal.shows("Contacts, page 1 of 3"));
  EXPECT_TRUE(terminal.shows("John Doe  +12025550100")) << "the first contact is open";
  EXPECT_TRUE(terminal.shows("call 1.0 min"));
  EXPECT_TRUE(terminal.shows(" Mei-Ling 陳            +33639980109    │"));
  terminal.press("Down");
  EXPECT_TRUE(terminal.shows("Amélie Laurent  +"));
  terminal.press("Right");
  EXPECT_TRUE(terminal.shows("Contacts, page 2 of 3"));
  EXPECT_TRUE(terminal.hides("John Doe"));
  terminal.press("Right Right Right");
  EXPECT_TRUE(terminal.shows("Contacts, page 3 of 3")) << "there is no fourth";
  terminal.press("q");
  EXPECT_TRUE(terminal.has_ended());
  EXPECT_TRUE(sandbox.webhooks().empty()) << "its subscriptions are taken back";
}

TEST_F(DashboardTest, ShowsAnyName) {
  ASSERT_TRUE(terminal.shows("Contacts, page 1 of 3"));
  const auto add = [this](const std::string& name) {
    Contact contact;
    contact.name = name;
    contact.numbers = {"+12025550177"};
    sandbox.add_contact(contact);
  };
  for (int i = 0; i < 12; ++i) add("filler");
  add("Zoe\u0308 combining");
  add("\x1b[31mescape\tand\nlines");
  add("陳陳陳陳陳陳陳陳陳陳陳陳陳陳陳陳");
  add("bytes \xff\xfe that are no text");
  add("مريم");
  terminal.press("r");
  EXPECT_TRUE(terminal.shows("Contacts, page 1 of 5"));
  terminal.press("Right Right Right Right");
  EXPECT_TRUE(terminal.shows("Zoe\u0308 combining"));
  // Whatever a name holds, the columns after it stand where they should.
  EXPECT_TRUE(terminal.shows("Zoe\u0308 combining          +12025550177    │"));
  EXPECT_TRUE(terminal.shows("  [31mescape and lines  +12025550177    │"));
  EXPECT_TRUE(terminal.shows(" 陳陳陳陳陳陳陳陳陳陳…  +12025550177    │"));
  EXPECT_TRUE(terminal.shows(" bytes \uFFFD\uFFFD that are no … +12025550177    │"));
  EXPECT_TRUE(terminal.shows("nothing yet"));
}

TEST_F(DashboardTest, SendsAnSmsOnce) {
  ASSERT_TRUE(terminal.shows("John Doe  +12025550100"));
  ASSERT_TRUE(subscribed());
  ASSERT_TRUE(terminal.shows("SMS from +1234567890"));
  testing::Fault slow;
  slow.kind = testing::FaultKind::Delay;
  slow.method = "POST";
  slow.route = "/sms";
  slow.delay = std::chrono::milliseconds{1500};
  sandbox.arm(slow);
  terminal.press("s");
  EXPECT_TRUE(terminal.shows("Enter send"));
  terminal.type("Grüße 陳 📦!");
  EXPECT_TRUE(terminal.shows("SMS from +1234567890 to +12025550100: Grüße 陳 📦!"));
  terminal.press("BSpace Enter Enter Enter");
  EXPECT_TRUE(terminal.shows("sending…"));
  EXPECT_TRUE(terminal.shows("sent to +12025550100"));
  EXPECT_TRUE(terminal.shows("→ SMS  Grüße 陳 📦")) << "the conversation was loaded again";
  EXPECT_EQ(sent("Grüße 陳 📦"), 1) << "although Enter was pressed three times";
  EXPECT_TRUE(sandbox.wait_for_deliveries());
  EXPECT_TRUE(terminal.shows("sent to +12025550100")) << "the webhook about it does not take its place";
}

TEST_F(DashboardTest, ShowsErrorsAndKeepsTheMessage) {
  ASSERT_TRUE(terminal.shows("John Doe  +12025550100"));
  ASSERT_TRUE(terminal.shows("SMS from +1234567890"));
  terminal.press("Tab s");
  EXPECT_TRUE(terminal.shows("SMS from +33199001234"));
  terminal.type("wrong country");
  terminal.press("Enter");
  EXPECT_TRUE(terminal.shows("not sent: HTTP 400 TO_NUMBER_COUNTRY_MISMATCH"));
  EXPECT_TRUE(terminal.shows("SMS from +33199001234 to +12025550100: wrong country"));
  EXPECT_EQ(sent("wrong country"), 0);
  terminal.press("Escape");
  EXPECT_TRUE(terminal.hides("not sent"));

  testing::Fault refusal;
  refusal.status = 403;
  refusal.code = "API_KEY_INSUFFICIENT_SCOPE";
  refusal.route = "/contacts";
  sandbox.arm(refusal);
  terminal.press("r");
  EXPECT_TRUE(terminal.shows("contacts: HTTP 403 API_KEY_INSUFFICIENT_SCOPE"));
  EXPECT_TRUE(terminal.shows("Amélie Laurent")) << "what was loaded before stays";
  terminal.press("r");
  EXPECT_TRUE(terminal.hides("contacts: HTTP 403 API_KEY_INSUFFICIENT_SCOPE"));
}

TEST_F(DashboardTest, SurvivesEverySizeOfTheTerminal) {
  ASSERT_TRUE(terminal.shows("John Doe  +12025550100"));
  // Each step waits for the program to have drawn, so that all of the keys meet the same size.
  for (const auto& [columns, rows] : {std::pair{200, 60}, {40, 8}}) {
    terminal.resize(columns, rows);
    EXPECT_TRUE(terminal.shows(columns == 40 ? "│ → call 9.0 min" : "John Doe  +12025550100"));
    EXPECT_TRUE(terminal.shows("age 1 of 3"));
    EXPECT_TRUE(terminal.shows("q quit"));
    terminal.press("Down Up s x");
    EXPECT_TRUE(terminal.shows("Enter send"));
    EXPECT_TRUE(terminal.shows(" to +12025550100: x"));
    terminal.press("BSpace Escape");
    EXPECT_TRUE(terminal.hides("Enter send"));
  }
  for (const auto& [columns, rows] : {std::pair{1, 1}, {39, 20}, {60, 7}, {2, 50}}) {
    terminal.resize(columns, rows);
    if (columns == 1) continue;  // nothing fits in there
    EXPECT_TRUE(terminal.shows(columns == 2 ? "P…" : "Please enlarge"));
    if (columns > 2) terminal.press("Down Right s x");
  }
  terminal.resize(100, 24);
  EXPECT_TRUE(terminal.shows("John Doe  +12025550100"));
  EXPECT_TRUE(terminal.shows("q quit"));

  terminal.resize(39, 8);
  EXPECT_TRUE(terminal.shows("Please enlarge"));
  terminal.press("s u n s e e n Enter q");
  EXPECT_TRUE(terminal.has_ended()) << "q would be part of a message, had the keys before it acted";
  EXPECT_EQ(sent("unseen"), 0);
}

TEST_F(DashboardTest, RefreshesWhenAWebhookArrives) {
  ASSERT_TRUE(terminal.shows("John Doe  +12025550100"));
  ASSERT_TRUE(subscribed());
  testing::IncomingSms sms;
  sms.from = "+12025550100";
  sms.content = "Is anybody there?";
  sandbox.simulate_incoming_sms(sms);
  EXPECT_TRUE(terminal.shows("← SMS  Is anybody there?"));
  EXPECT_TRUE(terminal.shows("an SMS from +12025550100"));

  testing::IncomingCall call;
  call.from = "+12025550100";
  call.length_in_minutes = 7.5;
  call.summary = "Asked for a person";
  sandbox.simulate_incoming_call(call);
  EXPECT_TRUE(terminal.shows("call 7.5 min  Asked for a person"));
}

TEST_F(DashboardTest, WritesToTheContactThatWasSelectedHoweverTheListChanges) {
  ASSERT_TRUE(terminal.shows("John Doe  +12025550100"));
  ASSERT_TRUE(subscribed());
  const testing::Snapshot without = sandbox.snapshot();
  const auto make = [](const std::string& name, const std::string& number) {
    Contact contact;
    contact.id = "cnt_" + name;
    contact.name = name;
    contact.numbers = {number};
    return contact;
  };
  const Contact mother = make("Mother", "+12025550181");
  const Contact lawyer = make("Lawyer", "+12025550182");
  // The program hears of the change from the service, as it would of any other.
  const auto change_to = [&](const std::vector<Contact>& last_page) {
    sandbox.restore(without);
    for (const Contact& contact : last_page) sandbox.add_contact(contact);
    testing::IncomingSms sms;
    sms.from = "+12025550100";
    sms.content = "Hello?";
    sandbox.simulate_incoming_sms(sms);
  };
  change_to({mother, lawyer});
  EXPECT_TRUE(terminal.shows("Contacts, page 1 of 4"));
  terminal.press("Right Right Right");
  EXPECT_TRUE(terminal.shows("Mother  +12025550181"));
  terminal.press("Down");
  EXPECT_TRUE(terminal.shows("Lawyer  +12025550182"));
  change_to({make("Aunt", "+12025550183"), lawyer, mother, make("Baker", "+12025550184")});
  EXPECT_TRUE(terminal.shows(" Baker"));
  terminal.press("Up");
  EXPECT_TRUE(terminal.shows("Aunt  +12025550183")) << "which stands above the lawyer";
  terminal.press("Down");
  EXPECT_TRUE(terminal.shows("Lawyer  +12025550182"));

  terminal.press("s");
  terminal.type("I want a divorce");
  EXPECT_TRUE(terminal.shows("to +12025550182: I want a divorce"));
  change_to({mother});
  EXPECT_TRUE(terminal.hides(" Baker"));
  EXPECT_TRUE(terminal.shows("to +12025550182: I want a divorce"));
  terminal.press("Enter");
  EXPECT_TRUE(terminal.shows("sent to +12025550182"));
  EXPECT_EQ(sandbox.messages().back().content, "I want a divorce");
  EXPECT_EQ(sandbox.messages().back().to_number, "+12025550182");
}

TEST_F(DashboardTest, KeepsADraftForItsContact) {
  ASSERT_TRUE(terminal.shows("John Doe  +12025550100"));
  ASSERT_TRUE(terminal.shows("SMS from +1234567890 to +12025550100:"));
  terminal.press("s");
  terminal.type("Dear John");
  EXPECT_TRUE(terminal.shows("to +12025550100: Dear John"));
  terminal.press("Escape");
  EXPECT_TRUE(terminal.hides("Enter send"));
  terminal.press("Down");
  EXPECT_TRUE(terminal.shows("to +33639980101:"));
  EXPECT_TRUE(terminal.hides("Dear John")) << "Amélie is not to get it";
  terminal.press("Up");
  EXPECT_TRUE(terminal.shows("to +12025550100: Dear John"));
}

TEST_F(DashboardTest, EndsWhileItsSubscriptionsAreNotAnswered) {
  ASSERT_TRUE(subscribed());
  testing::Fault stall;
  stall.kind = testing::FaultKind::Delay;
  stall.method = "POST";
  stall.route = "/webhooks";
  stall.nth = 2;
  stall.delay = 2 * test::patience;
  sandbox.arm(stall);
  TmuxTerminal second{command(sandbox), 100, 24};
  ASSERT_TRUE(second.shows("John Doe  +12025550100"));
  EXPECT_TRUE(webhooks_become(sandbox.numbers().size() + 2)) << "the answer to the second is on its way";
  second.press("q");
  EXPECT_TRUE(second.has_ended());
  EXPECT_TRUE(webhooks_become(sandbox.numbers().size())) << "what it had subscribed is taken back";
}

TEST_F(DashboardTest, TidiesUpWhenASignalEndsIt) {
  ASSERT_TRUE(terminal.shows("John Doe  +12025550100"));
  ASSERT_TRUE(subscribed());
  terminal.press("C-c");
  EXPECT_TRUE(terminal.has_ended());
  EXPECT_TRUE(webhooks_become(0));

  for (const int signal : {SIGTERM, SIGHUP}) {
    const TmuxTerminal another{command(sandbox), 80, 24};
    ASSERT_TRUE(another.shows("John Doe  +12025550100"));
    ASSERT_TRUE(subscribed());
    ASSERT_EQ(kill(another.process(), signal), 0);
    EXPECT_TRUE(another.has_ended());
    EXPECT_TRUE(webhooks_become(0)) << "signal " << signal;
  }
}

}  // namespace
ALLO_NAMESPACE_END
