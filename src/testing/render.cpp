#include "testing/render.hpp"

#include "testing/time_text.hpp"

#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

std::string to_camel_case(const std::string& name) {
  std::string out;
  bool upper = false;
  for (const char c : name) {
    if (c == '_') {
      upper = true;
    } else {
      out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      upper = false;
    }
  }
  return out;
}

/// Names of fields whose objects the account's owner fills: their keys are left as they are.
bool is_free_object(const std::string& name) {
  return name == "integration_data" || name == "custom_properties" || name == "data_collected";
}

Json reshape(Json value, const Quirks& quirks) {
  if (value.is_array()) {
    for (Json& item : value) item = reshape(std::move(item), quirks);
    return value;
  }
  if (!value.is_object()) return value;
  Json out = Json::object();
  for (auto& [name, field] : value.items()) {
    out[quirks.camel_case ? to_camel_case(name) : name] =
        is_free_object(name) ? std::move(field) : reshape(std::move(field), quirks);
  }
  if (quirks.extra_fields) out[quirks.camel_case ? "fromTheFuture" : "from_the_future"] = {{"kept", false}};
  return out;
}

}  // namespace

std::string Renderer::time(Timestamp time) const { return time_text(time, quirks_.times); }

Json Renderer::word(std::string_view text) const {
  return quirks_.unknown_enum_values ? Json("FROM_THE_FUTURE") : Json(text);
}

void Renderer::put(Json& object, std::string_view name, Json value) const {
  if (quirks_.optionals == OptionalForm::Null) value = nullptr;
  if (quirks_.optionals == OptionalForm::Absent && value.is_null()) return;
  object[std::string{name}] = std::move(value);
}

Json Renderer::finish(Json value) const {
  if (!quirks_.camel_case && !quirks_.extra_fields) return value;
  return reshape(std::move(value), quirks_);
}

Json Renderer::number(const PhoneNumber& number) const {
  Json out = Json::object();
  put(out, "number", optional(number.number));
  put(out, "name", optional(number.name));
  put(out, "country", optional(number.country));
  out["is_shared_number"] = number.is_shared_number;
  return out;
}

Json Renderer::webhook(const Webhook& webhook) const {
  Json topics = Json::array();
  for (const auto& topic : webhook.topics) topics.push_back(word(topic.text()));
  Json out = Json::object();
  if (!quirks_.webhook_without_id) out["id"] = webhook.id;
  out["allo_number"] = webhook.allo_number;
  out["enabled"] = webhook.enabled;
  out["url"] = webhook.url;
  out["topics"] = std::move(topics);
  return out;
}

Json Renderer::call(const Call& call, bool with_tags) const {
  Json transcript = Json::array();
  for (const TranscriptLine& line : call.transcript) {
    Json entry = {{"source", word(line.source.text())}, {"text", line.text}, {"time", time(line.time)}};
    put(entry, "start_seconds", optional(line.start_seconds));
    put(entry, "end_seconds", optional(line.end_seconds));
    transcript.push_back(std::move(entry));
  }
  Json out = {{"id", call.id}, {"from_number", call.from_number}};
  put(out, "to_number", optional(call.to_number));
  out["length_in_minutes"] = call.length_in_minutes;
  put(out, "type", call.type ? word(call.type->text()) : Json(nullptr));
  put(out, "result", call.result ? word(call.result->text()) : Json(nullptr));
  put(out, "summary", optional(call.summary));
  put(out, "tag", optional(call.tag));
  if (with_tags) out["tags"] = call.tags;
  put(out, "recording_url", optional(call.recording_url));
  out["start_date"] = time(call.start_date);
  put(out, "transcript", call.transcript.empty() ? Json(nullptr) : std::move(transcript));
  return out;
}

Json Renderer::message(const SmsMessage& message) const {
  Json out = Json::object();
  put(out, "from_number", optional(message.from_number));
  put(out, "sender_id", optional(message.sender_id));
  out["to_number"] = message.to_number;
  out["type"] = word(message.type.text());
  out["content"] = message.content;
  out["start_date"] = time(message.start_date);
  return out;
}

Json Renderer::company(const Company& company) const {
  Json out = Json::object();
  put(out, "name", optional(company.name));
  put(out, "id", optional(company.id));
  return out;
}

Json Renderer::contact(const Contact& contact) const {
  Json out = {{"id", contact.id}};
  put(out, "name", optional(contact.name));
  put(out, "last_name", optional(contact.last_name));
  if (contact.company) out["company"] = company(*contact.company);
  put(out, "job_title", optional(contact.job_title));
  put(out, "website", optional(contact.website));
  put(out, "status", optional(contact.status));
  out["is_archived"] = contact.is_archived;
  put(out, "created_at", contact.created_at ? Json(time(*contact.created_at)) : Json(nullptr));
  put(out, "updated_at", contact.updated_at ? Json(time(*contact.updated_at)) : Json(nullptr));
  out["numbers"] = contact.numbers;
  out["is_whitelisted"] = contact.is_whitelisted;
  put(out, "last_activity_date", contact.last_activity_date ? Json(time(*contact.last_activity_date)) : Json(nullptr));
  put(out, "engagement", contact.engagement ? word(contact.engagement->text()) : Json(nullptr));
  return out;
}

Json Renderer::contact_context(const Contact& contact, ContactExtras extras, Json activity) const {
  Json out = {{"id", contact.id}};
  put(out, "name", optional(contact.name));
  put(out, "last_name", optional(contact.last_name));
  out["numbers"] = contact.numbers;
  out["emails"] = contact.emails;
  put(out, "company", contact.company ? company(*contact.company) : Json(nullptr));
  put(out, "job_title", optional(contact.job_title));
  put(out, "website", optional(contact.website));
  out["integration_data"] =
      contact.integration_data.is_null() ? Json::object() : Json::parse(contact.integration_data.str());
  put(out, "custom_properties", Json::parse(contact.custom_properties.str()));
  if (extras.engagement) {
    put(out, "engagement", contact.engagement ? word(contact.engagement->text()) : Json(nullptr));
  }
  if (extras.activity) put(out, "activity", std::move(activity));
  out["conversation_url"] = "/v1/api/contact/" + contact.id + "/conversation";
  return out;
}

Json Renderer::activity(std::string_view type, const std::string& made_by, Timestamp made_at, Json allo_number,
                        Json content) const {
  Json out = {{"type", word(type)}};
  put(out, "made_by", made_by.empty() ? Json(nullptr) : Json(made_by));
  out["made_at"] = time(made_at);
  put(out, "allo_number", std::move(allo_number));
  put(out, "content", std::move(content));
  return out;
}

Json Renderer::page(Json results, int total_pages, int current_page, bool flat_by_habit) const {
  Json out = {{"results", std::move(results)}};
  const Json numbers = {{"total_pages", total_pages}, {"current_page", current_page}};
  MetadataForm form = quirks_.metadata;
  if (form == MetadataForm::Documented) form = flat_by_habit ? MetadataForm::Flat : MetadataForm::Nested;
  switch (form) {
    case MetadataForm::Documented:
    case MetadataForm::Nested:
      out["metadata"] = {{"pagination", numbers}};
      break;
    case MetadataForm::Flat:
      out["metadata"] = numbers;
      break;
    case MetadataForm::Null:
      out["metadata"] = nullptr;
      break;
    case MetadataForm::Absent:
      break;
  }
  return out;
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
