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

  /// The same after dropping spaces, dots, hyphens and parentheses, and writing a leading "00" as "+".
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
