#include "v2/operations.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace allo::test {
namespace {

using v2::Client;

template <class Call>
Operation reading(std::string name, std::string verb, std::string path, Call call) {
  return {std::move(name),
          std::move(verb),
          std::move(path),
          true,
          true,
          [call](const Client& client, const RequestOptions& options) {
            return to_json_text(call(client, options)).str();
          }};
}

template <class Call>
Operation writing(std::string name, std::string verb, std::string path, Call call) {
  Operation made = reading(std::move(name), std::move(verb), std::move(path), std::move(call));
  made.only_reads = false;
  return made;
}

template <class Call>
Operation silent(std::string name, std::string verb, std::string path, Call call) {
  return {std::move(name),
          std::move(verb),
          std::move(path),
          false,
          false,
          [call](const Client& client, const RequestOptions& options) {
            call(client, options);
            return std::string{"null"};
          }};
}

v2::SummaryTemplateInput full_template() {
  return {.name = "Sales call", .call_context = "B2B", .icon = "📞", .sections = {{"Next steps", "What was agreed", 1}}};
}

v2::QueueOwner owner() { return {.user_id = "usr-1", .email = "jane@example.com"}; }

Timestamp some_time() { return *parse_iso8601("2026-04-28T12:00:00Z"); }

std::vector<Operation> make_operations() {
  using O = const RequestOptions&;
  using C = const Client&;
  std::vector<Operation> all;
  const auto add = [&](Operation made) { all.push_back(std::move(made)); };

  add(writing("createPartnerAccount", "POST", "/partner/accounts", [](C c, O o) {
    return c.partner_accounts.create({.email = "client@example.com",
                                      .name = "Jane Doe",
                                      .personal_mobile = "+33612345678",
                                      .number_preference = {.country = "FR", .prefix = "+337"},
                                      .partner_client_ref = "crm-12345"},
                                     o);
  }));
  add(reading("getPartnerAccount", "GET", "/partner/accounts/usr_1",
              [](C c, O o) { return c.partner_accounts.get("usr_1", o); }));
  add(silent("deletePartnerAccount", "DELETE", "/partner/accounts/usr_1",
             [](C c, O o) { c.partner_accounts.remove("usr_1", o); }));

  add(writing("setNumberDefaultSummaryTemplate", "PUT", "/numbers/%2B14155551234/default_summary_template",
              [](C c, O o) { return c.numbers.set_default_summary_template("+14155551234", "tst-1", o); }));
  add(reading("listSummaryTemplates", "GET", "/summary_templates",
              [](C c, O o) { return c.summary_templates.list(o); }));
  add(writing("createSummaryTemplate", "POST", "/summary_templates",
              [](C c, O o) { return c.summary_templates.create(full_template(), o); }));
  add(reading("getSummaryTemplate", "GET", "/summary_templates/tst-1",
              [](C c, O o) { return c.summary_templates.get("tst-1", o); }));
  add(writing("updateSummaryTemplate", "PUT", "/summary_templates/tst-1",
              [](C c, O o) { return c.summary_templates.replace("tst-1", full_template(), o); }));
  add(silent("deleteSummaryTemplate", "DELETE", "/summary_templates/tst-1",
             [](C c, O o) { c.summary_templates.remove("tst-1", o); }));

  add(reading("listWebhooks", "GET", "/webhooks", [](C c, O o) { return c.webhooks.list(o); }));
  add(writing("createWebhook", "POST", "/webhooks", [](C c, O o) {
    return c.webhooks.create(
        {.url = "https://example.com/allo", .topics = {WebhookTopic::CallCompleted}, .description = "Events"}, o);
  }));
  add(reading("getWebhook", "GET", "/webhooks/ep_1", [](C c, O o) { return c.webhooks.get("ep_1", o); }));
  add(writing("updateWebhook", "PUT", "/webhooks/ep_1", [](C c, O o) {
    v2::UpdateWebhookInput input;
    input.url = "https://example.com/allo";
    input.topics = {WebhookTopic::CallCompleted, WebhookTopic::SmsSentV2};
    input.description = "Events";
    input.enabled = false;
    return c.webhooks.update("ep_1", input, o);
  }));
  add(silent("deleteWebhook", "DELETE", "/webhooks/ep_1", [](C c, O o) { c.webhooks.remove("ep_1", o); }));
  add(reading("listWebhookEventTypes", "GET", "/webhooks/event_types",
              [](C c, O o) { return c.webhooks.event_types(o); }));

  add(reading("listConversations", "GET", "/conversations", [](C c, O o) {
    return c.conversations.list({.allo_number = "+14155550100",
                                 .last_activity_since = some_time(),
                                 .unread = true,
                                 .transcript = true,
                                 .page = 2,
                                 .size = 50},
                                o);
  }));
  add(reading("searchAllConversations", "POST", "/conversations/items/search", [](C c, O o) {
    return c.items.search({.allo_number = "+14155550100",
                           .contact_number = "+33612345678",
                           .user_id = "usr-1",
                           .direction = v2::Direction::Inbound,
                           .type = v2::ItemType::Call,
                           .result = v2::ItemResult::Answered,
                           .tags = {"follow_up"},
                           .unread = false,
                           .unresponded = true,
                           .search = "billing",
                           .sort = v2::ItemSort::Relevance,
                           .date = v2::DateRange{"2026-01-01", "2026-04-21"},
                           .transcript = true,
                           .page = 3,
                           .size = 100},
                          o);
  }));
  add(reading("getConversationItem", "GET", "/conversations/items/cll-1",
              [](C c, O o) { return c.items.get("cll-1", {.transcript = true}, o); }));
  add(writing("updateCallSummary", "PATCH", "/conversations/items/cll-1/summary", [](C c, O o) {
    return c.items.update_summary(
        "cll-1", {.content = "# Summary", .template_key = v2::SummaryTemplateKey::MarkdownShortCall}, o);
  }));

  add(reading("getMe", "GET", "/me", [](C c, O o) { return c.me(o); }));
  add(reading("listUsers", "GET", "/users", [](C c, O o) {
    return c.users.list({.role = v2::UserRole::Admin, .status = v2::UserStatus::Blocked}, o);
  }));
  add(reading("getUser", "GET", "/users/usr-1", [](C c, O o) { return c.users.get("usr-1", o); }));
  add(reading("listTags", "GET", "/tags", [](C c, O o) { return c.tags.list(o); }));
  add(reading("listNumbers", "GET", "/numbers", [](C c, O o) { return c.numbers.list(o); }));
  add(silent("addTags", "POST", "/conversations/items/cll-1/tags", [](C c, O o) {
    c.items.add_tags("cll-1", {"qualified", "follow_up"}, o);
  }));
  add(silent("removeTag", "DELETE", "/conversations/items/cll-1/tags/follow_up",
             [](C c, O o) { c.items.remove_tag("cll-1", "follow_up", o); }));
  add(reading("batchGetConversationItems", "POST", "/conversations/items/batch",
              [](C c, O o) { return c.items.get_many({"cll-1"}, o); }));

  add(reading("getCurrentDialingQueue", "GET", "/dialing-queues/current",
              [](C c, O o) { return c.dialing_queue.current({.owner = owner(), .page = 2, .size = 50}, o); }));
  add(writing("resetCurrentDialingQueue", "POST", "/dialing-queues/current",
              [](C c, O o) { return c.dialing_queue.reset({.name = "Monday cold calls", .owner = owner()}, o); }));
  add(writing("upsertCurrentDialingQueue", "PATCH", "/dialing-queues/current", [](C c, O o) {
    v2::UpsertQueueInput input;
    input.name = "Cold calls";
    input.voicemail_handling = v2::VoicemailHandling::NoSkip;
    input.do_not_disturb = v2::DoNotDisturb::Enabled;
    input.owner = owner();
    return c.dialing_queue.upsert(input, o);
  }));
  add(writing("appendDialingQueueNumbers", "POST", "/dialing-queues/current/numbers", [](C c, O o) {
    return c.dialing_queue.append({.numbers = {{.number = "+1 (212) 555-0010",
                                                .name = "John",
                                                .last_name = "Doe",
                                                .company = "Acme Inc",
                                                .website = "https://acme.com",
                                                .job_title = "Sales Manager",
                                                .emails = {"john.doe@acme.com"},
                                                .addresses = {"123 Main St"}}},
                                   .owner = owner()},
                                  o);
  }));
  const auto clearing = [&](v2::ClearNumbersInput input) {
    Operation made = silent("clearDialingQueueNumbers", "DELETE", "/dialing-queues/current/numbers", [](C, O) {});
    made.promises_a_body = true;
    made.run = [input](const Client& client, const RequestOptions& options) {
      return std::to_string(client.dialing_queue.clear(input, options));
    };
    add(std::move(made));
  };
  clearing(v2::ClearNumbersInput::by_number("+33 6 12 34 56 78", owner()));
  clearing(v2::ClearNumbersInput::by_number_at("+33612345678", 3, owner()));
  clearing(v2::ClearNumbersInput::by_position(0, owner()));
  clearing(v2::ClearNumbersInput::unassigned(owner()));

  add(reading("getTeamMetrics", "POST", "/analytics/overview", [](C c, O o) {
    return c.analytics.overview({.date = {"2026-03-25", "2026-04-21"},
                                 .compare_date = v2::DateRange{"2026-02-25", "2026-03-24"},
                                 .user_ids = {"usr-1"}},
                                o);
  }));
  add(reading("getTeamMetrics", "POST", "/analytics/overview", [](C c, O o) {
    return c.analytics.overview({.date = {"2026-03-25", "2026-04-21"}, .allo_numbers = {"+14155550100"}}, o);
  }));
  add(reading("getAnalyticsOutbound", "POST", "/analytics/outbound", [](C c, O o) {
    return c.analytics.outbound({.date = {"2026-03-25", "2026-04-21"},
                                 .compare_date = v2::DateRange{"2026-02-25", "2026-03-24"},
                                 .user_ids = {"usr-1"},
                                 .tags = {"meeting_booked"},
                                 .granularity = v2::Granularity::Week,
                                 .stage = v2::Stage::Connected,
                                 .items = true,
                                 .page = 2,
                                 .size = 50},
                                o);
  }));
  add(reading("getAnalyticsOutbound", "POST", "/analytics/outbound", [](C c, O o) {
    return c.analytics.outbound({.date = {"2026-03-25", "2026-04-21"}, .allo_numbers = {"+14155550100"}}, o);
  }));
  add(silent("executeConversationAction", "PUT", "/conversations/%2B33612345678/action", [](C c, O o) {
    c.conversations.mark("+33612345678", v2::ConversationAction::Archive, "+14155550100", o);
  }));

  add(writing("createPerson", "POST", "/crm/people", [](C c, O o) {
    return c.people.create({.numbers = {"+33612345678"},
                            .name = "John",
                            .last_name = "Doe",
                            .job_title = "CEO",
                            .website = "https://example.com",
                            .address = "123 Main St",
                            .emails = {"john@example.com"},
                            .company_id = "com-1",
                            .allow_duplicate_number = true},
                           o);
  }));
  add(reading("getPerson", "GET", "/crm/people/per-1", [](C c, O o) { return c.people.get("per-1", o); }));
  add(writing("updatePerson", "PUT", "/crm/people/per-1", [](C c, O o) {
    v2::UpdatePersonInput input;
    input.name = "John";
    input.last_name = null;
    input.job_title = "CTO";
    input.website = null;
    input.address = "123 Main St";
    input.numbers = {"+33612345678"};
    input.emails = std::vector<std::string>{};
    input.company_id = null;
    return c.people.update("per-1", input, o);
  }));
  add(reading("searchPeople", "POST", "/crm/people/search", [](C c, O o) {
    return c.people.search({.filters = {.name = "John",
                                        .last_name = "Doe",
                                        .job_title = "engineer",
                                        .website = "example.com",
                                        .company = "Acme",
                                        .phone_number = "+33612345678",
                                        .email = "john",
                                        .deal_status = "won"},
                            .search = "Doe",
                            .sort = v2::CrmSort::NameAsc,
                            .page = 2,
                            .size = 50},
                           o);
  }));
  add(writing("createCompany", "POST", "/crm/companies", [](C c, O o) {
    return c.companies.create({.name = "Acme Corp", .website = "https://acme.com", .industry = "Technology"}, o);
  }));
  add(reading("getCompany", "GET", "/crm/companies/com-1", [](C c, O o) { return c.companies.get("com-1", o); }));
  add(writing("updateCompany", "PUT", "/crm/companies/com-1", [](C c, O o) {
    v2::UpdateCompanyInput input;
    input.name = "Acme";
    input.website = null;
    input.industry = "SaaS";
    return c.companies.update("com-1", input, o);
  }));
  add(reading("searchCompanies", "POST", "/crm/companies/search", [](C c, O o) {
    return c.companies.search({.filters = {.name = "Acme", .website = "acme.com", .industry = "Technology"},
                               .sort = v2::CrmSort::CreatedDesc,
                               .page = 2,
                               .size = 50},
                              o);
  }));
  add(writing("createDeal", "POST", "/crm/deals", [](C c, O o) {
    return c.deals.create({.name = "Enterprise Plan",
                           .status = "negotiation",
                           .amount = 50000.5,
                           .currency = "USD",
                           .closed_at = some_time(),
                           .company_id = "com-1"},
                          o);
  }));
  add(reading("getDeal", "GET", "/crm/deals/dea-1", [](C c, O o) { return c.deals.get("dea-1", o); }));
  add(writing("updateDeal", "PATCH", "/crm/deals/dea-1", [](C c, O o) {
    v2::UpdateDealInput input;
    input.name = "Enterprise Plan";
    input.status = "won";
    input.amount = null;
    input.currency = "EUR";
    input.closed_at = some_time();
    input.company_id = null;
    return c.deals.update("dea-1", input, o);
  }));
  add(silent("deleteDeal", "DELETE", "/crm/deals/dea-1", [](C c, O o) { c.deals.remove("dea-1", o); }));
  add(reading("searchDeals", "POST", "/crm/deals/search", [](C c, O o) {
    return c.deals.search({.filters = {.stage = "negotiation"},
                           .search = "Enterprise",
                           .sort = v2::CrmSort::DateAsc,
                           .page = 2,
                           .size = 50},
                          o);
  }));
  return all;
}

}  // namespace

Json data_v2(const std::string& name) {
  std::ifstream file(std::string{ALLO_TEST_DATA} + "/v2/" + name);
  if (!file) throw std::runtime_error("tests/data/v2 lacks " + name);
  return Json::parse(file);
}

const std::vector<Operation>& operations() {
  static const std::vector<Operation> all = make_operations();
  return all;
}

const Operation& operation(const std::string& name) {
  for (const Operation& candidate : operations()) {
    if (candidate.name == name) return candidate;
  }
  throw std::logic_error("no operation " + name);
}

std::string example_answer(const std::string& name) {
  static const Json answers = data_v2("responses.json");
  return answers.contains(name) ? answers[name].dump() : std::string{};
}

void expect_kept(const Json& document, const Json& kept, const std::string& path) {
  if (document.is_object()) {
    for (const auto& [name, member] : document.items()) {
      ASSERT_TRUE(kept.is_object() && kept.contains(name)) << path << '.' << name << " is lost: " << kept;
      expect_kept(member, kept[name], path + '.' + name);
    }
  } else if (document.is_array()) {
    ASSERT_EQ(kept.size(), document.size()) << path;
    for (std::size_t i = 0; i < document.size(); ++i) {
      expect_kept(document[i], kept[i], path + '[' + std::to_string(i) + ']');
    }
  } else if (document.is_string() && kept.is_string() && document != kept) {
    const auto time = parse_iso8601(document.get<std::string>());
    ASSERT_TRUE(time) << path << ": " << kept;
    EXPECT_EQ(time, parse_iso8601(kept.get<std::string>())) << path;
  } else if (document.is_null() && kept.is_array()) {
    EXPECT_TRUE(kept.empty()) << path;  // A list that is null is an empty one here.
  } else {
    EXPECT_EQ(document, kept) << path;
  }
}

}  // namespace allo::test
