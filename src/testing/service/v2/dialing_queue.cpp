#include "testing/service/v2/common.hpp"

#include <allo/e164.hpp>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

constexpr std::size_t most_numbers = 1000;

/// The member whose queue it is: the one that is named, else the key's own, the first.
std::string owner(const Context& c, const Json& from) {
  return find_user(c.state, c.text(from, "user_id"), c.text(from, "email")).at("id").get<std::string>();
}

Json& make(Context& c, const std::string& user) {
  const std::string now = to_iso8601(c.now);
  Json& queue = c.state.queues[user];
  queue = {{"id", c.state.next_id("pdl_")},
           {"name", nullptr},
           {"creator_id", user_ref(c.state, {}).at("id")},
           {"assignee_id", user},
           {"voicemail_handling", "NO_SKIP"},
           {"do_not_disturb", "DISABLED"},
           {"numbers", Json::array()},
           {"created_at", now},
           {"updated_at", now}};
  return queue;
}

/// Positions count from 0 without gaps.
void number(Context& c, Json& queue) {
  int position = 0;
  for (Json& entry : queue.at("numbers")) entry["position"] = position++;
  queue["updated_at"] = to_iso8601(c.now);
}

Json current(Context& c) {
  const auto found = c.state.queues.find(owner(c, c.query));
  std::vector<Json> numbers;
  if (found != c.state.queues.end()) {
    for (const Json& entry : found->second.at("numbers")) numbers.push_back(entry);
    c.siblings["queue"] = found->second;
  }
  return paged_documents(c, numbers);
}

Json reset(Context& c) {
  Json& queue = make(c, owner(c, c.body));
  if (c.body.contains("name")) queue["name"] = c.body.at("name");
  return queue;
}

Json upsert(Context& c) {
  const std::string user = owner(c, c.body);
  const auto found = c.state.queues.find(user);
  Json& queue = found == c.state.queues.end() ? make(c, user) : found->second;
  for (const char* field : {"name", "voicemail_handling", "do_not_disturb"}) {
    const Json value = c.body.value(field, Json());
    if (c.body.contains(field) && (!value.is_null() || field == std::string_view{"name"})) queue[field] = value;
  }
  queue["updated_at"] = to_iso8601(c.now);
  return queue;
}

std::optional<std::string> to_e164(const std::string& text) {
  std::string digits;
  for (const char c : text) {
    if ((c >= '0' && c <= '9') || (c == '+' && digits.empty())) digits += c;
  }
  return E164::is_valid(digits) ? std::optional{digits} : std::nullopt;
}

/// The company of this name, a new one where there is none.
Company company_named(Context& c, const std::string& name) {
  for (const Json& company : c.state.companies) {
    if (company.at("name") == name) return {id_of(company), name};
  }
  return {id_of(create_document(c, c.state.companies, "com-", {{"name", name}})), name};
}

/// A number of a queue is a person, who is created where nobody has it.
void know_person(Context& c, const Json& entry, const std::string& number) {
  if (c.state.find_contact_by_number(number) != nullptr) return;
  const auto text = [&](const char* field) {
    const std::string value = c.text(entry, field);
    return value.empty() ? std::nullopt : std::optional{value};
  };
  if (!text("name") && !text("last_name") && !text("company")) return;
  Person person;
  person.id = c.state.next_id("per-");
  person.name = text("name");
  person.last_name = text("last_name");
  person.job_title = text("job_title");
  person.website = text("website");
  person.numbers = {number};
  if (entry.value("emails", Json()).is_array()) entry.at("emails").get_to(person.emails);
  if (const auto company = text("company")) person.company = company_named(c, *company);
  person.created_at = person.updated_at = c.now;
  c.tell({"contact.created", c.state.contacts.add(std::move(person)).id, {}, {}});
}

Json append(Context& c) {
  const std::string user = owner(c, c.body);
  const auto found = c.state.queues.find(user);
  const Json& wanted = c.body.at("numbers");
  const std::size_t present = found == c.state.queues.end() ? 0 : found->second.at("numbers").size();
  if (present + wanted.size() > most_numbers) {
    throw Refusal{400, "DIALING_QUEUE_LIMIT_REACHED", "A queue has at most 1000 numbers."};
  }
  Json& queue = found == c.state.queues.end() ? make(c, user) : found->second;
  Json out = {{"added", Json::array()}, {"skipped", Json::array()}};
  for (const Json& entry : wanted) {
    const std::string given = c.text(entry, "number");
    const auto number_to = to_e164(given);
    if (!number_to) {
      out["skipped"].push_back({{"number", given}, {"reason", "INVALID_PHONE_NUMBER"}});
      continue;
    }
    know_person(c, entry, *number_to);
    const std::string now = to_iso8601(c.now);
    queue["numbers"].push_back(
        {{"number_to", *number_to}, {"created_at", now}, {"updated_at", now}, {"sync_status", "NOT_SYNCED"}});
    number(c, queue);
    out["added"].push_back(queue.at("numbers").back());
  }
  return out;
}

Json clear(Context& c) {
  const std::string user = owner(c, c.query);
  const std::string text = c.text(c.query, "number");
  const bool unassigned = c.query.value("unassigned", false);
  const bool by_position = c.query.contains("position");
  if (text.empty() && !by_position && !unassigned) {
    throw Refusal{400, "DIALING_QUEUE_DELETE_FILTER_REQUIRED", "Say which numbers: number, position or unassigned."};
  }
  if (unassigned && (!text.empty() || by_position)) {
    throw Refusal{400, "DIALING_QUEUE_DELETE_FILTER_CONFLICT", "unassigned stands alone."};
  }
  const auto number_to = text.empty() ? std::nullopt : to_e164(text);
  if (!text.empty() && !number_to) throw Refusal{400, "INVALID_PHONE_NUMBER", "number: is no phone number."};
  const auto found = c.state.queues.find(user);
  if (found == c.state.queues.end()) throw Refusal{404, "DIALING_QUEUE_NOT_FOUND", "There is no queue."};
  const auto goes = [&](const Json& entry) {
    if (unassigned) return entry.value("call_id", Json()).is_null();
    return (!number_to || entry.at("number_to") == *number_to) &&
           (!by_position || entry.at("position") == c.query.at("position"));
  };
  Json kept = Json::array();
  for (const Json& entry : found->second.at("numbers")) {
    if (!goes(entry)) kept.push_back(entry);
  }
  const std::size_t removed = found->second.at("numbers").size() - kept.size();
  if (removed == 0 && by_position) throw Refusal{404, "QUEUE_NUMBER_POSITION_NOT_FOUND", "No number stands there."};
  found->second["numbers"] = std::move(kept);
  number(c, found->second);
  return {{"removed", removed}};
}

}  // namespace

Resource v2_dialing_queue() {
  return {
      2,
      R"(
QueueNumber: number_to text position int created_at time updated_at time call_start_date time? call_id text?
  routing_result FAILED|RECEIVED|BLOCKED|ANSWERED|TRANSFERRED_BLAND|TRANSFERRED_ELEVEN_LABS|TRANSFERRED_EXTERNAL|FAILED_EXTERNAL|VOICEMAIL|CLOSED?
  sync_status NOT_SYNCED|PROCESSING|SYNCED detected_outbound_voicemail bool?
  not_reached_destination_reason BUSY|CALLEE_TEMPORARILY_UNAVAILABLE|RING_TIMEOUT|NOT_IN_SERVICE|DECLINED|NETWORK_ERROR?
  voicemail_left bool?
DialingQueueMeta: id text name text? creator_id text assignee_id text? voicemail_handling SKIP|NO_SKIP
  do_not_disturb ENABLED|DISABLED created_at time updated_at time
DialingQueue: id text name text? creator_id text assignee_id text? voicemail_handling SKIP|NO_SKIP
  do_not_disturb ENABLED|DISABLED numbers [QueueNumber] created_at time updated_at time
ResetQueue: name text(..255)? user_id text? email email?
UpsertQueue: name text(1..255)? voicemail_handling SKIP|NO_SKIP? do_not_disturb ENABLED|DISABLED? user_id text?
  email email?
QueueEntry: number text! name text? last_name text? company text? website text? job_title text? emails [text]?
  addresses [text]?
AppendNumbers: numbers [QueueEntry](1..)! user_id text? email email?
SkippedNumber: number text reason |INVALID_PHONE_NUMBER
AppendResult: added [QueueNumber] skipped [SkippedNumber]
ClearResult: removed int
)",
      {{"GET", "/dialing-queues/current", "DIALING_QUEUE_READ_WRITE", current, "getCurrentDialingQueue",
        "user_id text email email page int(1..)=1 size int(1..100)=20", "", "page QueueNumber queue:DialingQueueMeta"},
       {"POST", "/dialing-queues/current", "DIALING_QUEUE_READ_WRITE", reset, "resetCurrentDialingQueue", "",
        "ResetQueue?", "DialingQueue"},
       {"PATCH", "/dialing-queues/current", "DIALING_QUEUE_READ_WRITE", upsert, "upsertCurrentDialingQueue", "",
        "UpsertQueue", "DialingQueue"},
       {"POST", "/dialing-queues/current/numbers", "DIALING_QUEUE_READ_WRITE", append, "appendDialingQueueNumbers", "",
        "AppendNumbers", "AppendResult"},
       {"DELETE", "/dialing-queues/current/numbers", "DIALING_QUEUE_READ_WRITE", clear, "clearDialingQueueNumbers",
        "number text position int(0..) unassigned bool user_id text email email", "", "ClearResult"}}};
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
