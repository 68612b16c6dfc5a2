#include "v2/schema.hpp"

#include <allo/v2/json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

/// What the service may leave out, add or spell otherwise, in every model.
namespace allo::test {
namespace {

/// A place in an answer, and what the table says of it.
struct Place {
  Json::json_pointer pointer;
  std::string path;  ///< As an exception names it.
  const Json* type;
};

void collect(const Json& node, const Json::json_pointer& pointer, const std::string& path, std::vector<Place>& places) {
  const Json& type = resolved(node);
  places.push_back({pointer, path, &type});
  if (type.contains("items")) collect(type["items"], pointer / 0, path + "[0]", places);
  if (!type.contains("fields")) return;
  for (const auto& [name, member] : type["fields"].items()) collect(member, pointer / name, path + '.' + name, places);
}

/// All places below `data` of an answer, and those of what stands beside it.
std::vector<Place> places_in(const Json& result) {
  std::vector<Place> places;
  for (const auto& [name, member] : resolved(result)["fields"].items()) {
    collect(member, Json::json_pointer{} / name, name, places);
  }
  return places;
}

/// Runs an operation on an answer; the result as JSON text.
std::string read(const std::string& name, Json answer) {
  Operation call = operation(name);
  if (name == "batchGetConversationItems") {
    call.run = [](const v2::Client& client, const RequestOptions& options) {
      return to_json_text(client.items.get_many({"cll-1"}, options)).str();
    };
  }
  const FakeV2 fake;
  return fake.run(call, respond(200, answer.dump()));
}

bool is_element(const Place& place) { return place.path.back() == ']'; }
bool is_data(const Place& place) { return place.path == "data"; }

/// Calls `check(operation, answer, place)` for each place of each answer.
template <class Check>
void at_each_place(const Check& check) {
  for (const Json& entry : schema()["operations"]) {
    if (!entry.contains("result")) continue;
    const std::string name = entry["name"];
    Json answer = full_document(entry["result"]);
    if (name == "batchGetConversationItems") answer["data"][0]["id"] = "cll-1";
    for (const Place& place : places_in(entry["result"])) {
      SCOPED_TRACE(name + ' ' + place.path);
      check(name, answer, place);
    }
  }
}

TEST(Lenient, AboutWhatIsNullOrMissing) {
  at_each_place([](const std::string& name, Json answer, const Place& place) {
    if (is_data(place) || is_element(place)) return;
    answer[place.pointer] = nullptr;
    EXPECT_NO_THROW(read(name, answer));
    Json& parent = answer[place.pointer.parent_pointer()];
    parent.erase(place.pointer.back());
    EXPECT_NO_THROW(read(name, answer));
  });
}

TEST(Lenient, AboutWhatItDoesNotKnow) {
  at_each_place([](const std::string& name, Json answer, const Place& place) {
    if ((*place.type)["type"] != "object") return;
    const std::string before = read(name, answer);
    for (const char* extra : {"1", "null", R"("text")", "[[{}]]", R"({"id":{"deep":[1,2]}})"}) {
      answer[place.pointer]["brand_new"] = Json::parse(extra);
      EXPECT_EQ(read(name, answer), before);
    }
  });
}

TEST(Lenient, AboutNumbersInTheirOtherForm) {
  at_each_place([](const std::string& name, Json answer, const Place& place) {
    const std::string kind = (*place.type)["type"];
    if (kind == "integer") {
      const std::string before = read(name, answer);
      answer[place.pointer] = 7.0;
      EXPECT_EQ(read(name, answer), before);
    } else if (kind == "number") {
      answer[place.pointer] = 3;
      EXPECT_NO_THROW(read(name, answer));
    }
  });
}

TEST(Lenient, AboutTimesWithoutAZoneAndWithFractions) {
  at_each_place([](const std::string& name, Json answer, const Place& place) {
    if ((*place.type)["type"] != "time") return;
    const std::string before = read(name, answer);
    for (const char* same : {"2026-04-28T10:30:00", "2026-04-28T10:30:00.000Z", "2026-04-28T12:30:00.000000+02:00"}) {
      answer[place.pointer] = same;
      EXPECT_EQ(read(name, answer), before);
    }
  });
}

TEST(Lenient, AboutWordsThatItDoesNotKnow) {
  at_each_place([](const std::string& name, Json answer, const Place& place) {
    if (!place.type->contains("words")) return;
    for (const char* word : {"BRAND_NEW", "TEXT_MESSAGE", "call", "UNKNOWN"}) {
      answer[place.pointer] = word;
      EXPECT_THAT(read(name, answer), testing::HasSubstr('"' + std::string{word} + '"'));
    }
  });
}

TEST(Strict, AboutWhatIsWrongInKindNamingThePath) {
  at_each_place([](const std::string& name, Json answer, const Place& place) {
    const std::string kind = (*place.type)["type"];
    const bool is_compound = kind == "object" || kind == "array";
    answer[place.pointer] = is_compound ? Json(5) : Json::object({{"x", 1}});
    const auto error = thrown_by<DecodeException>([&] { read(name, answer); });
    EXPECT_EQ(error.path(), place.path);
    EXPECT_EQ(error.delivery(), DeliveryState::MaybeSent);
    if (kind == "integer" || kind == "number" || kind == "boolean") {
      answer[place.pointer] = "7";
      EXPECT_EQ(thrown_by<DecodeException>([&] { read(name, answer); }).path(), place.path);
    }
    if (kind == "time") {
      answer[place.pointer] = "soon";
      EXPECT_EQ(thrown_by<DecodeException>([&] { read(name, answer); }).path(), place.path);
    }
  });
}

TEST(Strict, AboutNumbersThatNoTypeHolds) {
  at_each_place([](const std::string& name, Json answer, const Place& place) {
    if ((*place.type)["type"] != "integer") return;
    for (const char* huge : {"3000000000", "-3000000000", "1e300", "99999999999999999999"}) {
      answer[place.pointer] = Json::parse(huge);
      try {
        const std::string text = read(name, answer);
        // What was taken was taken as it is, or as the nearest that the type holds.
        const std::vector<std::string> taken{"3000000000",          "2147483647", "-2147483648",
                                             "9223372036854775807", "1e+300",     "1e+20"};
        EXPECT_TRUE(std::any_of(taken.begin(), taken.end(),
                                [&](const std::string& number) { return text.find(number) != std::string::npos; }))
            << huge << ": " << text;
      } catch (const DecodeException& error) {
        EXPECT_EQ(error.path(), place.path);
      }
    }
  });
}

TEST(Items, ThatLackAUserOrAContactAreRead) {
  const FakeV2 fake;
  fake.transport->then(respond(200, R"({"data":{"id":"msg-1","type":"SMS","direction":"INBOUND","user":null,)"
                                    R"("contacts":null,"tags":null,"duration":null,"content":"Hello",)"
                                    R"("extracted_data":{"contact":{"name":"null"}},"data_collected":{}}})"));
  const v2::ConversationItem item = fake.v2().items.get("msg-1");
  EXPECT_EQ(item.type, v2::ItemType::Sms);
  EXPECT_FALSE(item.user);
  EXPECT_TRUE(item.contacts.empty());
  EXPECT_FALSE(item.duration);
  EXPECT_FALSE(item.result);
  EXPECT_EQ(item.content, "Hello");
  EXPECT_EQ(item.extracted_data.get("contact.name"), "null");
  EXPECT_EQ(item.data_collected, "{}");
}

TEST(Items, OfACallAreReadWhole) {
  const FakeV2 fake;
  fake.transport->then(respond(
      200, R"({"data":{"id":"cll-1","type":"CALL","direction":"OUTBOUND","allo_number":"+14155550100",)"
           R"("contact_number":"+33612345678","contacts":[{"id":"con-1","name":"John Doe","company":{"id":"com-1",)"
           R"("name":"Acme"},"deals":[{"id":"dea-1","name":"Plan","status":"open"},{"status":"WON"}]}],)"
           R"("user":{"id":"usr-1","name":"Jane","email":"jane@example.com"},"date":"2026-04-28T10:30:00Z",)"
           R"("duration":92,"result":"VOICEMAIL","recording_url":"https://x.test/r","summary":"# Hi","tags":["vip"],)"
           R"("transcript":[{"source":"EXTERNAL","time":"2026-04-28T10:30:05Z","text":"Hello"}]}})"));
  const v2::ConversationItem call = fake.v2().items.get("cll-1");
  EXPECT_EQ(call.direction, v2::Direction::Outbound);
  ASSERT_EQ(call.contacts.size(), 1U);
  EXPECT_EQ(call.contacts[0].company->name, "Acme");
  EXPECT_EQ(call.contacts[0].deals.at(0).status, v2::DealStatus::Unknown);
  EXPECT_EQ(call.contacts[0].deals.at(0).status.text(), "open");
  EXPECT_EQ(call.contacts[0].deals.at(1).status, v2::DealStatus::Won);
  EXPECT_EQ(call.user->email, "jane@example.com");
  EXPECT_EQ(call.date, parse_iso8601("2026-04-28T10:30:00Z"));
  EXPECT_EQ(call.duration, 92);
  EXPECT_EQ(call.result, v2::ItemResult::Voicemail);
  EXPECT_EQ(call.tags, std::vector<std::string>{"vip"});
  EXPECT_EQ(call.transcript.at(0).source, TranscriptSource::External);
  EXPECT_EQ(call.transcript.at(0).text, "Hello");
  EXPECT_FALSE(call.status);
}

TEST(Summaries, HaveAWideVersion) {
  const FakeV2 fake;
  fake.transport->then(respond(200, R"({"data":{"id":"cll-1","content":null,"version":9007199254740993,)"
                                    R"("updated_at":"2026-04-28T10:30:00","updated_by":{"id":"usr-1","name":null}}})"));
  const v2::CallSummary summary = fake.v2().items.update_summary("cll-1", {.content = "x"});
  EXPECT_EQ(summary.version, 9'007'199'254'740'993);
  EXPECT_FALSE(summary.content);
  EXPECT_EQ(summary.updated_by->id, "usr-1");
  EXPECT_FALSE(summary.updated_by->name);
}

TEST(Analytics, ReadRatesInEveryCell) {
  const FakeV2 fake;
  fake.transport->then(respond(
      200,
      R"({"data":{"date":{"from":"2026-04-01","to":"2026-04-30"},"funnel":{"dials":{"count":{"value":12},)"
      R"("rate":1}},"heatmap":{"connection_rate":[{"day":"MONDAY","hour":9,"value":0.25}]},)"
      R"("time_series":{"dials":[{"date":"2026-04-01","value":3}]},"items":{"data":[{"id":"cll-1",)"
      R"("stage":"CONVERSION","voicemail":true,"duration":12}],"pagination":{"total_count":1,"has_more":false}}}})"));
  const v2::Outbound outbound = fake.v2().analytics.outbound(
      {.date = {"2026-04-01", "2026-04-30"}, .stage = v2::Stage::Conversion, .items = true});
  EXPECT_EQ(outbound.date.to, "2026-04-30");
  EXPECT_FALSE(outbound.compare_date);
  EXPECT_EQ(outbound.funnel.dials.count.value, 12);
  EXPECT_EQ(outbound.funnel.dials.rate, 1);
  EXPECT_FALSE(outbound.funnel.connected.rate);
  EXPECT_EQ(outbound.heatmap.connection_rate.at(0).value, 0.25);
  EXPECT_EQ(outbound.heatmap.connection_rate.at(0).day, v2::Weekday::Monday);
  EXPECT_EQ(outbound.time_series.dials.at(0).date, "2026-04-01");
  ASSERT_TRUE(outbound.items);
  EXPECT_EQ(outbound.items->data.at(0).stage, v2::Stage::Conversion);
  EXPECT_TRUE(outbound.items->data.at(0).voicemail);
  EXPECT_EQ(outbound.items->pagination.total_count, 1);
}

TEST(Models, ConvertToJsonAndBack) {
  const Json example = Json::parse(example_answer("searchAllConversations"));
  const auto page = from_json_text<v2::Page<v2::ConversationItem>>(example.dump());
  const nlohmann::json json = page;
  EXPECT_TRUE(json.contains("data"));
  EXPECT_TRUE(json.contains("pagination"));
  EXPECT_EQ(json["data"].size(), example["data"].size());
  EXPECT_EQ(json.get<v2::Page<v2::ConversationItem>>(), page);

  const auto queue = from_json_text<v2::QueuePage>(example_answer("getCurrentDialingQueue"));
  const nlohmann::json beside = queue;
  EXPECT_EQ(beside.size(), 3U);
  EXPECT_EQ(beside["queue"]["id"], queue.queue->id);
  EXPECT_EQ(beside.get<v2::QueuePage>(), queue);

  v2::UpdateDealInput input;
  input.status = "won";
  input.amount = null;
  EXPECT_EQ(nlohmann::json(input).dump(), R"({"amount":null,"status":"won"})");
  EXPECT_EQ(nlohmann::json(OpenEnum<v2::Stage>{v2::Stage::Dial}), "DIAL");
  EXPECT_EQ(nlohmann::json("WON").get<v2::DealStatus>(), v2::DealStatus::Won);
}

TEST(Models, ComparePrintAndAreFoundFromOutside) {
  v2::Tag one{"tag-1", "vip", "#FF0000"};
  v2::Tag other = one;
  EXPECT_TRUE(one == other);
  other.color = "#00FF00";
  EXPECT_TRUE(one != other);
  std::ostringstream out;
  out << one;
  EXPECT_THAT(out.str(), testing::HasSubstr("vip"));
  EXPECT_EQ(out.str(), to_string(one));
  EXPECT_EQ(to_string(v2::Stage::Dial), "DIAL");
}

}  // namespace
}  // namespace allo::test
