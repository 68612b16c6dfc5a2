#ifndef ALLO_JSON_TEXT_HPP
#define ALLO_JSON_TEXT_HPP

#include <allo/export.hpp>
#include <allo/model.hpp>

#include <optional>
#include <ostream>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN

namespace detail {
struct JsonTextAccess;
}

/// A string that always holds one valid JSON document, for objects whose fields the service leaves open.
/// `<allo/json.hpp>` turns it into a `nlohmann::json`. A value type without threads of its own.
class ALLO_EXPORT JsonText {
 public:
  /// The document `null`.
  JsonText();

  /// Takes over a JSON text as it is, white space included; only a byte order mark is dropped.
  /// @throws InvalidArgumentException when `text` is not one valid JSON document of at most 128 nested levels.
  explicit JsonText(std::string text);

  /// @{
  /// The JSON text.
  const std::string& str() const noexcept { return text_; }
  operator const std::string&() const noexcept { return text_; }
  operator std::string_view() const noexcept { return text_; }
  /// @}

  /// True for the document `null`, which is also what a missing object decodes to.
  bool is_null() const noexcept;

  /// The value at a path of keys and indices such as "transfer_from.user_name" or "items.0.id": a string as its
  /// characters, anything else as its JSON text. No value where the path leads nowhere or to null.
  /// Parses the text on each call.
  std::optional<std::string> get(std::string_view path) const;

  /// @{
  /// Compares the texts byte by byte: white space and the order of keys count.
  friend ALLO_EXPORT bool operator==(const JsonText& a, const JsonText& b) noexcept;
  friend ALLO_EXPORT bool operator!=(const JsonText& a, const JsonText& b) noexcept;
  friend ALLO_EXPORT bool operator==(const JsonText& a, std::string_view b) noexcept;
  friend ALLO_EXPORT bool operator!=(const JsonText& a, std::string_view b) noexcept;
  friend ALLO_EXPORT bool operator==(std::string_view a, const JsonText& b) noexcept;
  friend ALLO_EXPORT bool operator!=(std::string_view a, const JsonText& b) noexcept;
  /// @}

  /// Prints the JSON text.
  friend ALLO_EXPORT std::ostream& operator<<(std::ostream& out, const JsonText& json);

 private:
  friend struct detail::JsonTextAccess;
  std::string text_;
};

namespace detail {
ALLO_EXPORT JsonText encode_model(const TypeInfo& type, const void* object);
ALLO_EXPORT void decode_model(std::string_view json, const TypeInfo& type, void* target);

/// For other parsers, which take no halves of surrogates: with U+FFFD in their place.
ALLO_EXPORT std::string parseable(const JsonText& json);
}  // namespace detail

/// Writes a model or an input as JSON: wire names in snake_case, no value as null (in an input: left out), enumerations
/// as their text, times as ISO 8601 in UTC, a page as `{results, metadata: {pagination: {total_pages, current_page}}}`.
/// Exists for every model and request body of the resource headers, for webhook events and their payloads, and for
/// Page and std::vector of what the service lists. Secrets are written: this is the form that is read again.
/// @throws InvalidArgumentException for a string that is not UTF-8, naming the field.
template <class Model>
JsonText to_json_text(const Model& model) {
  return detail::encode_model(detail::info_of<Model>(), &model);
}

/// Reads a model from JSON in any form that the service uses. Exists for what to_json_text writes, inputs excepted.
/// @throws DecodeException naming the JSON path.
template <class Model>
Model from_json_text(std::string_view json) {
  static_assert(!detail::IsInput<Model>::value, "an input is only sent: there is nothing to read it from");
  Model model{};
  detail::decode_model(json, detail::info_of<Model>(), &model);
  return model;
}

ALLO_NAMESPACE_END

#endif
