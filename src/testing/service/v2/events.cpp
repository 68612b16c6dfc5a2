#include "testing/service/events.hpp"

#include "testing/service/v2/common.hpp"

#include <cmath>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

/// Who the other party of a call is, where that is known.
void add_person(Json& payload, const State& state, const std::string& number) {
  const Person* person = state.find_contact_by_number(number);
  if (person == nullptr) return;
  Json shown = to_document<Contact>(*person);
  shown["email"] = person->emails.empty() ? Json(nullptr) : Json(person->emails[0]);
  payload["person"] = std::move(shown);
  payload["company"] = company_ref(state, person->company);
  payload["deals"] = Json::array();
  for (const Json& deal : state.deals) {
    if (!person->company || deal.at("company_id") != person->company->id.value_or("")) continue;
    Json entry = deal;
    entry["value"] = deal.at("amount");
    entry["close_date"] = deal.at("closed_at");
    payload["deals"].push_back(std::move(entry));
  }
}

Json call_document(const Happening& happening, const Item& item, const State& state) {
  const auto length = std::chrono::seconds{std::lround(item.call.length_in_minutes * 60)};
  Json out = {{"from_number", item.call.from_number},
              {"to_number", item.call.to_number.value_or("")},
              {"started_at", to_iso8601(item.date() - length)},
              {"user_email", user_ref(state, item.user_name).value("email", "")}};
  if (happening.topic == "call.answered") {
    out["answered_at"] = out.at("started_at");
    out["direction"] = item.is_inbound() ? "INBOUND" : "OUTBOUND";
  } else {
    add_person(out, state, item.other_number);
  }
  return out;
}

}  // namespace

Json payload_of_v2(const Happening& happening, const State& state, const Quirks& quirks) {
  const Item* item = state.items.find(happening.id);
  const auto shaped = [&](const char* type, const Json& document) { return shape(read_type(type), document, quirks); };
  if (happening.topic == "tag.added" || happening.topic == "tag.removed") {
    return {{"call_id", happening.id}, {"tag", happening.tag}, {"tags", item->call.tags}};
  }
  if (happening.topic == "summary.updated") {
    return {{"call_id", happening.id}, {"content", *item->call.summary}, {"version", item->summary_version}};
  }
  if (happening.topic != "call.completed" && happening.topic.rfind("call.", 0) == 0) {
    return shaped(happening.topic == "call.answered" ? "CallAnswered" : "CallBegun",
                  call_document(happening, *item, state));
  }
  Json out = payload_of(happening, state, quirks);
  if (happening.topic != "call.completed") return out;
  out["tags"] = item->call.tags;
  Json person = Json::object();
  add_person(person, state, item->other_number);
  if (person.contains("person")) out["person"] = shaped("EventPerson", person.at("person"));
  return out;
}

Resource v2_events() {
  return {2, R"(
EventPerson: id text name text? last_name text? email text? emails [text] numbers [text] job_title text?
EventDeal: id text name text status text? value num? currency text? close_date time?
CallBegun: from_number text to_number text started_at time user_email text person EventPerson?- company CrmCompanyRef?-
  deals [EventDeal]-
CallAnswered: from_number text to_number text started_at time answered_at time direction INBOUND|OUTBOUND user_email text
)"};
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
