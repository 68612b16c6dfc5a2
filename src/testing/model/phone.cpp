#include "testing/model/phone.hpp"

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

std::string_view calling_code(std::string_view number) {
  const std::string_view digits = number.substr(number.empty() ? 0 : 1);
  if (digits.size() < 3) return digits;
  if (digits[0] == '1' || digits[0] == '7') return digits.substr(0, 1);
  // The ITU's two-digit codes; every other code has three digits.
  static constexpr std::string_view two_digit_codes =
      "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 "
      "60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";
  for (std::size_t at = 0; at < two_digit_codes.size(); at += 3) {
    if (two_digit_codes.substr(at, 2) == digits.substr(0, 2)) return digits.substr(0, 2);
  }
  return digits.substr(0, 3);
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
