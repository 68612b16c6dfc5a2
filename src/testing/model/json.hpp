#ifndef ALLO_SRC_TESTING_MODEL_JSON_HPP
#define ALLO_SRC_TESTING_MODEL_JSON_HPP

// A name of its own, as in the core library: a program that links the static sandbox and another version of the library
// must not end up with one's templates in the other's place.
#define nlohmann allo_private_nlohmann
#include <allo/json_text.hpp>

#include <nlohmann/json.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

using Json = nlohmann::ordered_json;

/// A text that is no JSON document, or one nested too deeply.
class JsonError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Parses a text from outside. Its depth is bounded, because writing and comparing documents recurse.
/// @throws JsonError saying what is wrong where
Json parse_json(std::string_view text);

/// Writes a document as a text. Texts from outside may hold invalid UTF-8; they are replaced rather than thrown about.
std::string to_text(const Json& document);

/// A field of an object; none where it is missing. Searches look at thousands of documents, and this compares the sizes
/// of names first, which Json::find does not: a search of 10,000 deals takes a fifth of the time.
inline const Json* find_field(const Json& object, std::string_view name) {
  for (const auto& [key, value] : object.get_ref<const Json::object_t&>()) {
    if (std::string_view{key} == name) return &value;
  }
  return nullptr;
}

/// A text of an object; empty where it is missing or something else.
inline std::string_view text_field(const Json& object, std::string_view name) {
  const Json* found = find_field(object, name);
  return found != nullptr && found->is_string() ? std::string_view{found->get_ref<const std::string&>()}
                                                : std::string_view{};
}

/// @{
/// Puts U+FFFD in the place of what is no UTF-8: a program under test may name its things anything, and they are to be
/// shown as documents.
void mend_utf8(std::string& text);
void mend_utf8(std::optional<std::string>& text);
void mend_utf8(std::vector<std::string>& texts);
/// @}

/// The same for several texts and lists of texts.
template <class First, class Second, class... More>
void mend_utf8(First& first, Second& second, More&... more) {
  mend_utf8(first);
  mend_utf8(second, more...);
}

/// @{
/// A model of the library as a document, by the library's own tables, and back. What goes out passes through the
/// schemas of the service's description besides, so a mistake in a table does not cancel itself out.
template <class Model>
Json to_document(const Model& model) {
  return Json::parse(to_json_text(model).str());
}
template <class Model>
Model from_document(const Json& document) {
  return from_json_text<Model>(to_text(document));
}
/// @}

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
