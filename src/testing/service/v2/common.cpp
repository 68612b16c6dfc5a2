#include "testing/service/v2/common.hpp"

#include "testing/service/urls.hpp"

#include <cmath>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

/// Calls `see(word)` for each word of a text, until it says false; bytes beyond ASCII count as letters.
template <class See>
void each_word(std::string_view text, See see) {
  const auto is_letter = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  for (auto at = text.begin(); at != text.end();) {
    const auto begin = std::find_if(at, text.end(), is_letter);
    at = std::find_if_not(begin, text.end(), is_letter);
    if (begin != at &&
        !see(text.substr(static_cast<std::size_t>(begin - text.begin()), static_cast<std::size_t>(at - begin)))) {
      return;
    }
  }
}

bool begins_with(std::string_view word, std::string_view beginning) {
  return equal_ignoring_case(word.substr(0, beginning.size()), beginning);
}

Json deals_of(const State& state, const std::string& company) {
  Json out = Json::array();
  if (company.empty()) return out;
  for (const Json& deal : state.deals) {
    if (deal.value("company_id", Json()) != company) continue;
    const std::string status = deal.at("status").is_string() ? deal.at("status").get<std::string>() : "";
    out.push_back({{"id", deal.at("id")},
                   {"name", deal.at("name")},
                   {"status", has_part(status, "won")    ? "WON"
                              : has_part(status, "lost") ? "LOST"
                                                         : "OPEN"}});
  }
  return out;
}

/// A result of version 1 in the words of version 2, which has three.
Json result_of(const Call& call) {
  if (!call.result) return nullptr;
  const std::string text{call.result->text()};
  if (text == "ANSWERED" || text == "VOICEMAIL") return text;
  return text.rfind("TRANSFERRED", 0) == 0 ? Json("TRANSFERRED") : Json(nullptr);
}

Json transcript_of(const Call& call) {
  return show_all(call.transcript, [](const TranscriptLine& line) -> Json {
    const bool is_other = line.source == TranscriptSource::External;
    return {{"source", is_other ? "EXTERNAL" : "USER"}, {"time", to_iso8601(line.time)}, {"text", line.text}};
  });
}

}  // namespace

Json& create_document(Context& c, Collection<Json>& things, std::string_view id_prefix, Json body) {
  body["id"] = c.state.next_id(id_prefix);
  body["created_at"] = body["updated_at"] = to_iso8601(c.now);
  return things.add(std::move(body));
}

void update_document(const Context& c, Json& document, const Json& body) {
  document.update(body);
  document["updated_at"] = to_iso8601(c.now);
}

void keep_name(const Context& c) {
  if (!c.body.contains("name") || !c.text(c.body, "name").empty()) return;
  throw Refusal{422, "INVALID_REQUEST_BODY", "name: must not be empty",
                Json::array({detail("name", "must not be empty")})};
}

Json user_ref(const State& state, const std::string& name) {
  if (state.users.empty()) return nullptr;
  const auto found =
      std::find_if(state.users.begin(), state.users.end(), [&](const Json& user) { return user.at("name") == name; });
  const Json& user = found == state.users.end() ? *state.users.begin() : *found;
  return {{"id", user.at("id")}, {"name", user.at("name")}, {"email", user.at("email")}};
}

const Json& find_user(const State& state, const std::string& id, const std::string& email) {
  for (const Json& user : state.users) {
    if (id.empty() ? email.empty() || user.at("email") == email : user.at("id") == id) return user;
  }
  throw Refusal{404, "ASSIGNEE_NOT_FOUND", "No member of the team is known by that."};
}

Json company_ref(const State& state, const std::optional<Company>& company) {
  if (!company || !company->id) return nullptr;
  const Json* known = state.companies.find(*company->id);
  const Json name = known != nullptr ? known->at("name") : Json(company->name.value_or(std::string{}));
  return {{"id", *company->id}, {"name", name}};
}

std::optional<Company> company_of(const Context& c, const Json& body) {
  const std::string id = c.text(body, "company_id");
  if (id.empty()) return std::nullopt;
  const Json* known = c.state.companies.find(id);
  if (known == nullptr) throw Refusal{422, "BUSINESS_NOT_FOUND", "There is no company " + id + '.'};
  return Company{id, known->at("name").get<std::string>()};
}

Json contacts_of(const State& state, const std::string& number) {
  Json out = Json::array();
  const Contact* contact = state.find_contact_by_number(number);
  if (contact == nullptr) return out;
  const std::string name =
      contact->name.value_or("") + (contact->name && contact->last_name ? " " : "") + contact->last_name.value_or("");
  const Json company = company_ref(state, contact->company);
  out.push_back({{"id", contact->id}, {"name", name}, {"company", company}});
  out[0]["deals"] = deals_of(state, company.is_null() ? "" : company.at("id").get<std::string>());
  return out;
}

Json item_document(const State& state, const Item& item, bool with_transcript) {
  const Call& call = item.call;
  Json out = {{"id", item.id},
              {"type", item.is_call ? "CALL" : "SMS"},
              {"direction", item.is_inbound() ? "INBOUND" : "OUTBOUND"},
              {"allo_number", item.allo_number},
              {"contact_number", item.other_number},
              {"contacts", contacts_of(state, item.other_number)},
              {"user", user_ref(state, item.user_name)},
              {"date", to_iso8601(item.date())}};
  if (!item.is_call) {
    out["content"] = item.message.content;
    out["status"] = "DELIVERED";
    out["message_type"] = "SMS";
    if (item.allo_number.empty()) out["allo_number"] = item.message.sender_id.value_or("");
    return out;
  }
  out["duration"] = static_cast<int>(std::lround(call.length_in_minutes * 60));
  out["result"] = result_of(call);
  out["recording_url"] = call.recording_url ? Json(*call.recording_url) : Json(nullptr);
  out["summary"] = call.summary ? Json(*call.summary) : Json(nullptr);
  out["tags"] = call.tags;
  if (with_transcript) out["transcript"] = transcript_of(call);
  if (!item.data_collected.is_null()) out["data_collected"] = Json::parse(item.data_collected.str());
  return out;
}

SearchWords::SearchWords(const std::string& query) {
  each_word(query, [this](std::string_view word) {
    words_.emplace_back(word);
    return true;
  });
}

bool SearchWords::all_in(std::string_view text) const {
  return std::all_of(words_.begin(), words_.end(), [&](const std::string& wanted) {
    bool found = false;
    each_word(text, [&](std::string_view word) { return !(found = begins_with(word, wanted)); });
    return found;
  });
}

std::size_t SearchWords::count_in(std::string_view text) const {
  std::size_t count = 0;
  each_word(text, [&](std::string_view word) {
    count += std::any_of(words_.begin(), words_.end(), [&](const auto& wanted) { return begins_with(word, wanted); });
    return true;
  });
  return count;
}

bool has_part(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

DayRange read_days(const Json& range, const char* field) {
  constexpr std::chrono::hours day{24};
  const auto read = [&](const char* name) {
    std::string text = range.at(name).get<std::string>();
    if (text.size() == 10) text += "T00:00:00Z";
    const auto time = parse_iso8601(text);
    if (!time) throw Refusal{400, "INVALID_DATE_RANGE", std::string{field} + '.' + name + " is no date."};
    return *time;
  };
  DayRange out;
  out.from = read("from");
  out.end = range.contains("to") ? read("to") + day : Timestamp::max();
  if (out.end <= out.from) throw Refusal{400, "INVALID_DATE_RANGE", std::string{field} + ": from is after to."};
  return out;
}

Json filters_of(const Context& c) {
  const auto found = c.body.find("filters");
  return found != c.body.end() && found->is_object() ? *found : Json::object();
}

CrmOrder crm_order(const Context& c) {
  const std::string sort = c.text(c.body, "sort");
  CrmOrder out;
  if (sort.rfind("NAME", 0) == 0) out.field = CrmOrder::Field::Name;
  if (sort.rfind("CREATED", 0) == 0) out.field = CrmOrder::Field::Created;
  out.ascending = sort.size() > 4 && sort.compare(sort.size() - 4, 4, "_ASC") == 0;
  return out;
}

std::string_view crm_key(const CrmOrder& order, const Json& document) {
  const char* field = order.field == CrmOrder::Field::Name      ? "name"
                      : order.field == CrmOrder::Field::Created ? "created_at"
                                                                : "updated_at";
  return text_field(document, field);
}

Json paged_documents(Context& c, const std::vector<Json>& documents) {
  std::vector<const Json*> pointers;
  for (const Json& document : documents) pointers.push_back(&document);
  return c.paged(pointers, [](const Json& document) { return document; });
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
