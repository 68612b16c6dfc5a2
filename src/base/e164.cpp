#include <allo/e164.hpp>
#include <allo/errors.hpp>

ALLO_NAMESPACE_BEGIN

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
  std::string kept;
  for (const char c : number) {
    if (c != ' ' && c != '.' && c != '-' && c != '(' && c != ')') kept += c;
  }
  if (kept.compare(0, 2, "00") == 0) kept.replace(0, 2, "+");
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
