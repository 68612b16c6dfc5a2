#ifndef ALLO_OPEN_ENUM_HPP
#define ALLO_OPEN_ENUM_HPP

#include <allo/version.hpp>

#include <optional>
#include <ostream>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN

/// An enumeration read from the service, which may grow: a word that this version does not know decodes to
/// `E::Unknown` and keeps its text. Converts to `E`, so that `switch` and `==` work as on a plain enumeration.
///
/// `E` needs `E::Unknown` with the value 0, `to_string(E)` and `from_string(std::string_view, E&)` in its namespace.
/// A value type without threads of its own.
template <class E>
class OpenEnum {
  static_assert(static_cast<int>(E::Unknown) == 0);

 public:
  using Value = E;  ///< The enumeration.

  /// No value: `E::Unknown` with an empty text.
  OpenEnum() noexcept = default;

  /// A known value; its text is the wire's.
  OpenEnum(E value) noexcept : value_(value) {}

  /// Any text, known or not.
  static OpenEnum parse(std::string_view text) {
    OpenEnum result;
    if (!from_string(text, result.value_)) result.unknown_text_.assign(text);
    return result;
  }

  /// The enumerator; `E::Unknown` for a text that this version does not know.
  operator E() const noexcept { return value_; }

  /// The enumerator, spelled out.
  E value() const noexcept { return value_; }

  /// The text on the wire; kept also where the value is `E::Unknown`, and empty where the service gave none.
  /// Valid as long as this object is neither changed nor destroyed.
  std::string_view text() const noexcept {
    return value_ == E::Unknown ? std::string_view{unknown_text_} : to_string(value_);
  }

  /// Prints the text on the wire.
  friend std::ostream& operator<<(std::ostream& out, const OpenEnum& e) { return out << e.text(); }

  /// The text on the wire.
  friend std::string to_string(const OpenEnum& e) { return std::string{e.text()}; }

 private:
  E value_ = E::Unknown;
  std::string unknown_text_;
};

/// @{
/// Compares the enumerators; two unknown values are equal when their texts are.
template <class E>
bool operator==(const OpenEnum<E>& a, const OpenEnum<E>& b) noexcept {
  return a.value() == b.value() && a.text() == b.text();
}
template <class E>
bool operator!=(const OpenEnum<E>& a, const OpenEnum<E>& b) noexcept {
  return !(a == b);
}
template <class E>
bool operator==(const OpenEnum<E>& a, typename OpenEnum<E>::Value b) noexcept {
  return a.value() == b;
}
template <class E>
bool operator==(typename OpenEnum<E>::Value a, const OpenEnum<E>& b) noexcept {
  return a == b.value();
}
template <class E>
bool operator!=(const OpenEnum<E>& a, typename OpenEnum<E>::Value b) noexcept {
  return a.value() != b;
}
template <class E>
bool operator!=(typename OpenEnum<E>::Value a, const OpenEnum<E>& b) noexcept {
  return a != b.value();
}
/// @}

/// @{
/// Not there, so that the compiler says this and little more: compare with the enumerator, or compare text().
template <class E>
bool operator==(const OpenEnum<E>&, std::string_view) = delete;  // compare .text() or the enumerator
template <class E>
bool operator!=(const OpenEnum<E>&, std::string_view) = delete;  // compare .text() or the enumerator
template <class E>
bool operator==(const std::optional<OpenEnum<E>>&, std::string_view) = delete;  // compare ->text() or the enumerator
template <class E>
bool operator!=(const std::optional<OpenEnum<E>>&, std::string_view) = delete;  // compare ->text() or the enumerator
/// @}

ALLO_NAMESPACE_END

#endif
