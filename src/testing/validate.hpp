#ifndef ALLO_SRC_TESTING_VALIDATE_HPP
#define ALLO_SRC_TESTING_VALIDATE_HPP

#include "testing/json.hpp"
#include "testing/message.hpp"
#include "testing/target.hpp"

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// Characters (code points) of valid UTF-8.
std::size_t count_characters(std::string_view text);

/// Reads a JSON body field by field against what is documented, and collects every finding.
class BodyReader {
 public:
  /// The document must be an object with no other fields than `known`.
  BodyReader(const Json& body, std::initializer_list<std::string_view> known);

  bool has(std::string_view field) const { return body_.is_object() && body_.contains(std::string{field}); }
  /// True for a field that is there and null.
  bool is_null(std::string_view field) const;

  std::string required_string(std::string_view field);
  /// No value for an absent or null field.
  std::optional<std::string> optional_string(std::string_view field);
  bool required_bool(std::string_view field);
  /// No value for an absent or null field.
  std::optional<std::vector<std::string>> strings(std::string_view field);
  std::vector<std::string> required_strings(std::string_view field);

  void complain(std::string_view field, std::string_view message) { findings_.push_back(detail(field, message)); }
  bool ok() const { return findings_.empty(); }
  const Json& findings() const { return findings_; }

 private:
  const Json* find(std::string_view field) const;
  void miss(std::string_view field);
  const Json& body_;
  Json findings_ = Json::array();
};

/// Reads a query against what is documented, and collects every finding.
class QueryReader {
 public:
  QueryReader(const Target& target, std::initializer_list<std::string_view> known);

  std::optional<std::string> text(std::string_view name) const;
  /// A whole number between the bounds.
  int number(std::string_view name, int fallback, int least, int most);
  /// An E.164 number; no value where the parameter is absent.
  std::optional<std::string> phone_number(std::string_view name);

  void complain(std::string_view field, std::string_view message) { findings_.push_back(detail(field, message)); }
  bool ok() const { return findings_.empty(); }
  const Json& findings() const { return findings_; }

 private:
  const Target& target_;
  Json findings_ = Json::array();
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
