#include "testing/service/schema.hpp"
#include "testing/service/urls.hpp"

#include <allo/e164.hpp>
#include <allo/timestamp.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

using Kind = Type::Kind;

/// Whole seconds and milliseconds stay within what a duration holds, and numbers within what an int does.
constexpr double largest = std::numeric_limits<int>::max();

bool is_email(const std::string& text) {
  const std::size_t at = text.find('@');
  return at != std::string::npos && at != 0 && at + 1 != text.size();
}

bool is_date(const std::string& text) { return text.size() == 10 && parse_iso8601(text + "T00:00:00Z").has_value(); }

std::string bounds_of(const Type& type) {
  const auto number = [](double value) { return std::to_string(static_cast<long long>(value)); };
  return (type.least ? " from " + number(*type.least) : std::string{}) +
         (type.most ? " to " + number(*type.most) : std::string{});
}

bool within(const Type& type, double value) {
  return type.lenient || ((!type.least || value >= *type.least) && (!type.most || value <= *type.most));
}

/// A word that nobody knows, where the service takes no notice of it.
bool is_ignored(const Type& type, const Json& value) {
  return type.kind == Kind::Words && type.lenient &&
         std::find(type.words.begin(), type.words.end(), value) == type.words.end();
}

class Check {
 public:
  explicit Check(bool strict) : strict_(strict) {}

  void object(const Fields& fields, Json& value, const std::string& prefix) {
    if (!value.is_object()) return complain(prefix, "must be an object");
    for (const auto& [name, field] : value.items()) {
      const auto known =
          std::find_if(fields.begin(), fields.end(), [&, &wanted = name](auto& f) { return f.first == wanted; });
      if (known == fields.end() && strict_) complain(prefix + name, "unknown field");
    }
    for (const auto& [name, type] : fields) {
      auto found = value.find(name);
      if (found != value.end() && is_ignored(type, *found)) {
        value.erase(found);
        found = value.end();
      }
      if (found != value.end()) {
        check(type, *found, prefix + name);
      } else if (type.required) {
        complain(prefix + name, "is required");
      } else if (!type.fallback.is_null()) {
        value[name] = type.fallback;
      }
    }
  }

  /// Values of the wrong kind, or else those of the right kind in the wrong form.
  std::vector<Finding> take_findings() { return std::move(wrong_kinds_.empty() ? wrong_forms_ : wrong_kinds_); }

 private:
  void complain(const std::string& field, const std::string& message) { wrong_kinds_.push_back({field, message}); }
  void complain_of_form(const std::string& field, const std::string& message) {
    wrong_forms_.push_back({field, message});
  }

  void check(const Type& type, Json& value, const std::string& field) {
    const std::string or_null = type.nullable ? " or null" : "";
    const auto must = [&](bool good, const std::string& message) {
      if (!good) complain_of_form(field, message);
    };
    if (value.is_null() && type.nullable) return;
    switch (type.kind) {
      case Kind::Int: {
        const bool whole = value.is_number_integer() && std::abs(value.get<double>()) <= largest;
        if (!whole) return complain(field, "must be a whole number" + or_null);
        return must(within(type, value.get<double>()), "must be a whole number" + bounds_of(type));
      }
      case Kind::Number: {
        const bool good = value.is_number() && std::abs(value.get<double>()) <= largest;
        if (!good) return complain(field, "must be a number" + or_null);
        return must(within(type, value.get<double>()), "must be a number" + bounds_of(type));
      }
      case Kind::Bool:
        if (!value.is_boolean()) complain(field, "must be true or false");
        return;
      case Kind::Any:
        return;
      case Kind::Free:
        if (!value.is_object()) complain(field, "must be an object" + or_null);
        return;
      case Kind::List:
        return list(type, value, field, or_null);
      case Kind::Named: {
        const Schema& schema = Schemas::all().get(type.name);
        return schema.words.empty() ? object(schema.fields, value, field + '.') : word(schema.words, value, field);
      }
      case Kind::Words:
        return word(type.words, value, field);
      default:
        break;
    }
    if (!value.is_string()) return complain(field, "must be a string" + or_null);
    text(type, value.get_ref<const std::string&>(), field);
  }

  void list(const Type& type, Json& value, const std::string& field, const std::string& or_null) {
    if (!value.is_array()) return complain(field, "must be a list" + or_null);
    if (type.least && static_cast<double>(value.size()) < *type.least)
      complain_of_form(field, "must have at least one entry");
    if (!within(type, static_cast<double>(value.size())) && type.most) {
      complain_of_form(field, "must have at most " + std::to_string(static_cast<long long>(*type.most)) + " entries");
    }
    for (std::size_t i = 0; i < value.size(); ++i) check(*type.item, value[i], field + '[' + std::to_string(i) + ']');
  }

  void word(const std::vector<std::string>& words, const Json& value, const std::string& field) {
    if (!value.is_string()) return complain(field, "must be a string");
    const auto& text = value.get_ref<const std::string&>();
    if (std::find(words.begin(), words.end(), text) == words.end()) complain_of_form(field, "no such value: " + text);
  }

  void text(const Type& type, const std::string& text, const std::string& field) {
    const auto must = [&](bool good, const std::string& message) {
      if (!good) complain_of_form(field, message);
    };
    switch (type.kind) {
      case Kind::Time:
        return must(parse_iso8601(text).has_value(), "must be a time such as 2024-01-15T10:30:00Z");
      case Kind::Date:
        return must(type.lenient || is_date(text), "must be a date such as 2024-01-15");
      case Kind::Phone:
        return must(type.lenient || E164::is_valid(text), "must be in E.164 form: " + text);
      case Kind::Email:
        return must(is_email(text), "must be an e-mail address");
      case Kind::Url:
        return must(is_absolute_http_url(text), "must be an absolute http or https URL");
      default:
        // A text that is required is not empty, unless the operation says so in its own way.
        if (type.required && !type.lenient && text.empty()) return complain(field, "is required");
        return must(within(type, static_cast<double>(count_characters(text))),
                    "must have" + bounds_of(type) + " characters");
    }
  }

  const bool strict_;
  std::vector<Finding> wrong_kinds_{};
  std::vector<Finding> wrong_forms_{};
};

}  // namespace

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

std::vector<Finding> check(const Fields& fields, Json& document, bool strict) {
  Check check{strict};
  check.object(fields, document, {});
  return check.take_findings();
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
