#include "testing/service/schema.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

using Kind = Type::Kind;

struct KindName {
  std::string_view name;
  Kind kind;
};
constexpr std::array<KindName, 11> kind_names{{{"text", Kind::Text},
                                               {"int", Kind::Int},
                                               {"num", Kind::Number},
                                               {"bool", Kind::Bool},
                                               {"time", Kind::Time},
                                               {"date", Kind::Date},
                                               {"phone", Kind::Phone},
                                               {"email", Kind::Email},
                                               {"url", Kind::Url},
                                               {"free", Kind::Free},
                                               {"any", Kind::Any}}};

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t bar = text.find('|');
    if (bar != 0) words.emplace_back(text.substr(0, bar));
    text.remove_prefix(bar == std::string_view::npos ? text.size() : bar + 1);
  }
  return words;
}

std::optional<double> bound(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional{std::stod(std::string{text})};
}

/// The next token behind white space; empty at the end.
std::string_view next_token(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \n"), text.size()));
  const std::string_view token = text.substr(0, text.find_first_of(" \n"));
  text.remove_prefix(token.size());
  return token;
}

}  // namespace

Type read_type(std::string_view text) {
  Type type;
  std::size_t end = 0;
  if (text[0] == '[') {
    end = text.rfind(']') + 1;
    type.kind = Kind::List;
    type.item = std::make_shared<const Type>(read_type(text.substr(1, end - 2)));
  } else {
    end = std::min(text.find_first_of("(?!-~="), text.size());
    const std::string_view base = text.substr(0, end);
    const auto* known =
        std::find_if(kind_names.begin(), kind_names.end(), [&](auto& kind) { return kind.name == base; });
    type.kind = known != kind_names.end() ? known->kind : Kind::Named;
    if (base.find('|') != std::string_view::npos) {
      type.kind = Kind::Words;
      type.words = split_words(base);
    } else if (type.kind == Kind::Named) {
      type.name = base;
    }
  }
  text.remove_prefix(end);
  if (!text.empty() && text[0] == '(') {
    const std::size_t dots = text.find("..");
    const std::size_t close = text.find(')');
    type.least = bound(text.substr(1, dots - 1));
    type.most = bound(text.substr(dots + 2, close - dots - 2));
    text.remove_prefix(close + 1);
  }
  for (; !text.empty() && text[0] != '='; text.remove_prefix(1)) {
    type.nullable |= text[0] == '?';
    type.required |= text[0] == '!';
    type.sparse |= text[0] == '-';
    type.lenient |= text[0] == '~';
  }
  if (text.empty()) return type;
  const std::string_view value = text.substr(1);
  const bool is_text = type.kind == Kind::Text || type.kind == Kind::Words || type.kind == Kind::Named;
  type.fallback = is_text ? Json(value) : Json::parse(value);
  return type;
}

Fields read_fields(std::string_view text) {
  Fields fields;
  for (std::string_view name = next_token(text); !name.empty(); name = next_token(text)) {
    if (name.back() == '+') {
      name.remove_suffix(1);
      for (const auto& field : Schemas::all().get(std::string{name}).fields) fields.push_back(field);
    } else {
      fields.emplace_back(name, read_type(next_token(text)));
    }
  }
  return fields;
}

Schemas& Schemas::all() {
  static Schemas schemas;
  return schemas;
}

void Schemas::define(std::string_view text) {
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(" \n"), text.size()));
    if (text.empty()) return;
    const std::size_t colon = text.find(':');
    std::size_t end = text.find('\n');
    while (end != std::string_view::npos && end + 1 < text.size() && text[end + 1] == ' ')
      end = text.find('\n', end + 1);
    const std::string name{text.substr(0, colon)};
    std::string_view rest = text.substr(colon + 1, end - colon - 1);
    text.remove_prefix(std::min(end, text.size()));
    rest.remove_prefix(std::min(rest.find_first_not_of(" \n"), rest.size()));
    Schema schema;
    if (!rest.empty() && rest[0] == '|') {
      schema.words = split_words(rest);
    } else {
      schema.fields = read_fields(rest);
    }
    by_name_[name] = std::move(schema);
  }
}

const Schema& Schemas::get(const std::string& name) const {
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) throw std::logic_error("no such schema: " + name);
  return found->second;
}

Json describe(const Type& type) {
  Json out = Json::object();
  const auto say = [&](const char* json_type, const char* format = nullptr) {
    out["type"] = json_type;
    if (format != nullptr) out["format"] = format;
  };
  const char* bounds[2] = {"minimum", "maximum"};
  const auto bounds_are = [&](const char* least, const char* most) {
    bounds[0] = least;
    bounds[1] = most;
  };
  switch (type.kind) {
    case Kind::Text:
    case Kind::Words:
      say("string");
      bounds_are("minLength", "maxLength");
      if (!type.words.empty()) out["enum"] = type.words;
      break;
    case Kind::Int:
      say("integer");
      break;
    case Kind::Number:
      say("number", "double");
      break;
    case Kind::Bool:
      say("boolean");
      break;
    case Kind::Time:
      say("string", "date-time");
      break;
    case Kind::Date:
      say("string", "date");
      break;
    case Kind::Phone:
      say("string");
      out["pattern"] = R"(^\+[1-9]\d{1,14}$)";
      break;
    case Kind::Email:
      say("string");
      break;
    case Kind::Url:
      say("string", "uri");
      break;
    case Kind::Free:
      say("object");
      out["additionalProperties"] = true;
      break;
    case Kind::Any:
      break;
    case Kind::List:
      say("array");
      out["items"] = describe(*type.item);
      bounds_are("minItems", "maxItems");
      break;
    case Kind::Named: {
      const Json reference = {{"$ref", "#/components/schemas/" + type.name}};
      // What stands beside a $ref is ignored.
      if (!type.nullable && type.fallback.is_null()) return reference;
      out["allOf"] = Json::array({reference});
      break;
    }
  }
  const auto number = [](double value) {
    return value == static_cast<double>(static_cast<long long>(value)) ? Json(static_cast<long long>(value))
                                                                       : Json(value);
  };
  if (type.least) out[bounds[0]] = number(*type.least);
  if (type.most) out[bounds[1]] = number(*type.most);
  if (!type.fallback.is_null()) out["default"] = type.fallback;
  if (type.nullable) out["nullable"] = true;
  return out;
}

Json describe(const Fields& fields, bool closed) {
  Json out = {{"type", "object"}, {"properties", Json::object()}};
  Json required = Json::array();
  for (const auto& [name, type] : fields) {
    out["properties"][name] = describe(type);
    if (type.required) required.push_back(name);
  }
  if (!required.empty()) out["required"] = std::move(required);
  if (closed) out["additionalProperties"] = false;
  return out;
}

Json describe_all() {
  Json out = Json::object();
  for (const auto& [name, schema] : Schemas::all().by_name()) {
    if (schema.words.empty()) {
      out[name] = describe(schema.fields, false);
    } else {
      out[name] = {{"type", "string"}, {"enum", schema.words}};
    }
  }
  return out;
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
