#ifndef ALLO_SRC_JSON_DOCUMENT_HPP
#define ALLO_SRC_JSON_DOCUMENT_HPP

#include "json/type_info.hpp"

#include <allo/errors.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

class TwinOpener;

/// May stand before a document and is no part of it.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// What reads the text of a document. Both give the same results and the same errors.
enum class Tokenizer { Nlohmann, Simdjson };

/// simdjson where it was built in.
Tokenizer default_tokenizer() noexcept;

/// What to decode, and how.
struct DecodeGoal {
  const TypeInfo& type;
  void* target;             ///< A fresh object of `type`; what is in it after an exception is unspecified.
  std::string_view root{};  ///< What error paths begin with.
  std::size_t max_depth = 128;
  DeliveryState delivery = DeliveryState::MaybeSent;  ///< Of the exception.
};

/// Decodes a document. A UTF-8 byte order mark at its beginning is skipped. `allocated` counts the bytes from
/// `text.data()` on that may be read, if not relied on; with enough of them nothing is copied.
/// @throws DecodeException
void decode_document(std::string_view text, std::size_t allocated, const DecodeGoal& goal,
                     Tokenizer tokenizer = default_tokenizer());

/// The same, together with the twins of objects that are kept as text. False where decode_document would throw and
/// where a twin cannot be decoded; what is in the targets is unspecified then.
bool decode_in_one_pass(std::string_view text, std::size_t allocated, const DecodeGoal& goal, TwinOpener& twins);

/// Enlarges the capacity of `text` so that decode_document need not copy it.
void reserve_padding(std::string& text);

/// What is wrong with a text as a JSON document, byte order mark included; no value when it is one.
std::optional<std::string> find_json_problem(std::string_view text, std::size_t max_depth);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
