#include "v2/schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

/// Walks the names-only table of the vendor's file: each operation, field, word and bound of it is known here.
namespace allo::test {
namespace {

/// The names of all fields, such as "numbers[].name".
void collect_fields(const Json& node, const std::string& path, std::set<std::string>& fields) {
  const Json& type = resolved(node);
  if (type.contains("items")) return collect_fields(type["items"], path + "[]", fields);
  if (!type.contains("fields")) return;
  for (const auto& [name, member] : type["fields"].items()) {
    const std::string inner = path.empty() ? name : path + '.' + name;
    fields.insert(inner);
    collect_fields(member, inner, fields);
  }
}

void collect_names(const Json& document, const std::string& path, std::set<std::string>& names) {
  if (document.is_array()) {
    for (const Json& element : document) collect_names(element, path + "[]", names);
  }
  if (!document.is_object()) return;
  for (const auto& [name, member] : document.items()) {
    const std::string inner = path.empty() ? name : path + '.' + name;
    names.insert(inner);
    collect_names(member, inner, names);
  }
}

std::string expected_path(std::string url) { return url.substr(0, url.find('?')).substr(url.find("/v2/api") + 7); }

std::set<std::string> query_names(const std::string& url) {
  std::set<std::string> names;
  std::size_t at = url.find('?');
  while (at != std::string::npos) {
    names.insert(url.substr(at + 1, url.find('=', at) - at - 1));
    at = url.find('&', at + 1);
  }
  return names;
}

TEST(Schema, EveryOperationIsHereAndNoOther) {
  std::set<std::string> theirs;
  std::set<std::string> ours;
  for (const Json& entry : schema()["operations"]) theirs.insert(entry["name"]);
  for (const Operation& call : operations()) ours.insert(call.name);
  EXPECT_EQ(theirs.size(), 48U);
  EXPECT_EQ(ours, theirs);
}

TEST(Schema, EveryRequestGoesWhereItShouldWithEveryFieldThatThereIs) {
  for (const Json& entry : schema()["operations"]) {
    const std::string name = entry["name"];
    SCOPED_TRACE(name);
    std::set<std::string> query;
    std::set<std::string> body;
    for (const Operation& call : operations()) {
      if (call.name != name) continue;
      const FakeV2 fake;
      fake.run(call, respond(entry["status"], example_answer(name)));
      const HttpRequest sent = fake.transport->last();
      EXPECT_EQ(to_string(sent.method), entry["verb"].get<std::string>());
      EXPECT_EQ(expected_path(sent.url), call.path);
      query.merge(query_names(sent.url));
      if (!sent.body.empty()) collect_names(Json::parse(sent.body), "", body);
    }
    std::set<std::string> query_of_theirs;
    if (entry.contains("query")) {
      for (const auto& parameter : entry["query"].items()) query_of_theirs.insert(parameter.key());
    }
    std::set<std::string> body_of_theirs;
    if (entry.contains("body")) collect_fields(entry["body"], "", body_of_theirs);
    EXPECT_EQ(query, query_of_theirs);
    EXPECT_EQ(body, body_of_theirs);
  }
}

TEST(Schema, ThePathIsTheRouteWithItsIdsInPlace) {
  for (const Json& entry : schema()["operations"]) {
    const std::string route = entry["route"];
    const std::string path = operation(entry["name"]).path;
    EXPECT_EQ(std::count(route.begin(), route.end(), '/'), std::count(path.begin(), path.end(), '/')) << path;
    EXPECT_EQ(path.substr(0, route.find('{')), route.substr(0, route.find('{')));
  }
}

TEST(Schema, EveryFieldOfAnAnswerIsRead) {
  for (const Json& entry : schema()["operations"]) {
    if (!entry.contains("result")) continue;
    const std::string name = entry["name"];
    SCOPED_TRACE(name);
    Json answer = full_document(entry["result"]);
    // Items come back in the order of the ids that were asked for.
    if (name == "batchGetConversationItems") answer["data"][0]["id"] = "cll-1";
    const FakeV2 fake;
    const Json result = Json::parse(fake.run(operation(name), respond(entry["status"], answer.dump())));
    if (name == "clearDialingQueueNumbers") {
      EXPECT_EQ(result, answer["data"]["removed"]);
    } else if (answer.contains("pagination")) {
      expect_kept(answer, result, "");
    } else {
      expect_kept(answer["data"], result, "data");
    }
  }
}

template <class E>
std::function<bool(const std::string&)> knows() {
  return [](const std::string& word) {
    E value{};
    return from_string(word, value) && to_string(value) == word && value != E::Unknown;
  };
}

/// Where the vendor's file has an enumeration, and what it is here.
std::map<std::string, std::function<bool(const std::string&)>> enumerations() {
  return {
      {"ConversationItem.type", knows<v2::ItemType>()},
      {"ConversationItem.direction", knows<v2::Direction>()},
      {"ConversationItem.result", knows<v2::ItemResult>()},
      {"ConversationItem.status", knows<v2::MessageStatus>()},
      {"ConversationItem.message_type", knows<v2::MessageType>()},
      {"TranscriptEntry.source", knows<v2::TranscriptSource>()},
      {"Contact.deals[].status", knows<v2::DealStatus>()},
      {"ItemSearchRequest.direction", knows<v2::Direction>()},
      {"ItemSearchRequest.type", knows<v2::ItemType>()},
      {"ItemSearchRequest.result", knows<v2::ItemResult>()},
      {"ItemSearchRequest.sort", knows<v2::ItemSort>()},
      {"updateCallSummary.template_key", knows<v2::SummaryTemplateKey>()},
      {"executeConversationAction.action", knows<v2::ConversationAction>()},
      {"User.role", knows<v2::UserRole>()},
      {"User.status", knows<v2::UserStatus>()},
      {"listUsers?role", knows<v2::UserRole>()},
      {"listUsers?status", knows<v2::UserStatus>()},
      {"PhoneNumber.type", knows<v2::NumberType>()},
      {"PhoneNumber.capabilities[]", knows<v2::Capability>()},
      {"WebhookTopic", knows<WebhookTopic>()},
      {"DialingQueue.voicemail_handling", knows<v2::VoicemailHandling>()},
      {"DialingQueue.do_not_disturb", knows<v2::DoNotDisturb>()},
      {"DialingQueueMeta.voicemail_handling", knows<v2::VoicemailHandling>()},
      {"DialingQueueMeta.do_not_disturb", knows<v2::DoNotDisturb>()},
      {"UpsertDialingQueueRequest.voicemail_handling", knows<v2::VoicemailHandling>()},
      {"UpsertDialingQueueRequest.do_not_disturb", knows<v2::DoNotDisturb>()},
      {"QueueNumber.routing_result", knows<v2::RoutingResult>()},
      {"QueueNumber.sync_status", knows<v2::SyncStatus>()},
      {"QueueNumber.not_reached_destination_reason", knows<v2::NotReachedReason>()},
      {"AppendQueueNumbersResponse.skipped[].reason", knows<v2::SkipReason>()},
      {"OutboundAnalyticsRequest.granularity", knows<v2::Granularity>()},
      {"OutboundAnalyticsRequest.stage", knows<v2::Stage>()},
      {"OutboundDrilldownItem.stage", knows<v2::Stage>()},
      {"HeatmapCell.day", knows<v2::Weekday>()},
      {"SearchPeopleRequest.sort", knows<v2::CrmSort>()},
      {"SearchCompaniesRequest.sort", knows<v2::CrmSort>()},
      {"SearchDealsRequest.sort", knows<v2::CrmSort>()},
  };
}

/// Calls `visit(where, node)` for each node of the table, each schema once and under its own name.
template <class Visit>
void visit_nodes(const Json& node, const std::string& where, const Visit& visit) {
  visit(where, node);
  if (node.contains("items")) visit_nodes(node["items"], where + "[]", visit);
  if (!node.contains("fields")) return;
  for (const auto& [name, member] : node["fields"].items()) visit_nodes(member, where + '.' + name, visit);
}

template <class Visit>
void visit_all(const Visit& visit) {
  for (const auto& [name, node] : schema()["schemas"].items()) visit_nodes(node, name, visit);
  for (const Json& entry : schema()["operations"]) {
    const std::string name = entry["name"];
    if (entry.contains("body")) visit_nodes(entry["body"], name, visit);
    if (!entry.contains("query")) continue;
    for (const auto& [parameter, node] : entry["query"].items()) visit_nodes(node, name + '?' + parameter, visit);
  }
}

TEST(Schema, EveryWordIsKnown) {
  const auto known = enumerations();
  std::set<std::string> found;
  visit_all([&](const std::string& where, const Json& node) {
    if (!node.contains("words")) return;
    // `extend` has one word, which is a flag here; the method of an endpoint is text, and PATCH is missing from it.
    if (where == "OutboundAnalyticsRequest.extend" || where == "MeResponse.endpoints[].method") return;
    found.insert(where);
    ASSERT_EQ(known.count(where), 1U) << where;
    for (const Json& word : node["words"]) {
      EXPECT_TRUE(known.at(where)(word)) << where << ": " << word;
    }
  });
  for (const auto& entry : known) EXPECT_EQ(found.count(entry.first), 1U) << entry.first;
}

/// Calls an operation with a text, a list or a number of a size.
using Sized = std::function<void(const v2::Client&, int)>;

std::string text_of(int size) {
  std::string text;
  for (int i = 0; i < size; ++i) text += "é";  // A character of two bytes.
  return text;
}

v2::UpsertQueueInput named_queue(const std::string& name) {
  v2::UpsertQueueInput input;
  input.name = name;
  return input;
}

std::map<std::string, Sized> bounded() {
  using C = const v2::Client&;
  const Sized templates_create = [](C c, int n) {
    c.summary_templates.create(
        {.name = "x", .sections = std::vector<v2::SummaryTemplateSection>(static_cast<std::size_t>(n), {"t", "", 0})});
  };
  const Sized templates_replace = [](C c, int n) {
    c.summary_templates.replace(
        "tst-1",
        {.name = "x", .sections = std::vector<v2::SummaryTemplateSection>(static_cast<std::size_t>(n), {"t", "", 0})});
  };
  const v2::DateRange april{"2026-04-01", "2026-04-30"};
  const auto outbound = [april](int page, int size) {
    return v2::OutboundInput{.date = april, .stage = v2::Stage::Dial, .items = true, .page = page, .size = size};
  };
  return {
      {"createSummaryTemplate.sections", templates_create},
      {"updateSummaryTemplate.sections", templates_replace},
      {"updateCallSummary.content", [](C c, int n) { c.items.update_summary("cll-1", {.content = text_of(n)}); }},
      {"ResetDialingQueueRequest.name", [](C c, int n) { c.dialing_queue.reset({.name = text_of(n)}); }},
      {"UpsertDialingQueueRequest.name", [](C c, int n) { c.dialing_queue.upsert(named_queue(text_of(n))); }},
      {"AppendQueueNumbersRequest.numbers",
       [](C c, int n) {
         c.dialing_queue.append({.numbers = std::vector<v2::QueueEntry>(static_cast<std::size_t>(n), {"+1"})});
       }},
      {"CreatePersonRequest.numbers",
       [](C c, int n) {
         c.people.create({.numbers = std::vector<std::string>(static_cast<std::size_t>(n), "+33612345678")});
       }},
      {"CreateDealRequest.currency", [](C c, int n) { c.deals.create({.name = "x", .currency = text_of(n)}); }},
      {"UpdateDealRequest.currency",
       [](C c, int n) {
         v2::UpdateDealInput input;
         input.currency = text_of(n);
         c.deals.update("dea-1", input);
       }},
      {"listConversations?page", [](C c, int n) { c.conversations.list({.allo_number = "+1415", .page = n}); }},
      {"listConversations?size", [](C c, int n) { c.conversations.list({.allo_number = "+1415", .size = n}); }},
      {"getCurrentDialingQueue?page", [](C c, int n) { c.dialing_queue.current({.page = n}); }},
      {"getCurrentDialingQueue?size", [](C c, int n) { c.dialing_queue.current({.size = n}); }},
      {"clearDialingQueueNumbers?position",
       [](C c, int n) { c.dialing_queue.clear(v2::ClearNumbersInput::by_position(n)); }},
      {"ItemSearchRequest.size", [](C c, int n) { c.items.search({.size = n}); }},
      {"SearchPeopleRequest.size", [](C c, int n) { c.people.search({.size = n}); }},
      {"SearchCompaniesRequest.size", [](C c, int n) { c.companies.search({.size = n}); }},
      {"SearchDealsRequest.size", [](C c, int n) { c.deals.search({.size = n}); }},
      {"OutboundAnalyticsRequest.size", [outbound](C c, int n) { c.analytics.outbound(outbound(1, n)); }},
  };
}

/// A client that takes every request and answers what suits every operation of the test.
struct Willing : FakeV2 {
  Willing() {
    transport->always([](const HttpRequest& request) {
      const bool is_list = request.url.find("current?") != std::string::npos ||
                           request.url.find("/search") != std::string::npos ||
                           request.url.find("/conversations?") != std::string::npos;
      return respond(200, is_list ? R"({"data":[],"pagination":{}})" : R"({"data":{}})");
    });
  }
};

TEST(Schema, EveryBoundIsHeldBeforeAnythingIsSent) {
  const auto known = bounded();
  std::set<std::string> found;
  visit_all([&](const std::string& where, const Json& node) {
    // Batches of more are sent one after the other; a bound of an answer is the service's own business.
    if (where == "batchGetConversationItems.ids" || where == "CrmDeal.currency") return;
    for (const char* const lower : {"min_length", "min_items", "minimum"}) {
      if (!node.contains(lower)) continue;
      found.insert(where);
      ASSERT_EQ(known.count(where), 1U) << where;
      const Willing fake;
      const int least = node[lower];
      EXPECT_NO_THROW(known.at(where)(fake.v2(), least)) << where;
      EXPECT_THROW(known.at(where)(fake.v2(), least - 1), InvalidArgumentException) << where << ' ' << lower;
      EXPECT_EQ(fake.transport->count(), 1U);
    }
    for (const char* const upper : {"max_length", "max_items", "maximum"}) {
      if (!node.contains(upper)) continue;
      found.insert(where);
      ASSERT_EQ(known.count(where), 1U) << where;
      const Willing fake;
      const int most = node[upper];
      EXPECT_NO_THROW(known.at(where)(fake.v2(), most)) << where;
      EXPECT_THROW(known.at(where)(fake.v2(), most + 1), InvalidArgumentException) << where << ' ' << upper;
      EXPECT_EQ(fake.transport->count(), 1U);
    }
  });
  for (const auto& entry : known) EXPECT_EQ(found.count(entry.first), 1U) << entry.first << " has no bound";
}

}  // namespace
}  // namespace allo::test
