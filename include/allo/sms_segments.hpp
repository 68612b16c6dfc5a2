#ifndef ALLO_SMS_SEGMENTS_HPP
#define ALLO_SMS_SEGMENTS_HPP

#include <allo/export.hpp>

#include <string_view>

ALLO_NAMESPACE_BEGIN

/// How a carrier writes a text.
enum class SmsEncoding {
  Gsm7,  ///< The default alphabet of 3GPP TS 23.038 and its extension table.
  Ucs2,  ///< UTF-16, for a text with any other character.
};

/// What a text costs. A text that does not fit in one segment is split; each then carries a header and holds less.
struct SmsSegments {
  SmsEncoding encoding = SmsEncoding::Gsm7;  ///< The one that holds each of its characters in the least room.

  /// Septets, of which a character of the extension table, such as the euro sign, takes two; or UTF-16 units.
  int units = 0;
  int segments = 0;  ///< One up to 160 septets or 70 units, else of 153 or 67; none for no text.
};

/// Counts the segments of a text as carriers do. Neither an extension character nor a surrogate pair is split between
/// two segments. Each byte that is not UTF-8 counts as U+FFFD. The service takes 1000 characters at most.
ALLO_EXPORT SmsSegments sms_segments(std::string_view text);

ALLO_NAMESPACE_END

#endif
