#include "testing/input.hpp"

#include <limits>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {
/// Keeps durations within what their representation holds.
constexpr double max_seconds = 366.0 * 86'400.0;
}  // namespace

ObjectReader::ObjectReader(const Json& json) : json_(json) {
  if (!json.is_object()) throw InputError("", "must be a JSON object");
}

const Json* ObjectReader::find(std::string_view name) {
  const auto found = json_.find(std::string{name});
  if (found == json_.end()) return nullptr;
  seen_.emplace(name);
  return &*found;
}

void ObjectReader::read(std::string_view name, std::string& target) {
  const Json* value = find(name);
  if (value == nullptr) return;
  if (!value->is_string()) throw InputError(std::string{name}, "must be a string");
  target = value->get<std::string>();
}

void ObjectReader::read(std::string_view name, std::optional<std::string>& target) {
  const Json* value = find(name);
  if (value == nullptr) return;
  if (value->is_null()) {
    target.reset();
  } else if (value->is_string()) {
    target = value->get<std::string>();
  } else {
    throw InputError(std::string{name}, "must be a string or null");
  }
}

void ObjectReader::read(std::string_view name, bool& target) {
  const Json* value = find(name);
  if (value == nullptr) return;
  if (!value->is_boolean()) throw InputError(std::string{name}, "must be true or false");
  target = value->get<bool>();
}

template <class T>
void ObjectReader::read_whole(std::string_view name, T& target) {
  const Json* value = find(name);
  if (value == nullptr) return;
  constexpr auto most = std::numeric_limits<int>::max();
  if (!value->is_number_integer() || value->get<double>() < -most || value->get<double>() > most) {
    throw InputError(std::string{name}, "must be a whole number");
  }
  target = T{value->get<int>()};
}

void ObjectReader::read(std::string_view name, int& target) { read_whole(name, target); }
void ObjectReader::read(std::string_view name, std::chrono::milliseconds& target) { read_whole(name, target); }
void ObjectReader::read(std::string_view name, std::chrono::seconds& target) { read_whole(name, target); }

void ObjectReader::read(std::string_view name, double& target) {
  const Json* value = find(name);
  if (value == nullptr) return;
  if (!value->is_number() || value->get<double>() < -max_seconds || value->get<double>() > max_seconds * 10) {
    throw InputError(std::string{name}, "must be a number");
  }
  target = value->get<double>();
}

void ObjectReader::read(std::string_view name, std::optional<double>& target) {
  const Json* value = find(name);
  if (value == nullptr || value->is_null()) return;
  read(name, target.emplace());
}

void ObjectReader::read(std::string_view name, std::vector<std::string>& target) {
  const Json* value = find(name);
  if (value == nullptr) return;
  const InputError wrong{std::string{name}, "must be a list of strings"};
  if (!value->is_array()) throw wrong;
  target.clear();
  for (const Json& item : *value) {
    if (!item.is_string()) throw wrong;
    target.push_back(item.get<std::string>());
  }
}

void ObjectReader::read(std::string_view name, std::optional<Timestamp>& target) {
  std::string text;
  read(name, text);
  if (text.empty()) return;
  target = parse_iso8601(text);
  if (!target) throw InputError(std::string{name}, "must be a time such as 2024-01-15T10:30:00Z");
}

std::string ObjectReader::required_text(std::string_view name) {
  std::string text;
  read(name, text);
  if (text.empty()) throw InputError(std::string{name}, "is required");
  return text;
}

void ObjectReader::finish() const {
  for (const auto& [name, value] : json_.items()) {
    if (seen_.find(name) == seen_.end()) throw InputError(name, "unknown field");
  }
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
