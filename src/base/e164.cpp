#include "base/text.hpp"
#include "base/utf8.hpp"

#include <allo/e164.hpp>
#include <allo/errors.hpp>

#include <algorithm>
#include <cstddef>

ALLO_NAMESPACE_BEGIN
namespace {

/// What a character of a written number is.
enum class Part { Digit, Plus, Opening, Separator, Other };

struct Range {
  char32_t first, last;
};

template <std::size_t N>
bool is_among(const Range (&ranges)[N], char32_t c) noexcept {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [c](Range range) { return c >= range.first && c <= range.last; });
}

// Spaces and hyphens of every width, brackets, dots, and what pasted text brings along unseen: marks of direction,
// joiners, soft hyphens, a byte order mark.
constexpr Range separators[] = {
    {U'\t', U'\t'},   {U' ', U' '},     {U')', U')'},     {U'-', U'.'},     {U']', U']'},     {0x00A0, 0x00A0},
    {0x00AD, 0x00AD}, {0x00B7, 0x00B7}, {0x034F, 0x034F}, {0x061C, 0x061C}, {0x1680, 0x1680}, {0x180E, 0x180E},
    {0x2000, 0x2015}, {0x2022, 0x2022}, {0x2024, 0x2024}, {0x202A, 0x202F}, {0x2043, 0x2043}, {0x205F, 0x206F},
    {0x2212, 0x2212}, {0x3000, 0x3000}, {0x30FB, 0x30FC}, {0xFE00, 0xFE0F}, {0xFE58, 0xFE58}, {0xFE63, 0xFE63},
    {0xFEFF, 0xFEFF}, {0xFF09, 0xFF09}, {0xFF0D, 0xFF0E},
};
constexpr Range openings[] = {{U'(', U'('}, {U'[', U'['}, {0xFF08, 0xFF08}};
constexpr Range pluses[] = {{U'+', U'+'}, {0xFE62, 0xFE62}, {0xFF0B, 0xFF0B}};
// Western, Arabic, Persian and Urdu, Devanagari, Bengali, Thai and full-width ones: from 0 to 9 each.
constexpr Range digit_ranges[] = {{U'0', U'9'},     {0x0660, 0x0669}, {0x06F0, 0x06F9}, {0x0966, 0x096F},
                                  {0x09E6, 0x09EF}, {0x0E50, 0x0E59}, {0xFF10, 0xFF19}};

Part part_of(char32_t c, char& digit) noexcept {
  for (const Range range : digit_ranges) {
    if (c < range.first || c > range.last) continue;
    digit = static_cast<char>('0' + static_cast<char>(c - range.first));
    return Part::Digit;
  }
  if (is_among(pluses, c)) return Part::Plus;
  if (is_among(openings, c)) return Part::Opening;
  return is_among(separators, c) ? Part::Separator : Part::Other;
}

/// Whether `digits` are a whole country code, by the plan of Recommendation E.164: some have one digit and some two,
/// all others have three.
bool is_country_code(std::string_view digits) noexcept {
  constexpr std::string_view two =
      "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 "
      "60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98";
  if (digits.empty()) return false;
  std::size_t size = digits[0] == '1' || digits[0] == '7' ? 1 : 3;
  if (size == 3 && digits.size() >= 2 && two.find(digits.substr(0, 2)) != std::string_view::npos) size = 2;
  return digits.size() == size;
}

/// Whether a zero behind the country code is dialled from abroad as well.
bool keeps_its_zero(std::string_view country_code) noexcept {
  constexpr std::string_view such[] = {"39", "378", "225", "241", "242"};
  return std::find(std::begin(such), std::end(such), country_code) != std::end(such);
}

std::string_view trim(std::string_view text) noexcept {
  constexpr std::string_view white = " \t\r\n\v\f";
  text.remove_prefix(std::min(text.find_first_not_of(white), text.size()));
  return text.substr(0, text.find_last_not_of(white) + 1);
}

}  // namespace

E164::E164(std::string_view number) {
  if (!is_valid(number))
    throw InvalidArgumentException("number is not in E.164 form (+ and 2 to 15 digits, such as +33612345678)");
  number_.assign(number);
}

std::optional<E164> E164::parse(std::string_view number) {
  if (!is_valid(number)) return std::nullopt;
  return E164{number};
}

std::optional<E164> E164::normalize(std::string_view number) {
  constexpr std::string_view scheme = "tel:";
  number = trim(number);
  if (detail::equal_ignoring_case(number.substr(0, scheme.size()), scheme)) number.remove_prefix(scheme.size());

  std::string kept;
  bool is_behind_bracket = false;  // An opening one, and nothing since that counts.
  while (!number.empty()) {
    const auto c = detail::take_utf8(number);
    if (!c) return std::nullopt;
    char digit = '0';
    switch (part_of(*c, digit)) {
      case Part::Digit: {
        const std::string_view before = std::string_view{kept}.substr(kept.empty() ? 0 : 1);
        const bool is_for_home =
            is_behind_bracket && digit == '0' && is_country_code(before) && !keeps_its_zero(before);
        if (!is_for_home) kept += digit;
        if (kept == "00") kept = "+";
        is_behind_bracket = false;
        break;
      }
      case Part::Plus:
        if (!kept.empty()) return std::nullopt;
        kept = "+";
        break;
      case Part::Opening:
        is_behind_bracket = true;
        break;
      case Part::Separator:
        break;
      case Part::Other:  // Such as an extension, which has no place in E.164.
        return std::nullopt;
    }
  }
  return parse(kept);
}

bool E164::is_valid(std::string_view number) noexcept {
  if (number.size() < 3 || number.size() > 16 || number[0] != '+' || number[1] == '0') return false;
  for (const char c : number.substr(1)) {
    if (c < '0' || c > '9') return false;
  }
  return true;
}

bool operator==(const E164& a, const E164& b) noexcept { return a.number_ == b.number_; }
bool operator!=(const E164& a, const E164& b) noexcept { return a.number_ != b.number_; }
bool operator<(const E164& a, const E164& b) noexcept { return a.number_ < b.number_; }

std::ostream& operator<<(std::ostream& out, const E164& number) { return out << number.number_; }

ALLO_NAMESPACE_END
