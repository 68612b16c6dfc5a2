#include "testing/model/time_text.hpp"
#include "testing/service/schema.hpp"

#include <algorithm>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

using Kind = Type::Kind;

std::string to_camel_case(const std::string& name) {
  std::string out;
  bool upper = false;
  for (const char c : name) {
    if (c != '_') out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = c == '_';
  }
  return out;
}

Json word(const Json& text, const Quirks& quirks) {
  return quirks.unknown_enum_values ? Json("FROM_THE_FUTURE") : text;
}

Json object(const Fields& fields, const Json& value, const Quirks& quirks) {
  Json out = Json::object();
  for (const auto& [name, type] : fields) {
    const auto found = value.find(name);
    if (found == value.end() && (type.sparse || !type.nullable)) continue;
    Json field = found == value.end() ? Json(nullptr) : shape(type, *found, quirks);
    if (type.nullable && quirks.optionals == OptionalForm::Null) field = nullptr;
    if (type.nullable && quirks.optionals == OptionalForm::Absent && field.is_null()) continue;
    out[quirks.camel_case ? to_camel_case(name) : name] = std::move(field);
  }
  if (quirks.extra_fields) out[quirks.camel_case ? "fromTheFuture" : "from_the_future"] = {{"kept", false}};
  return out;
}

}  // namespace

std::string spell(Timestamp time, const Quirks& quirks) { return time_text(time, quirks.times); }

Json shape(const Type& type, const Json& value, const Quirks& quirks) {
  if (value.is_null()) return value;
  switch (type.kind) {
    case Kind::Time:
      return spell(parse_iso8601(value.get_ref<const std::string&>()).value_or(Timestamp{}), quirks);
    case Kind::Words:
      return word(value, quirks);
    case Kind::Int:
      return value.get<long long>();
    case Kind::List: {
      if (value.empty() && type.nullable && type.sparse) return nullptr;
      Json out = Json::array();
      for (const Json& item : value) out.push_back(shape(*type.item, item, quirks));
      return out;
    }
    case Kind::Named: {
      const Schema& schema = Schemas::all().get(type.name);
      return schema.words.empty() ? object(schema.fields, value, quirks) : word(value, quirks);
    }
    default:
      return value;
  }
}

Json plain(std::string_view type, const Json& value) { return shape(read_type(type), value, {}); }

}  // namespace testing::detail
ALLO_NAMESPACE_END
