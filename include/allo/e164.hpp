#ifndef ALLO_E164_HPP
#define ALLO_E164_HPP

#include <allo/export.hpp>

#include <optional>
#include <ostream>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN

/// A telephone number in E.164 form, `+` and 2 to 15 digits of which the first is not 0, such as "+33612345678".
/// Inputs of the client take plain strings and check them; this type is for programs that want the check where the
/// number enters. A value type; converts to `const std::string&`.
class ALLO_EXPORT E164 {
 public:
  /// Takes a number as it is.
  /// @throws InvalidArgumentException when `number` is not in E.164 form.
  explicit E164(std::string_view number);

  /// The number, or no value when `number` is not in E.164 form.
  static std::optional<E164> parse(std::string_view number);

  /// The same for a number as people write or paste it: without spaces, hyphens, dots, brackets and invisible
  /// characters, with "+" for a leading "00" and for "tel:+", and with the digits of other scripts as ASCII. A zero in
  /// brackets behind a country code, as in "+44 (0)20 7946 0123", is dialled at home only and goes, but for +39, +378,
  /// +225, +241 and +242, where it is part of the number. No value for anything else, such as a number with an
  /// extension.
  static std::optional<E164> normalize(std::string_view number);

  /// True for `^\+[1-9]\d{1,14}$`.
  static bool is_valid(std::string_view number) noexcept;

  /// @{
  /// The number as text, such as "+33612345678".
  const std::string& str() const noexcept { return number_; }
  operator const std::string&() const noexcept { return number_; }
  /// @}

  /// @{
  /// Compares the texts, as std::string does.
  friend ALLO_EXPORT bool operator==(const E164& a, const E164& b) noexcept;
  friend ALLO_EXPORT bool operator!=(const E164& a, const E164& b) noexcept;
  friend ALLO_EXPORT bool operator<(const E164& a, const E164& b) noexcept;
  /// @}

  /// Prints the number.
  friend ALLO_EXPORT std::ostream& operator<<(std::ostream& out, const E164& number);

 private:
  E164() = default;
  std::string number_;
};

/// The number as text.
inline std::string to_string(const E164& number) { return number.str(); }

ALLO_NAMESPACE_END

#endif
