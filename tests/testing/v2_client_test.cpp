#include "testing/control/words.hpp"
#include "testing/sandbox_client.hpp"

#include <allo/client.hpp>
#include <allo/errors.hpp>
#include <allo/v2.hpp>

#include <string>

ALLO_NAMESPACE_BEGIN
namespace testing {
namespace {

/// The library's client of version 2 against the sandbox, in every form of its answers.
class V2ClientTest : public ::testing::Test {
 protected:
  static SandboxOptions options() {
    SandboxOptions out;
    out.start_time = test_time;
    return out;
  }

  /// All 48 operations.
  void expect_all_operations(const Quirks& quirks) {
    sandbox.restore(start);
    sandbox.set_quirks(quirks);
    use_crm(quirks);
    use_conversations(quirks);
    use_team_and_templates();
    use_queue_and_analytics();
    use_webhooks_and_partners();
  }

  void use_crm(const Quirks& quirks) {
    const bool has_values = quirks.optionals != OptionalForm::Null;
    const v2::Company company = client.companies.create({.name = "Engines", .industry = "Steam"});
    EXPECT_EQ(client.companies.get(company.id).name, "Engines");
    EXPECT_EQ(client.companies.update(company.id, {.name = "Motors"}).name, "Motors");
    EXPECT_EQ(client.companies.search({.filters = {.name = "motor"}}).data.size(), 1u);
    const v2::Person person =
        client.people.create({.numbers = {"+12025550199"}, .name = "Ada", .company_id = company.id});
    EXPECT_EQ(person.created_at, test_time);
    if (has_values) {
      EXPECT_EQ(client.people.get(person.id).company->name, "Motors");
      EXPECT_EQ(client.people.update(person.id, {.last_name = "L"}).last_name, "L");
    }
    EXPECT_EQ(client.people.search({.filters = {.phone_number = "+12025550199"}}).data.size(), 1u);
    std::size_t people = 0;
    for (const v2::Person& each : client.people.search_all()) people += each.id.empty() ? 0 : 1;
    EXPECT_EQ(people, 37u);
    EXPECT_THROW(client.people.create({.numbers = {"+12025550199"}}), ConflictException);
    const v2::Deal deal = client.deals.create({.name = "Big",
                                               .status = "won",
                                               .amount = 12.5,
                                               .currency = "EUR",
                                               .closed_at = test_time,
                                               .company_id = company.id});
    EXPECT_EQ(client.deals.get(deal.id).name, "Big");
    if (has_values) {
      EXPECT_EQ(client.deals.update(deal.id, {.amount = 13.0}).amount, 13.0);
    }
    EXPECT_EQ(client.deals.search({.search = "big"}).data.size(), 1u);
    client.deals.remove(deal.id);
    EXPECT_THROW(client.deals.get(deal.id), NotFoundException);
  }

  void use_conversations(const Quirks& quirks) {
    EXPECT_FALSE(client.conversations.list({.allo_number = "+1234567890", .transcript = true}).data.empty());
    EXPECT_EQ(client.items.search({.type = v2::ItemType::Call, .size = 1}).pagination.total_count, 90);
    const v2::ConversationItem item = client.items.get("call_abc123", {.transcript = true});
    EXPECT_EQ(item.id, "call_abc123");
    const Call known = sandbox.calls().front();
    EXPECT_EQ(std::chrono::floor<std::chrono::seconds>(item.date),
              std::chrono::floor<std::chrono::seconds>(known.start_date));
    EXPECT_EQ(client.items.get_many({"call_abc123", "nothing"}).size(), 1u);
    EXPECT_EQ(client.items.update_summary("call_abc123", {.content = "Short"}).version, 1);
    if (quirks.optionals != OptionalForm::Null) {
      EXPECT_EQ(client.items.get("call_abc123").summary, "Short");
    }
    client.items.add_tags("call_abc123", {"follow_up"});
    client.items.remove_tag("call_abc123", "follow_up");
    client.conversations.mark("+12025550100", v2::ConversationAction::Archive);
  }

  void use_team_and_templates() {
    EXPECT_EQ(client.me().endpoints.size(), 48u);
    EXPECT_EQ(client.users.list().size(), 3u);
    EXPECT_EQ(client.users.get("usr-001").name, "Jane Smith");
    EXPECT_EQ(client.tags.list().size(), 5u);
    EXPECT_EQ(client.numbers.list().size(), 4u);
    const v2::SummaryTemplate made =
        client.summary_templates.create({.name = "Short", .sections = {{.title = "All", .order = 0}}});
    EXPECT_EQ(client.summary_templates.get(made.id).sections.size(), 1u);
    EXPECT_EQ(client.numbers.set_default_summary_template("+1234567890", made.id).number, "+1234567890");
    EXPECT_EQ(client.summary_templates.replace(made.id, {.name = "Other"}).name, "Other");
    EXPECT_EQ(client.summary_templates.list().size(), 2u);
    client.summary_templates.remove(made.id);
  }

  void use_queue_and_analytics() {
    EXPECT_FALSE(client.dialing_queue.current().queue);
    client.dialing_queue.reset({.name = "Monday"});
    EXPECT_EQ(
        client.dialing_queue.append({.numbers = {{.number = "+12025550100"}, {.number = "nobody"}}}).skipped.size(),
        1u);
    EXPECT_EQ(client.dialing_queue.current().data.at(0).number_to, "+12025550100");
    client.dialing_queue.upsert({.name = "Tuesday"});
    EXPECT_EQ(client.dialing_queue.clear(v2::ClearNumbersInput::by_position(0)), 1);
    const v2::DateRange range{"2026-02-01", "2026-03-02"};
    EXPECT_EQ(client.analytics.overview({.date = range}).summary.total_calls.value, 90);
    EXPECT_FALSE(
        client.analytics.outbound({.date = range, .stage = v2::Stage::Dial, .items = true}).time_series.dials.empty());
  }

  void use_webhooks_and_partners() {
    const v2::Webhook hook =
        client.webhooks.create({.url = "http://127.0.0.1:9/", .topics = {WebhookTopic::CallCompleted}});
    EXPECT_EQ(client.webhooks.get(hook.id).url, "http://127.0.0.1:9/");
    EXPECT_FALSE(client.webhooks.update(hook.id, {.enabled = false}).enabled);
    EXPECT_EQ(client.webhooks.list().size(), 1u);
    EXPECT_EQ(client.webhooks.event_types().size(), 11u);
    client.webhooks.remove(hook.id);
    const v2::PartnerAccount account = client.partner_accounts.create({.email = "a@b.example",
                                                                       .name = "A",
                                                                       .personal_mobile = "+12025550111",
                                                                       .number_preference = {.country = "US"}});
    EXPECT_EQ(client.partner_accounts.get(account.id).phone_numbers.size(), 1u);
    client.partner_accounts.remove(account.id);
  }

  Sandbox sandbox{options()};
  const Snapshot start = sandbox.snapshot();
  const v2::Client client{AlloClient{sandbox.client_options()}};
};

TEST_F(V2ClientTest, EveryForm) {
  for (const OptionalForm optionals : {OptionalForm::Documented, OptionalForm::Absent, OptionalForm::Null}) {
    SCOPED_TRACE(detail::to_word(optionals));
    Quirks quirks;
    quirks.optionals = optionals;
    expect_all_operations(quirks);
  }
  for (const TimeForm times : {TimeForm::Zulu, TimeForm::Offset, TimeForm::Fraction}) {
    SCOPED_TRACE(detail::to_word(times));
    Quirks quirks;
    quirks.times = times;
    expect_all_operations(quirks);
  }
}

TEST_F(V2ClientTest, EverySwitch) {
  for (const detail::QuirkSwitch& entry : detail::quirk_switches) {
    SCOPED_TRACE(entry.name);
    Quirks one;
    one.*entry.member = !(one.*entry.member);
    expect_all_operations(one);
  }
}

}  // namespace
}  // namespace testing
ALLO_NAMESPACE_END
