#include "testing/control/control.hpp"
#include "testing/control/fields.hpp"
#include "testing/service/resources.hpp"

#include <allo/errors.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

using Parts = Service::Parts;

constexpr std::string_view schemas = R"(
ErrorDetail: message text field text
Error: code text details [ErrorDetail]?
WebhookError: error text
ApiFieldError: field text code text message text
ApiError: type text code text message text retryable bool request_id text param text suggestion text doc_url text
  errors [ApiFieldError] retry_after_seconds int
ApiErrorResponse: error ApiError
Fault: kind status|html|rate_limit_seconds|rate_limit_date|rate_limit_quota|delay|slow_body|stall|truncate|wrong_length|reset_before_reading|reset_after_reading|stale_keep_alive|tls_handshake|tls_expired|tls_wrong_host|tls_untrusted!
  method text route text nth int(1..)~=1 times int(0..)~=1 probability num(0..1)~=1 only_reused_connections bool=false
  status int(200..599)~=503 body text? code text=SERVICE_UNAVAILABLE delay_ms int(0..)~=100 retry_after int(0..)~=1
  carry_out bool=false
ArmedFault: id int matched int acted int Fault+
Quirks: metadata documented|nested|flat|null|absent times no_zone|zulu|offset|fraction optionals documented|null|absent
  envelope v1|v1_signed|v2_signed camel_case bool camel_case_created_webhook bool unknown_enum_values bool
  extra_fields bool webhook_without_id bool created_is_201 bool deleted_is_204 bool contact_not_found_is_404 bool
  idempotency_keys bool webhook_id_header bool put_replaces bool
  put_merges bool secret_on_creation_only bool search_fails_late bool
SpokenLine: source AGENT|EXTERNAL|USER text text!
IncomingCall: from text! to phone~ length_in_minutes num(0..1440)~=1 result CallResult summary text? tag text?
  recorded bool=true transcript [SpokenLine]? data_collected free?
PastLine: source text! text text! time time start_seconds num? end_seconds num?
PastCall: id text from_number text! to_number text? length_in_minutes num type text? result text? summary text? tag text?
  tags [text] recording_url text? start_date time transcript [PastLine]?
IncomingSms: from text! to text content text!
Event: topic text! data free? allo_number text
NewKey: key text! scopes [text]
NewSender: sender_id text! active bool=true
NewNumber: number phone! name text? country text? is_shared_number bool
NewContact: id text name text? last_name text? job_title text? website text? status text? is_archived bool
  is_whitelisted bool created_at time updated_at time last_activity_date time numbers [phone] emails [text]
  integration_data free? custom_properties free? company Company? engagement text?
Expectation: method text route text path_id text query free body any times int=1
Advance: seconds num!
Wait: timeout_ms int=10000
Release: reversed bool
Duplicate: copies int=1
Attempt: time time status int error text
Delivery: id int message_id text webhook_id text url text topic text body text signed bool
  status pending|delivered|failed attempts [Attempt] next_attempt time?
RequestHeader: name text value text
Request: id int time time method text target text route text path_id text headers [RequestHeader] body text status int answer text
  fault text? carried_out bool reused_connection bool
StateContact: Contact+ emails [text]
StateWebhook: Webhook+ signing_secrets [text]
Dialed: number text? result text? left int
StateCompany: id text name text industry text?
StateDeal: id text name text status text? company_id text?
StateQueue: id text name text? assignee_id text? numbers [QueueNumber]
State: now time numbers [Number] sender_ids free contacts [StateContact] webhooks [StateWebhook] calls int messages int
  companies [StateCompany] deals [StateDeal] tags [Tag] queues [StateQueue]
Id: id int
NewId: id text
Told: deliveries int
Quiet: quiet bool
Secret: signing_secret text
Met: met bool report text
)";

/// The newest of `list`, as many as are asked for, oldest first.
template <class List, class Show>
Json newest(const List& list, std::size_t most, Show show) {
  Json out = Json::array();
  for (std::size_t i = list.size() - std::min(most, list.size()); i < list.size(); ++i) out.push_back(show(list[i]));
  return out;
}

Json plain_call(const Call& call) { return plain("ConversationCall", to_document(call)); }
Json plain_message(const SmsMessage& message) { return plain("Message", to_document(message)); }

/// A number in a path, such as the id of a fault.
std::uint64_t number_in(const std::string& text) {
  std::uint64_t id = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), id);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) throw InputError("id", "must be a number");
  return id;
}

Json state(Input& in) {
  return in.service.locked([](Parts& parts) {
    const State& state = parts.engine.state();
    Json out = {{"now", FieldWriter::write(parts.engine.clock().now())}};
    out["numbers"] = show_all(state.numbers, [](auto& number) { return plain("Number", to_document(number)); });
    out["sender_ids"] = state.sender_ids;
    out["contacts"] =
        show_all(state.contacts, [](auto& contact) { return plain("StateContact", to_document<Contact>(contact)); });
    out["webhooks"] = show_all(state.webhooks, [](auto& stored) {
      Json webhook = to_document(stored.webhook);
      webhook["signing_secrets"] = stored.secrets;
      return plain("StateWebhook", webhook);
    });
    out["calls"] = state.calls().size();
    out["messages"] = state.messages().size();
    out["companies"] = show_all(state.companies, [](auto& company) { return plain("StateCompany", company); });
    out["deals"] = show_all(state.deals, [](auto& deal) { return plain("StateDeal", deal); });
    out["tags"] = show_all(state.tags, [](auto& tag) { return plain("Tag", tag); });
    out["queues"] = show_all(state.queues, [](auto& queue) { return plain("StateQueue", queue.second); });
    return out;
  });
}

Json conversation(Input& in) {
  return in.service.locked([&](Parts& parts) {
    const Contact* contact = parts.engine.state().contacts.find(in.id);
    if (contact == nullptr) throw InputError("id", "no such contact");
    return show_all(items_with(parts.engine.state(), *contact),
                    [](const Item* item) { return plain("ConversationEntry", to_entry(*item)); });
  });
}

Json list_calls(Input& in) {
  return in.service.locked([&](Parts& parts) {
    return newest(parts.engine.state().calls(), in.last, [](const Item* item) { return plain_call(item->call); });
  });
}

Json list_messages(Input& in) {
  return in.service.locked([&](Parts& parts) {
    return newest(parts.engine.state().messages(), in.last,
                  [](const Item* item) { return plain_message(item->message); });
  });
}

Json add_past_call(Input& in) {
  const Timestamp now = in.service.locked([](Parts& parts) { return parts.engine.clock().now(); });
  if (!in.body.contains("start_date")) in.body["start_date"] = to_iso8601(now);
  for (const char* word : {"type", "result"}) {
    if (in.body.value(word, Json()) == "") in.body.erase(word);
  }
  if (in.body.value("transcript", Json()).is_array()) {
    for (Json& line : in.body["transcript"]) {
      if (!line.contains("time")) line["time"] = in.body["start_date"];
    }
  }
  return plain_call(in.service.add_past(from_document<Call>(in.body)));
}

Json add_webhook(Input& in) {
  const auto& all = routes();
  const auto route = std::find_if(all.begin(), all.end(), [](const Route& each) {
    return each.version == 1 && each.method == "POST" && each.path == "/webhooks";
  });
  try {
    return in.service.locked([&](Parts& parts) { return parts.engine.perform(*route, in.body); });
  } catch (const Refusal& refusal) {
    throw InputError({}, refusal.message);
  }
}

Json run_queue(Input& in) {
  const auto dialed = in.service.dial_next();
  const Json left = dialed.left;
  if (dialed.number.empty()) return {{"number", nullptr}, {"result", nullptr}, {"left", left}};
  return {{"number", dialed.number}, {"result", dialed.result}, {"left", left}};
}

Json requests(Input& in) {
  return write_fields(in.service.locked([&](Parts& parts) { return parts.journal.entries(in.last); }));
}

Json faults(Input& in) {
  return show_all(in.service.locked([](Parts& parts) { return parts.faults.armed(); }), [](const ArmedFault& armed) {
    Json out = {{"id", armed.id}, {"matched", armed.matched}, {"acted", armed.acted}};
    out.update(write_fields(armed.fault));
    return out;
  });
}

Json disarm(Input& in) {
  const std::uint64_t id = number_in(in.id);
  if (!in.service.locked([&](Parts& parts) { return parts.faults.disarm(id); }))
    throw InputError("id", "no such fault");
  return nullptr;
}

Json change_quirks(Input& in) {
  return in.service.locked([&](Parts& parts) {
    parts.engine.quirks() = read_fields_of(in.body, parts.engine.quirks());
    return write_fields(parts.engine.quirks());
  });
}

Json expect(Input& in) {
  auto expected = read_fields_of<ExpectedRequest>(in.body);
  if (in.body.contains("body")) expected.body = to_text(in.body.at("body"));
  const Json query = in.body.value("query", Json::object());
  for (const auto& [name, value] : query.items()) {
    if (!value.is_string()) throw InputError("query." + name, "must be a string");
    expected.query.emplace_back(name, value.get<std::string>());
  }
  in.service.locked([&](Parts& parts) { parts.expectations.add(std::move(expected)); });
  return nullptr;
}

Json redeliver(Input& in) {
  if (!in.service.deliveries().redeliver(number_in(in.id))) throw InputError("id", "no such delivery");
  return nullptr;
}

Json wait(Input& in) {
  constexpr std::chrono::milliseconds longest{60'000};
  const std::chrono::milliseconds timeout{in.body.at("timeout_ms").get<int>()};
  return {{"quiet", in.service.deliveries().wait(std::min(timeout, longest))}};
}

/// Both lists come without pages.
constexpr std::size_t most_numbers = 1000;

/// A function that does something and has nothing to say.
template <class Work>
Json done(Work work) {
  work();
  return nullptr;
}

}  // namespace

const std::vector<Endpoint>& endpoints() {
  static const std::vector<Endpoint> table = [] {
    routes();  // Their schemas are referred to.
    Schemas::all().define(schemas);
    return std::vector<Endpoint>{
        {"GET", "state", "", state, "getState", "The account as it is", "", "State"},
        {"GET", "contacts/{id}/conversation", "", conversation, "listWholeConversation",
         "All calls and messages with a contact, oldest first", "", "[ConversationEntry]"},
        {"POST", "numbers", "number",
         [](Input& in) { return done([&] { add_number(in.service, from_document<PhoneNumber>(in.body)); }); },
         "addNumber", "Adds a number to the account", "NewNumber"},
        {"POST", "sender-ids", "sender_id",
         [](Input& in) {
           return done([&] { add_sender_id(in.service, in.body.at("sender_id"), in.body.at("active").get<bool>()); });
         },
         "addSenderId", "Makes a sender id known", "NewSender"},
        {"POST", "keys", "key",
         [](Input& in) {
           return done([&] { add_key(in.service, in.body.at("key"), in.body.value("scopes", all_scopes())); });
         },
         "addKey", "Makes a key known, with all scopes where none are given", "NewKey"},
        {"POST", "contacts", "contact",
         [](Input& in) -> Json {
           return {{"id", add_contact(in.service, from_document<Contact>(in.body)).id}};
         },
         "addContact", "Adds a contact; webhooks are not told", "NewContact", "NewId"},
        {"", "", "webhook", add_webhook, "", "", ""},
        {"GET", "calls", "", list_calls, "listAllCalls", "All calls, oldest first", "", "[ConversationCall]"},
        {"POST", "calls", "call",
         [](Input& in) { return plain_call(in.service.receive(read_fields_of<IncomingCall>(in.body))); },
         "simulateCall", "A call comes in and ends; webhooks are told", "IncomingCall", "ConversationCall"},
        {"POST", "past-calls", "past_call", add_past_call, "addPastCall",
         "Adds a call of any time and direction; webhooks are not told", "PastCall", "ConversationCall"},
        {"GET", "sms", "", list_messages, "listAllSms", "All messages, oldest first", "", "[Message]"},
        {"POST", "sms", "sms",
         [](Input& in) { return plain_message(in.service.receive(read_fields_of<IncomingSms>(in.body))); },
         "simulateSms", "A message comes in; webhooks are told", "IncomingSms", "Message"},
        {"POST", "events", "event",
         [](Input& in) -> Json {
           return {{"deliveries", in.service.announce(read_fields_of<SimulatedEvent>(in.body))}};
         },
         "simulateEvent", "An event of any topic happens; webhooks are told", "Event", "Told"},
        {"POST", "queue/run", "", run_queue, "runQueue",
         "Dials the next number of the first dialing queue that has one", "", "Dialed"},
        {"GET", "faults", "", faults, "listFaults", "The armed faults", "", "[ArmedFault]"},
        {"POST", "faults", "fault",
         [](Input& in) -> Json {
           auto fault = read_fields_of<Fault>(in.body);
           return {{"id", in.service.locked([&](Parts& parts) { return parts.faults.arm(std::move(fault)); })}};
         },
         "armFault", "Arms a fault", "Fault", "Id"},
        {"DELETE", "faults", "",
         [](Input& in) { return done([&] { in.service.locked([](Parts& parts) { parts.faults.disarm_all(); }); }); },
         "disarmFaults", "Disarms every fault"},
        {"DELETE", "faults/{id}", "", disarm, "disarmFault", "Disarms a fault"},
        {"GET", "quirks", "",
         [](Input& in) { return write_fields(in.service.locked([](Parts& parts) { return parts.engine.quirks(); })); },
         "getQuirks", "How answers are spelled", "", "Quirks"},
        {"PATCH", "quirks", "quirks", change_quirks, "changeQuirks", "Changes how answers are spelled", "Quirks",
         "Quirks"},
        {"POST", "clock/advance", "advance",
         [](Input& in) {
           return done([&] {
             const double seconds = in.body.at("seconds").get<double>();
             in.service.advance(std::chrono::microseconds{static_cast<long long>(seconds * 1e6)});
           });
         },
         "advanceClock", "Moves the sandbox's time", "Advance"},
        {"GET", "requests", "", requests, "listRequests", "The journal of requests to the API", "", "[Request]"},
        {"DELETE", "requests", "",
         [](Input& in) { return done([&] { in.service.locked([](Parts& parts) { parts.journal.clear(); }); }); },
         "forgetRequests", "Forgets the journal"},
        {"GET", "deliveries", "", [](Input& in) { return write_fields(in.service.deliveries().log(in.last)); },
         "listDeliveries", "What went to webhooks", "", "[Delivery]"},
        {"POST", "deliveries/hold", "", [](Input& in) { return done([&] { in.service.deliveries().hold(); }); },
         "holdDeliveries", "Keeps later deliveries back"},
        {"POST", "deliveries/release", "",
         [](Input& in) { return done([&] { in.service.deliveries().release(in.body.value("reversed", false)); }); },
         "releaseDeliveries", "Lets them go", "Release"},
        {"POST", "deliveries/duplicate", "",
         [](Input& in) {
           return done([&] { in.service.deliveries().set_duplicates(in.body.at("copies").get<int>()); });
         },
         "duplicateDeliveries", "Sends every later delivery so many times more", "Duplicate"},
        {"POST", "deliveries/wait", "", wait, "waitForDeliveries", "Waits until none is due", "Wait", "Quiet"},
        {"POST", "deliveries/{id}/redeliver", "", redeliver, "redeliver", "Sends one again"},
        {"POST", "webhooks/{id}/rotate-secret", "",
         [](Input& in) -> Json {
           return {{"signing_secret", in.service.rotate_secret(in.id)}};
         },
         "rotateSecret", "A new signing secret beside the old ones", "", "Secret"},
        {"POST", "webhooks/{id}/retire-old-secrets", "",
         [](Input& in) { return done([&] { in.service.retire_old_secrets(in.id); }); }, "retireOldSecrets",
         "Ends all secrets but the newest"},
        {"POST", "snapshots", "",
         [](Input& in) -> Json {
           return {{"id", in.control.keep(in.service.snapshot())}};
         },
         "takeSnapshot", "Keeps the account as it is", "", "Id"},
        {"POST", "snapshots/{id}/restore", "",
         [](Input& in) { return done([&] { in.service.restore(in.control.kept(number_in(in.id))); }); },
         "restoreSnapshot", "Puts it back"},
        {"GET", "expectations", "",
         [](Input& in) -> Json {
           const std::string report = in.service.locked([](Parts& parts) { return parts.expectations.report(); });
           return {{"met", report.empty()}, {"report", report}};
         },
         "getExpectations", "Whether the expectations were met", "", "Met"},
        {"POST", "expectations", "", expect, "expectRequest", "Expects a request", "Expectation"},
        {"DELETE", "expectations", "",
         [](Input& in) { return done([&] { in.service.locked([](Parts& parts) { parts.expectations.clear(); }); }); },
         "forgetExpectations", "Forgets the expectations"},
        {"POST", "reset", "", [](Input& in) { return done([&] { in.service.reset(); }); }, "reset",
         "Puts the account back as it was at the start"},
    };
  }();
  return table;
}

void add_key(Service& service, const std::string& key, std::vector<std::string> scopes) {
  if (key.empty()) throw InvalidArgumentException("key: must not be empty");
  const auto& known = all_scopes();
  for (const std::string& scope : scopes) {
    if (std::find(known.begin(), known.end(), scope) == known.end()) {
      throw InvalidArgumentException("scopes: no such scope: " + scope);
    }
  }
  service.locked([&](Parts& parts) { parts.engine.keys().add(key, std::move(scopes)); });
}

void add_number(Service& service, PhoneNumber number) {
  mend_utf8(number.number, number.name, number.country);
  service.locked([&](Parts& parts) {
    State& state = parts.engine.state();
    if (number.number && state.owns_number(*number.number)) {
      throw InvalidArgumentException("number: is taken: " + *number.number);
    }
    if (state.numbers.size() >= most_numbers) throw InvalidArgumentException("number: an account has at most 1000");
    state.numbers.push_back(std::move(number));
  });
}

void add_sender_id(Service& service, std::string name, bool active) {
  mend_utf8(name);
  service.locked([&](Parts& parts) {
    auto& known = parts.engine.state().sender_ids;
    if (known.size() >= most_numbers && known.count(name) == 0) {
      throw InvalidArgumentException("sender_id: an account has at most 1000");
    }
    known[name] = active;
  });
}

Contact add_contact(Service& service, Contact added) {
  mend_utf8(added.id, added.name, added.last_name, added.job_title, added.website, added.status, added.numbers,
            added.emails);
  if (added.company) mend_utf8(added.company->id, added.company->name);
  Person contact;
  static_cast<Contact&>(contact) = std::move(added);
  return service.locked([&](Parts& parts) {
    State& state = parts.engine.state();
    if (contact.id.empty()) contact.id = state.next_id("cnt_");
    if (state.contacts.find(contact.id) != nullptr) throw InvalidArgumentException("id: is taken: " + contact.id);
    return static_cast<Contact>(state.contacts.add(std::move(contact)));
  });
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
