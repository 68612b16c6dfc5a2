#include "testing/validate.hpp"

#include <allo/e164.hpp>

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

BodyReader::BodyReader(const Json& body, std::initializer_list<std::string_view> known) : body_(body) {
  if (!body.is_object()) {
    complain("", "must be an object");
    return;
  }
  for (const auto& [name, value] : body.items()) {
    if (std::find(known.begin(), known.end(), name) == known.end()) complain(name, "unknown field");
  }
}

const Json* BodyReader::find(std::string_view field) const {
  if (!body_.is_object()) return nullptr;
  const auto found = body_.find(std::string{field});
  return found == body_.end() ? nullptr : &*found;
}

void BodyReader::miss(std::string_view field) {
  // What is no object was complained about already.
  if (body_.is_object()) complain(field, "is required");
}

bool BodyReader::is_null(std::string_view field) const {
  const Json* value = find(field);
  return value != nullptr && value->is_null();
}

std::string BodyReader::required_string(std::string_view field) {
  const Json* value = find(field);
  if (value == nullptr) {
    miss(field);
  } else if (!value->is_string()) {
    complain(field, "must be a string");
  } else {
    return value->get<std::string>();
  }
  return {};
}

std::optional<std::string> BodyReader::optional_string(std::string_view field) {
  const Json* value = find(field);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (value->is_string()) return value->get<std::string>();
  complain(field, "must be a string or null");
  return std::nullopt;
}

bool BodyReader::required_bool(std::string_view field) {
  const Json* value = find(field);
  if (value == nullptr) {
    miss(field);
  } else if (!value->is_boolean()) {
    complain(field, "must be true or false");
  } else {
    return value->get<bool>();
  }
  return false;
}

std::optional<std::vector<std::string>> BodyReader::strings(std::string_view field) {
  const Json* value = find(field);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (!value->is_array()) {
    complain(field, "must be a list of strings");
    return std::nullopt;
  }
  std::vector<std::string> out;
  for (const Json& item : *value) {
    if (!item.is_string()) {
      complain(std::string{field} + '[' + std::to_string(out.size()) + ']', "must be a string");
      return std::nullopt;
    }
    out.push_back(item.get<std::string>());
  }
  return out;
}

std::vector<std::string> BodyReader::required_strings(std::string_view field) {
  auto value = strings(field);
  if (!value) {
    if (find(field) == nullptr) miss(field);
    if (is_null(field)) complain(field, "must be a list of strings");
    return {};
  }
  if (value->empty()) complain(field, "must have at least one entry");
  return *value;
}

QueryReader::QueryReader(const Target& target, std::initializer_list<std::string_view> known) : target_(target) {
  std::set<std::string_view> seen;
  for (const auto& [name, value] : target.query) {
    if (std::find(known.begin(), known.end(), name) == known.end()) complain(name, "unknown parameter");
    if (!seen.insert(name).second) complain(name, "given more than once");
  }
}

std::optional<std::string> QueryReader::text(std::string_view name) const {
  for (const auto& [key, value] : target_.query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

int QueryReader::number(std::string_view name, int fallback, int least, int most) {
  const auto value = text(name);
  if (!value) return fallback;
  int number = 0;
  const char* const end = value->data() + value->size();
  const auto read = std::from_chars(value->data(), end, number);
  if (read.ec == std::errc{} && read.ptr == end && number >= least && number <= most) return number;
  complain(name, most == std::numeric_limits<int>::max()
                     ? "must be a whole number from " + std::to_string(least)
                     : "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return fallback;
}

std::optional<std::string> QueryReader::phone_number(std::string_view name) {
  auto value = text(name);
  if (value && !E164::is_valid(*value)) complain(name, "must be a number in E.164 form, such as +33612345678");
  return value;
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
