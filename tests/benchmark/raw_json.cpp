#include "benchmark/raw_json.hpp"

#include <nlohmann/json.hpp>
#if defined(ALLO_BENCHMARK_SIMDJSON)
#include <simdjson.h>
#endif

namespace allo::benchmark {
namespace {

Timestamp time_of(std::string_view text) { return parse_iso8601(text).value_or(Timestamp{}); }

std::optional<std::string> text_or_none(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::nullopt;
  return found->get<std::string>();
}

#if defined(ALLO_BENCHMARK_SIMDJSON)

std::string_view view(simdjson::ondemand::value value) { return value.get_string(); }

std::optional<std::string> optional_text(simdjson::ondemand::value value) {
  if (value.is_null()) return std::nullopt;
  return std::string{view(value)};
}

TranscriptLine line_by_simdjson(simdjson::ondemand::object object) {
  TranscriptLine line;
  for (auto field : object) {
    const std::string_view key = field.unescaped_key();
    simdjson::ondemand::value value = field.value();
    if (key == "source")
      line.source = OpenEnum<TranscriptSource>::parse(view(value));
    else if (key == "text")
      line.text.assign(view(value));
    else if (key == "time")
      line.time = time_of(view(value));
    else if (key == "start_seconds")
      line.start_seconds = value.get_double();
    else if (key == "end_seconds")
      line.end_seconds = value.get_double();
  }
  return line;
}

Call call_by_simdjson(simdjson::ondemand::object object) {
  Call call;
  for (auto field : object) {
    const std::string_view key = field.unescaped_key();
    simdjson::ondemand::value value = field.value();
    if (key == "id")
      call.id.assign(view(value));
    else if (key == "from_number")
      call.from_number.assign(view(value));
    else if (key == "to_number")
      call.to_number = optional_text(value);
    else if (key == "length_in_minutes")
      call.length_in_minutes = value.get_double();
    else if (key == "type")
      call.type = OpenEnum<CallDirection>::parse(view(value));
    else if (key == "result")
      call.result = OpenEnum<CallResult>::parse(view(value));
    else if (key == "summary")
      call.summary = optional_text(value);
    else if (key == "tag")
      call.tag = optional_text(value);
    else if (key == "recording_url")
      call.recording_url = optional_text(value);
    else if (key == "start_date")
      call.start_date = time_of(view(value));
    else if (key == "transcript") {
      for (auto line : value.get_array()) call.transcript.push_back(line_by_simdjson(line.get_object()));
    }
  }
  return call;
}

std::vector<std::string> texts(simdjson::ondemand::value value) {
  std::vector<std::string> list;
  for (auto text : value.get_array()) list.emplace_back(view(text.value()));
  return list;
}

v2::ItemContact contact_by_simdjson(simdjson::ondemand::object object) {
  v2::ItemContact contact;
  for (auto field : object) {
    const std::string_view key = field.unescaped_key();
    simdjson::ondemand::value value = field.value();
    if (key == "id")
      contact.id.assign(view(value));
    else if (key == "name")
      contact.name.assign(view(value));
    else if (key == "company") {
      if (value.is_null()) continue;
      v2::CompanyRef& company = contact.company.emplace();
      for (auto part : value.get_object()) {
        const std::string_view name = part.unescaped_key();
        if (name == "id")
          company.id.assign(view(part.value()));
        else if (name == "name")
          company.name.assign(view(part.value()));
      }
    } else if (key == "deals") {
      for (auto deal : value.get_array()) {
        v2::ItemDeal& made = contact.deals.emplace_back();
        for (auto part : deal.get_object()) {
          const std::string_view name = part.unescaped_key();
          if (name == "id")
            made.id.assign(view(part.value()));
          else if (name == "name")
            made.name.assign(view(part.value()));
          else if (name == "status")
            made.status = OpenEnum<v2::DealStatus>::parse(view(part.value()));
        }
      }
    }
  }
  return contact;
}

v2::UserRef user_by_simdjson(simdjson::ondemand::object object) {
  v2::UserRef user;
  for (auto field : object) {
    const std::string_view key = field.unescaped_key();
    if (key == "id")
      user.id.assign(view(field.value()));
    else if (key == "name")
      user.name.assign(view(field.value()));
    else if (key == "email")
      user.email.assign(view(field.value()));
  }
  return user;
}

v2::TranscriptEntry entry_by_simdjson(simdjson::ondemand::object object) {
  v2::TranscriptEntry entry;
  for (auto field : object) {
    const std::string_view key = field.unescaped_key();
    if (key == "source")
      entry.source = OpenEnum<TranscriptSource>::parse(view(field.value()));
    else if (key == "time")
      entry.time = time_of(view(field.value()));
    else if (key == "text")
      entry.text.assign(view(field.value()));
  }
  return entry;
}

v2::ConversationItem item_by_simdjson(simdjson::ondemand::object object) {
  v2::ConversationItem item;
  for (auto field : object) {
    const std::string_view key = field.unescaped_key();
    simdjson::ondemand::value value = field.value();
    if (key == "id")
      item.id.assign(view(value));
    else if (key == "type")
      item.type = OpenEnum<v2::ItemType>::parse(view(value));
    else if (key == "direction")
      item.direction = OpenEnum<v2::Direction>::parse(view(value));
    else if (key == "allo_number")
      item.allo_number.assign(view(value));
    else if (key == "contact_number")
      item.contact_number.assign(view(value));
    else if (key == "contacts") {
      for (auto contact : value.get_array()) item.contacts.push_back(contact_by_simdjson(contact.get_object()));
    } else if (key == "user") {
      if (!value.is_null()) item.user = user_by_simdjson(value.get_object());
    } else if (key == "date")
      item.date = time_of(view(value));
    else if (key == "duration") {
      if (!value.is_null()) item.duration = static_cast<int>(std::int64_t(value.get_int64()));
    } else if (key == "result") {
      if (!value.is_null()) item.result = OpenEnum<v2::ItemResult>::parse(view(value));
    } else if (key == "recording_url")
      item.recording_url = optional_text(value);
    else if (key == "summary")
      item.summary = optional_text(value);
    else if (key == "tags")
      item.tags = texts(value);
    else if (key == "transcript") {
      for (auto entry : value.get_array()) item.transcript.push_back(entry_by_simdjson(entry.get_object()));
    } else if (key == "content")
      item.content = optional_text(value);
    else if (key == "status") {
      if (!value.is_null()) item.status = OpenEnum<v2::MessageStatus>::parse(view(value));
    } else if (key == "message_type") {
      if (!value.is_null()) item.message_type = OpenEnum<v2::MessageType>::parse(view(value));
    }
  }
  return item;
}

std::size_t visit(simdjson::ondemand::value value) {
  switch (value.type()) {
    case simdjson::ondemand::json_type::object: {
      std::size_t size = 0;
      for (auto field : value.get_object()) {
        size += std::string_view(field.unescaped_key()).size();
        size += visit(field.value());
      }
      return size;
    }
    case simdjson::ondemand::json_type::array: {
      std::size_t size = 0;
      for (auto item : value.get_array()) size += visit(item.value());
      return size;
    }
    case simdjson::ondemand::json_type::string:
      return std::string(view(value)).size();
    case simdjson::ondemand::json_type::number:
      return static_cast<std::size_t>(double(value.get_double()));
    case simdjson::ondemand::json_type::boolean:
      return bool(value.get_bool()) ? 1 : 0;
    default:
      return 0;
  }
}

#endif

}  // namespace

CallSearchResult calls_by_tree(const std::string& document) {
  const nlohmann::json tree = nlohmann::json::parse(document);
  CallSearchResult page;
  for (const nlohmann::json& object : tree.at("data").at("results")) {
    Call call;
    call.id = object.at("id").get<std::string>();
    call.from_number = object.at("from_number").get<std::string>();
    call.to_number = text_or_none(object, "to_number");
    call.length_in_minutes = object.at("length_in_minutes").get<double>();
    call.type = OpenEnum<CallDirection>::parse(object.at("type").get_ref<const std::string&>());
    call.result = OpenEnum<CallResult>::parse(object.at("result").get_ref<const std::string&>());
    call.summary = text_or_none(object, "summary");
    call.tag = text_or_none(object, "tag");
    call.recording_url = text_or_none(object, "recording_url");
    call.start_date = time_of(object.at("start_date").get_ref<const std::string&>());
    for (const nlohmann::json& row : object.at("transcript")) {
      TranscriptLine line;
      line.source = OpenEnum<TranscriptSource>::parse(row.at("source").get_ref<const std::string&>());
      line.text = row.at("text").get<std::string>();
      line.time = time_of(row.at("time").get_ref<const std::string&>());
      line.start_seconds = row.at("start_seconds").get<double>();
      line.end_seconds = row.at("end_seconds").get<double>();
      call.transcript.push_back(std::move(line));
    }
    page.results.push_back(std::move(call));
  }
  page.metadata.pagination.total_pages = tree.at("data").at("metadata").at("total_pages").get<int>();
  page.metadata.pagination.current_page = tree.at("data").at("metadata").at("current_page").get<int>();
  return page;
}

#if defined(ALLO_BENCHMARK_SIMDJSON)

CallSearchResult calls_by_simdjson(const std::string& document) {
  static thread_local simdjson::ondemand::parser parser;
  const simdjson::padded_string padded(document);
  simdjson::ondemand::document tree = parser.iterate(padded);
  CallSearchResult page;
  simdjson::ondemand::object data = tree["data"].get_object();
  for (auto call : data["results"].get_array()) page.results.push_back(call_by_simdjson(call.get_object()));
  simdjson::ondemand::object metadata = data["metadata"].get_object();
  page.metadata.pagination.total_pages = static_cast<int>(std::int64_t(metadata["total_pages"].get_int64()));
  page.metadata.pagination.current_page = static_cast<int>(std::int64_t(metadata["current_page"].get_int64()));
  return page;
}

v2::Page<v2::ConversationItem> items_by_simdjson(const std::string& document) {
  static thread_local simdjson::ondemand::parser parser;
  const simdjson::padded_string padded(document);
  simdjson::ondemand::document tree = parser.iterate(padded);
  v2::Page<v2::ConversationItem> page;
  for (auto item : tree["data"].get_array()) page.data.push_back(item_by_simdjson(item.get_object()));
  for (auto field : tree["pagination"].get_object()) {
    const std::string_view key = field.unescaped_key();
    if (key == "page")
      page.pagination.page = static_cast<int>(std::int64_t(field.value().get_int64()));
    else if (key == "size")
      page.pagination.size = static_cast<int>(std::int64_t(field.value().get_int64()));
    else if (key == "total_count")
      page.pagination.total_count = std::int64_t(field.value().get_int64());
    else if (key == "total_pages")
      page.pagination.total_pages = static_cast<int>(std::int64_t(field.value().get_int64()));
    else if (key == "has_more")
      page.pagination.has_more = bool(field.value().get_bool());
  }
  return page;
}

std::size_t call_event_by_simdjson(const std::string& document) {
  static thread_local simdjson::ondemand::parser parser;
  const simdjson::padded_string padded(document);
  simdjson::ondemand::document tree = parser.iterate(padded);
  return visit(tree.get_value());
}

#else

CallSearchResult calls_by_simdjson(const std::string&) { return {}; }
v2::Page<v2::ConversationItem> items_by_simdjson(const std::string&) { return {}; }
std::size_t call_event_by_simdjson(const std::string&) { return 0; }

#endif

}  // namespace allo::benchmark
