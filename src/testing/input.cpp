#include "testing/input.hpp"

#include "testing/words.hpp"

#include <allo/e164.hpp>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

void check_phone_numbers(std::string_view field, const std::vector<std::string>& numbers) {
  for (const std::string& number : numbers) {
    if (!E164::is_valid(number)) throw InputError(std::string{field}, "must be in E.164 form: " + number);
  }
}

/// The lines of a transcript, each read by `read_line`.
template <class Line, class ReadLine>
std::vector<Line> read_transcript(ObjectReader& reader, ReadLine read_line) {
  std::vector<Line> out;
  const Json* lines = reader.find("transcript");
  if (lines == nullptr || lines->is_null()) return out;
  if (!lines->is_array()) throw InputError("transcript", "must be a list of {source, text}");
  for (const Json& line : *lines) {
    ObjectReader spoken{line};
    out.push_back(read_line(spoken));
    spoken.finish();
  }
  return out;
}

/// A word of an enumeration that may grow; nothing where it is absent, null or empty.
template <class E>
std::optional<OpenEnum<E>> read_open(ObjectReader& reader, std::string_view name) {
  std::optional<std::string> word;
  reader.read(name, word);
  if (!word || word->empty()) return std::nullopt;
  return OpenEnum<E>::parse(*word);
}

JsonText free_object(ObjectReader& reader, std::string_view name) {
  const Json* value = reader.find(name);
  if (value == nullptr || value->is_null()) return {};
  if (!value->is_object()) throw InputError(std::string{name}, "must be an object or null");
  return JsonText{value->dump()};
}

}  // namespace

IncomingCall read_call(const Json& json) {
  ObjectReader reader{json};
  IncomingCall call;
  call.from = reader.required_text("from");
  reader.read("to", call.to);
  reader.read("length_in_minutes", call.length_in_minutes);
  reader.read_word("result", call.result);
  reader.read("summary", call.summary);
  reader.read("tag", call.tag);
  reader.read("recorded", call.recorded);
  call.data_collected = free_object(reader, "data_collected");
  call.transcript = read_transcript<SpokenLine>(reader, [](ObjectReader& spoken) {
    SpokenLine line;
    spoken.read_word("source", line.source);
    line.text = spoken.required_text("text");
    return line;
  });
  reader.finish();
  return call;
}

Call read_past_call(const Json& json, Timestamp now) {
  ObjectReader reader{json};
  Call call;
  std::optional<Timestamp> start;
  reader.read("id", call.id);
  call.from_number = reader.required_text("from_number");
  reader.read("to_number", call.to_number);
  reader.read("length_in_minutes", call.length_in_minutes);
  call.type = read_open<CallDirection>(reader, "type");
  call.result = read_open<CallResult>(reader, "result");
  reader.read("summary", call.summary);
  reader.read("tag", call.tag);
  reader.read("tags", call.tags);
  reader.read("recording_url", call.recording_url);
  reader.read("start_date", start);
  call.start_date = start.value_or(now);
  call.transcript = read_transcript<TranscriptLine>(reader, [&](ObjectReader& spoken) {
    TranscriptLine line;
    std::optional<Timestamp> time;
    line.source = OpenEnum<TranscriptSource>::parse(spoken.required_text("source"));
    line.text = spoken.required_text("text");
    spoken.read("time", time);
    line.time = time.value_or(call.start_date);
    spoken.read("start_seconds", line.start_seconds);
    spoken.read("end_seconds", line.end_seconds);
    return line;
  });
  reader.finish();
  return call;
}

IncomingSms read_sms(const Json& json) {
  ObjectReader reader{json};
  IncomingSms sms;
  sms.from = reader.required_text("from");
  reader.read("to", sms.to);
  sms.content = reader.required_text("content");
  reader.finish();
  return sms;
}

SimulatedEvent read_event(const Json& json) {
  ObjectReader reader{json};
  SimulatedEvent event;
  event.topic = reader.required_text("topic");
  event.data = free_object(reader, "data");
  reader.read("allo_number", event.allo_number);
  reader.finish();
  return event;
}

Fault read_fault(const Json& json) {
  ObjectReader reader{json};
  Fault fault;
  reader.required_text("kind");
  reader.read_word("kind", fault.kind);
  reader.read("method", fault.method);
  reader.read("route", fault.route);
  reader.read("nth", fault.nth);
  reader.read("times", fault.times);
  reader.read("probability", fault.probability);
  reader.read("only_reused_connections", fault.only_reused_connections);
  reader.read("status", fault.status);
  reader.read("body", fault.body);
  reader.read("code", fault.code);
  reader.read("delay_ms", fault.delay);
  reader.read("retry_after", fault.retry_after);
  reader.read("carry_out", fault.carry_out);
  reader.finish();
  return fault;
}

Json fault_json(const ArmedFault& armed) {
  const Fault& fault = armed.fault;
  return {{"id", armed.id},
          {"matched", armed.matched},
          {"acted", armed.acted},
          {"kind", to_string(fault.kind)},
          {"method", fault.method},
          {"route", fault.route},
          {"nth", fault.nth},
          {"times", fault.times},
          {"probability", fault.probability},
          {"only_reused_connections", fault.only_reused_connections},
          {"status", fault.status},
          {"body", fault.body ? Json(*fault.body) : Json(nullptr)},
          {"code", fault.code},
          {"delay_ms", fault.delay.count()},
          {"retry_after", fault.retry_after.count()},
          {"carry_out", fault.carry_out}};
}

ExpectedRequest read_expectation(const Json& json) {
  ObjectReader reader{json};
  ExpectedRequest expected;
  reader.read("method", expected.method);
  reader.read("route", expected.route);
  reader.read("path_id", expected.path_id);
  reader.read("times", expected.times);
  if (const Json* body = reader.find("body")) expected.body = body->dump();
  if (const Json* query = reader.find("query")) {
    if (!query->is_object()) throw InputError("query", "must be an object of strings");
    for (const auto& [name, value] : query->items()) {
      if (!value.is_string()) throw InputError("query." + name, "must be a string");
      expected.query.emplace_back(name, value.get<std::string>());
    }
  }
  reader.finish();
  return expected;
}

void read_quirks(const Json& json, Quirks& quirks) {
  ObjectReader reader{json};
  Quirks changed = quirks;
  reader.read_word("metadata", changed.metadata);
  reader.read_word("times", changed.times);
  reader.read_word("optionals", changed.optionals);
  reader.read_word("envelope", changed.envelope);
  for (const QuirkSwitch& entry : quirk_switches) reader.read(entry.name, changed.*entry.member);
  reader.finish();
  quirks = changed;
}

Json quirks_json(const Quirks& quirks) {
  Json out = {{"metadata", to_word(quirks.metadata)},
              {"times", to_word(quirks.times)},
              {"optionals", to_word(quirks.optionals)},
              {"envelope", to_word(quirks.envelope)}};
  for (const QuirkSwitch& entry : quirk_switches) out[std::string{entry.name}] = quirks.*entry.member;
  return out;
}

Contact read_contact(const Json& json) {
  ObjectReader reader{json};
  Contact contact;
  reader.read("id", contact.id);
  reader.read("name", contact.name);
  reader.read("last_name", contact.last_name);
  reader.read("job_title", contact.job_title);
  reader.read("website", contact.website);
  reader.read("status", contact.status);
  reader.read("is_archived", contact.is_archived);
  reader.read("is_whitelisted", contact.is_whitelisted);
  reader.read("created_at", contact.created_at);
  reader.read("updated_at", contact.updated_at);
  reader.read("last_activity_date", contact.last_activity_date);
  reader.read("numbers", contact.numbers);
  reader.read("emails", contact.emails);
  contact.integration_data = free_object(reader, "integration_data");
  contact.custom_properties = free_object(reader, "custom_properties");
  if (const Json* company = reader.find("company"); company != nullptr && !company->is_null()) {
    ObjectReader fields{*company};
    contact.company.emplace();
    fields.read("id", contact.company->id);
    fields.read("name", contact.company->name);
    fields.finish();
  }
  contact.engagement = read_open<Engagement>(reader, "engagement");
  reader.finish();
  check_phone_numbers("numbers", contact.numbers);
  return contact;
}

PhoneNumber read_number(const Json& json) {
  ObjectReader reader{json};
  PhoneNumber number;
  number.number = reader.required_text("number");
  reader.read("name", number.name);
  reader.read("country", number.country);
  reader.read("is_shared_number", number.is_shared_number);
  reader.finish();
  check_phone_numbers("number", {*number.number});
  return number;
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
