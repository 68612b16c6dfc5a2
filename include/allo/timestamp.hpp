#ifndef ALLO_TIMESTAMP_HPP
#define ALLO_TIMESTAMP_HPP

#include <allo/export.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN

/// A point in time in UTC, to the microsecond. A default-constructed one means that the service gave none.
using Timestamp = std::chrono::time_point<std::chrono::system_clock, std::chrono::microseconds>;

/// The time of any clock reading of std::chrono::system_clock: a fraction of a microsecond is dropped, towards the
/// past.
template <class Duration>
constexpr Timestamp to_timestamp(std::chrono::time_point<std::chrono::system_clock, Duration> time) {
  return std::chrono::floor<std::chrono::microseconds>(time);
}

/// The time on this machine's clock.
ALLO_EXPORT Timestamp now() noexcept;

/// Writes a time as ISO 8601 in UTC, such as "2024-01-15T10:30:00Z"; a fraction appears only where there is one.
/// @throws InvalidArgumentException for a year outside 0 to 9999.
ALLO_EXPORT std::string to_iso8601(Timestamp time);

/// The same text as to_iso8601.
ALLO_EXPORT std::string to_string(Timestamp time);

/// Reads the ISO 8601 forms that the service uses: "2024-01-15T10:30:00" with no zone (meaning UTC), with "Z" or with
/// an offset such as "+02:00", "+0200" or "+02", and with 0 to 9 fractional digits, of which the first six are kept.
/// Seconds may be missing; "T" and "Z" may be lower case, and a space may stand for "T".
/// Anything else, an impossible date or one outside the years 0 to 9999 in UTC included, gives no value. Needs no
/// locale and allocates nothing.
ALLO_EXPORT std::optional<Timestamp> parse_iso8601(std::string_view text) noexcept;

ALLO_NAMESPACE_END

#endif
