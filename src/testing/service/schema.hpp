#ifndef ALLO_SRC_TESTING_SERVICE_SCHEMA_HPP
#define ALLO_SRC_TESTING_SERVICE_SCHEMA_HPP

#include "testing/model/json.hpp"

#include <allo/testing/quirks.hpp>
#include <allo/timestamp.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What documents look like on the wire, written down once: a request is checked against it, an answer takes its form
/// from it, and /openapi.json is made of it.
///
/// A text of definitions has one a line; a line that begins with white space goes on with the one before:
///
///     Webhook: id text allo_number text enabled bool url text topics [Topic]
///     Topic: |CALL_RECEIVED|SMS_RECEIVED
///     Detailed: Webhook+ secrets [text]      fields of Webhook first
///
/// A type is one of text, int, num, bool, time (ISO 8601), date (YYYY-MM-DD), phone (E.164), email, url, free (an
/// object whose keys are the owner's), any, a name, words between bars, or a list in brackets. Behind it may stand
/// bounds (1..100) of a value, of a text's characters or of a list's entries, and marks: ? may be null, ! is required,
/// - may be left out of an answer, ~ the bounds are documented, but the operation answers in its own way; and last
/// =default.
ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// What one value looks like.
struct Type {
  enum class Kind { Text, Int, Number, Bool, Time, Date, Phone, Email, Url, Free, Any, Words, List, Named };
  Kind kind = Kind::Text;
  std::string name{};                ///< Of Named.
  std::vector<std::string> words{};  ///< Of Words.
  std::shared_ptr<const Type> item{};
  std::optional<double> least{};
  std::optional<double> most{};
  bool nullable = false;
  bool required = false;
  bool sparse = false;
  bool lenient = false;
  Json fallback = nullptr;
};

using Fields = std::vector<std::pair<std::string, Type>>;

/// A definition: an object's fields, or the words of an enumeration.
struct Schema {
  Fields fields{};
  std::vector<std::string> words{};
};

/// One finding of a check.
struct Finding {
  std::string field{};
  std::string message{};
};

/// Reads a type, or the fields of an object. The texts are the program's own.
Type read_type(std::string_view text);
Fields read_fields(std::string_view text);

/// The definitions of all rooms.
class Schemas {
 public:
  static Schemas& all();
  void define(std::string_view text);
  const Schema& get(const std::string& name) const;
  const std::map<std::string, Schema>& by_name() const { return by_name_; }

 private:
  std::map<std::string, Schema> by_name_;
};

/// Checks a document from outside; defaults are filled in. `strict` false: fields that nobody knows are let through.
std::vector<Finding> check(const Fields& fields, Json& document, bool strict);

/// A document in the form of its type: its fields alone, in their order, as the quirks ask for.
Json shape(const Type& type, const Json& value, const Quirks& quirks);
/// The same without quirks.
Json plain(std::string_view type, const Json& value);

/// Times as the quirks spell them, at the top of an answer or deep in it.
std::string spell(Timestamp time, const Quirks& quirks);

/// @{
/// A part of /openapi.json: a schema, and the schemas of every definition.
Json describe(const Type& type);
Json describe(const Fields& fields, bool closed);
Json describe_all();
/// @}

/// Characters (code points) of valid UTF-8.
std::size_t count_characters(std::string_view text);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
