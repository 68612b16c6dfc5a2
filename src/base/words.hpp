#ifndef ALLO_SRC_BASE_WORDS_HPP
#define ALLO_SRC_BASE_WORDS_HPP

#include <allo/version.hpp>

#include <cstddef>
#include <string_view>

/// One table per enumeration: enumerator and text on the wire.
ALLO_NAMESPACE_BEGIN
namespace detail {

/// One line of such a table.
template <class E>
struct Word {
  E value;
  std::string_view text;
};

/// The text of an enumerator; "UNKNOWN" for one that the table lacks.
template <class E, std::size_t N>
std::string_view text_of(const Word<E> (&words)[N], E value) noexcept {
  for (const Word<E>& word : words) {
    if (word.value == value) return word.text;
  }
  return "UNKNOWN";
}

/// The enumerator of a text; false and `Unknown` for one that the table lacks.
template <class E, std::size_t N>
bool value_of(const Word<E> (&words)[N], std::string_view text, E& value) noexcept {
  for (const Word<E>& word : words) {
    if (word.text == text) {
      value = word.value;
      return true;
    }
  }
  value = E::Unknown;
  return false;
}

}  // namespace detail
ALLO_NAMESPACE_END

/// Defines to_string and from_string of an enumeration by the table of its words.
#define ALLO_WORDS(E, words)                                                                     \
  std::string_view to_string(E value) noexcept { return ::allo::detail::text_of(words, value); } \
  bool from_string(std::string_view text, E& value) noexcept { return ::allo::detail::value_of(words, text, value); }

#endif
