#include "base/utf8.hpp"

#include <allo/sms_segments.hpp>

#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

// 3GPP TS 23.038, section 6.2.1, in the order of its table; and section 6.2.1.1.
constexpr std::u32string_view basic =
    U"@\u00A3$\u00A5\u00E8\u00E9\u00F9\u00EC\u00F2\u00C7\n\u00D8\u00F8\r\u00C5\u00E5"
    U"\u0394_\u03A6\u0393\u039B\u03A9\u03A0\u03A8\u03A3\u0398\u039E\u00C6\u00E6\u00DF\u00C9"
    U" !\"#\u00A4%&'()*+,-./0123456789:;<=>?"
    U"\u00A1ABCDEFGHIJKLMNOPQRSTUVWXYZ\u00C4\u00D6\u00D1\u00DC\u00A7"
    U"\u00BFabcdefghijklmnopqrstuvwxyz\u00E4\u00F6\u00F1\u00FC\u00E0";
constexpr std::u32string_view extension = U"\f^{}\\[~]|\u20AC";

static_assert(basic.size() == 127, "128 septets, one of which is the escape to the extension table");

int septets_of(char32_t c) noexcept {
  if (basic.find(c) != std::u32string_view::npos) return 1;
  return extension.find(c) != std::u32string_view::npos ? 2 : 0;
}

/// Characters of the given sizes, packed in order and none of them split.
SmsSegments pack(SmsEncoding encoding, const std::vector<int>& sizes, int alone, int joined) {
  SmsSegments result{encoding, 0, sizes.empty() ? 0 : 1};
  int filled = 0;
  for (const int size : sizes) {
    result.units += size;
    filled += size;
    if (filled <= joined) continue;
    ++result.segments;
    filled = size;
  }
  if (result.units <= alone && !sizes.empty()) result.segments = 1;
  return result;
}

}  // namespace

SmsSegments sms_segments(std::string_view text) {
  std::vector<int> septets;
  std::vector<int> units;
  septets.reserve(text.size());
  units.reserve(text.size());
  bool is_gsm = true;
  while (!text.empty()) {
    const char32_t c = detail::take_utf8(text).value_or(0xFFFD);
    septets.push_back(septets_of(c));
    units.push_back(c > 0xFFFF ? 2 : 1);
    is_gsm = is_gsm && septets.back() > 0;
  }
  return is_gsm ? pack(SmsEncoding::Gsm7, septets, 160, 153) : pack(SmsEncoding::Ucs2, units, 70, 67);
}

ALLO_NAMESPACE_END
