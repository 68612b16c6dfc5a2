#include "v2/operations.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

/// The vendor's own requests and answers, byte for byte in meaning.
namespace allo::test {
namespace {

using Call = std::function<void(const v2::Client&)>;

v2::AppendNumbersInput john(v2::QueueOwner owner) {
  return {.numbers = {{.number = "+12125550010", .name = "John", .last_name = "Doe"}}, .owner = std::move(owner)};
}

v2::SummaryTemplateInput sales_call() {
  return {.name = "Sales call",
          .call_context = "B2B SaaS sales calls",
          .icon = "📞",
          .sections = {{"Pain points", "List the prospect's pain points", 0}, {"Next steps", "What was agreed", 1}}};
}

const std::string teammate = "usr-15BB68317A7F06F0C07A3BBD8F244102A6872220";

/// The calls that the examples stand for, by operation and name of the example.
std::map<std::string, Call> example_calls() {
  using C = const v2::Client&;
  std::map<std::string, Call> calls;
  calls["createPartnerAccount"] = [](C c) {
    c.partner_accounts.create({.email = "client@example.com",
                               .name = "Jane Doe",
                               .personal_mobile = "+33612345678",
                               .number_preference = {.country = "FR", .prefix = "+337"},
                               .partner_client_ref = "crm-12345"});
  };
  calls["setNumberDefaultSummaryTemplate"] = [](C c) {
    c.numbers.set_default_summary_template("+14155551234", "tst-abc123");
  };
  calls["createSummaryTemplate"] = [](C c) { c.summary_templates.create(sales_call()); };
  calls["updateSummaryTemplate"] = [](C c) { c.summary_templates.replace("tst-abc123", sales_call()); };
  calls["createWebhook"] = [](C c) {
    c.webhooks.create({.url = "https://example.com/webhooks/allo",
                       .topics = {WebhookTopic::CallReceivedV2, WebhookTopic::SmsReceivedV2},
                       .description = "Production event stream"});
  };
  calls["updateWebhook"] = [](C c) {
    v2::UpdateWebhookInput input;
    input.topics = {WebhookTopic::CallReceivedV2, WebhookTopic::CallCompleted};
    input.enabled = false;
    c.webhooks.update("ep_2NfDKEm9sF8xK3pQr1Zt", input);
  };
  calls["searchAllConversations"] = [](C c) {
    c.items.search({.type = v2::ItemType::Call,
                    .search = "billing issues",
                    .sort = v2::ItemSort::Relevance,
                    .date = v2::DateRange{"2026-01-01", "2026-04-21"}});
  };
  calls["updateCallSummary"] = [](C c) {
    c.items.update_summary("cll-abc123", {.content = "# Summary\n\nCustomer asked about pricing for the Pro plan and "
                                                     "confirmed a follow-up call next Tuesday."});
  };
  calls["addTags"] = [](C c) { c.items.add_tags("cll-abc123", {"qualified", "follow_up"}); };
  calls["batchGetConversationItems"] = [](C c) { c.items.get_many({"cll-abc123", "cll-def456", "cll-ghi789"}); };
  calls["resetCurrentDialingQueue self"] = [](C c) { c.dialing_queue.reset({.name = "Monday cold calls"}); };
  calls["resetCurrentDialingQueue teammate_by_pid"] = [](C c) {
    c.dialing_queue.reset({.name = "Monday cold calls", .owner = {.user_id = teammate}});
  };
  calls["resetCurrentDialingQueue teammate_by_email"] = [](C c) {
    c.dialing_queue.reset({.name = "Monday cold calls", .owner = {.email = "teammate@acme.com"}});
  };
  calls["upsertCurrentDialingQueue self"] = [](C c) {
    v2::UpsertQueueInput input;
    input.name = "Cold Calls";
    c.dialing_queue.upsert(input);
  };
  calls["upsertCurrentDialingQueue teammate_by_pid"] = [](C c) {
    v2::UpsertQueueInput input;
    input.name = "Cold Calls";
    input.owner.user_id = teammate;
    c.dialing_queue.upsert(input);
  };
  calls["appendDialingQueueNumbers self"] = [](C c) {
    c.dialing_queue.append(
        {.numbers = {{.number = "+1 (212) 555-0010",
                      .name = "John",
                      .last_name = "Doe",
                      .company = "Acme Inc",
                      .website = "https://acme.com",
                      .job_title = "Sales Manager",
                      .emails = {"john.doe@acme.com"}},
                     {.number = "+33 6 12 34 56 78", .name = "Marie", .last_name = "Dupont", .company = "Acme Inc"},
                     {.number = "+44 20 7946 0958"}}});
  };
  calls["appendDialingQueueNumbers teammate_by_pid"] = [](C c) { c.dialing_queue.append(john({.user_id = teammate})); };
  calls["appendDialingQueueNumbers teammate_by_email"] = [](C c) {
    c.dialing_queue.append(john({.email = "teammate@acme.com"}));
  };
  calls["getTeamMetrics"] = [](C c) {
    c.analytics.overview({.date = {"2026-03-25", "2026-04-21"},
                          .compare_date = v2::DateRange{"2026-02-25", "2026-03-24"},
                          .user_ids = {"usr-abc123", "usr-def456"}});
  };
  calls["getAnalyticsOutbound"] = [](C c) {
    c.analytics.outbound({.date = {"2026-03-25", "2026-04-21"},
                          .compare_date = v2::DateRange{"2026-02-25", "2026-03-24"},
                          .tags = {"meeting_booked"},
                          .granularity = v2::Granularity::Day});
  };
  calls["executeConversationAction"] = [](C c) {
    c.conversations.mark("+33612345678", v2::ConversationAction::Read, "+14155550100");
  };
  calls["createPerson"] = [](C c) {
    c.people.create({.numbers = {"+33612345678"},
                     .name = "John",
                     .last_name = "Doe",
                     .job_title = "CEO",
                     .website = "https://example.com",
                     .address = "123 Main St",
                     .emails = {"john@example.com"},
                     .company_id = "com-xyz789"});
  };
  calls["updatePerson"] = [](C c) {
    v2::UpdatePersonInput input;
    input.job_title = "CTO";
    c.people.update("per-abc123", input);
  };
  calls["searchPeople"] = [](C c) {
    c.people.search({.filters = {.job_title = "engineer", .company = "Acme"}, .sort = v2::CrmSort::NameAsc});
  };
  calls["createCompany"] = [](C c) {
    c.companies.create({.name = "Acme Corp", .website = "https://acme.com", .industry = "Technology"});
  };
  calls["updateCompany"] = [](C c) {
    v2::UpdateCompanyInput input;
    input.industry = "SaaS";
    c.companies.update("com-xyz789", input);
  };
  calls["searchCompanies"] = [](C c) {
    c.companies.search({.filters = {.name = "Acme", .industry = "Technology"}, .sort = v2::CrmSort::NameAsc});
  };
  calls["createDeal"] = [](C c) {
    c.deals.create({.name = "Enterprise Plan",
                    .status = "negotiation",
                    .amount = 50000,
                    .currency = "USD",
                    .company_id = "com-xyz789"});
  };
  calls["updateDeal"] = [](C c) {
    v2::UpdateDealInput input;
    input.status = "won";
    input.closed_at = *parse_iso8601("2026-04-28T12:00:00");
    c.deals.update("dea-def456", input);
  };
  calls["searchDeals"] = [](C c) { c.deals.search({.search = "Enterprise"}); };
  return calls;
}

/// Without the order of members, and with times as the service writes and takes them.
nlohmann::json meaning(const std::string& text) {
  nlohmann::json document = nlohmann::json::parse(text);
  if (document.contains("closed_at")) {
    document["closed_at"] = to_iso8601(*parse_iso8601(document["closed_at"].get<std::string>()));
  }
  return document;
}

TEST(Examples, OfRequestsAreWhatIsSent) {
  auto calls_left = example_calls();
  const Json requests = data_v2("requests.json");
  for (const auto& [name, examples] : requests.items()) {
    for (const auto& [example, body] : examples.items()) {
      const std::string key = example.empty() ? name : name + ' ' + example;
      SCOPED_TRACE(key);
      ASSERT_EQ(calls_left.count(key), 1U);
      const FakeV2 fake;
      fake.transport->then(respond(200, example_answer(name)));
      calls_left[key](fake.v2());
      nlohmann::json expected = meaning(body.dump());
      const nlohmann::json sent = meaning(fake.transport->last().body);
      // A search always says which page it wants.
      if (name == "searchAllConversations") {
        expected["page"] = 1;
        expected["size"] = 20;
      }
      EXPECT_EQ(sent, expected);
      calls_left.erase(key);
    }
  }
  for (const auto& entry : calls_left) ADD_FAILURE() << entry.first << " has no example";
}

TEST(Examples, OfAnswersAreRead) {
  const Json answers = data_v2("responses.json");
  EXPECT_EQ(answers.size(), 41U);
  for (const auto& [name, answer] : answers.items()) {
    SCOPED_TRACE(name);
    Operation call = operation(name);
    if (name == "batchGetConversationItems") {
      const std::string id = answer["data"][0]["id"];
      call.run = [id](const v2::Client& client, const RequestOptions& options) {
        return to_json_text(client.items.get_many({id}, options)).str();
      };
    }
    const FakeV2 fake;
    const Json result = Json::parse(fake.run(call, respond(200, answer.dump())));
    if (name == "clearDialingQueueNumbers") {
      EXPECT_EQ(result, answer["data"]["removed"]);
    } else if (answer.contains("pagination")) {
      expect_kept(answer, result, name);
    } else {
      expect_kept(answer["data"], result, name);
    }
  }
}

TEST(Examples, OfErrorsKeepWhatTheySay) {
  const Json errors = data_v2("errors.json");
  int count = 0;
  for (const auto& [name, examples] : errors.items()) {
    for (const auto& [title, body] : examples.items()) {
      SCOPED_TRACE(name + ' ' + title);
      const int status = std::stoi(title);
      const Json& said = body["error"];
      FakeV2 fake;
      fake.options.retry.max_attempts = 1;
      try {
        fake.run(operation(name), respond(status, body.dump()));
        ADD_FAILURE() << "nothing was thrown";
      } catch (const AlloApiException& error) {
        EXPECT_EQ(error.status(), status);
        EXPECT_EQ(error.code(), said["code"]);
        EXPECT_EQ(error.message(), said["message"]);
        EXPECT_EQ(error.type(), said["type"]);
        EXPECT_EQ(error.suggestion(), said.value("suggestion", ""));
        EXPECT_EQ(error.param(), said.value("param", ""));
        EXPECT_EQ(error.not_found(), status == 404);
        EXPECT_EQ(dynamic_cast<const ConflictException*>(&error) != nullptr, status == 409);
        // The vendor's own example says that it is not worth a repetition, and tells to repeat it.
        EXPECT_EQ(error.retryable(), error.code() == "DIALING_QUEUE_APPEND_CONFLICT");
      }
      ++count;
    }
  }
  EXPECT_EQ(count, 13);
}

}  // namespace
}  // namespace allo::test
