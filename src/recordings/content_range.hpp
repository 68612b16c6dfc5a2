#ifndef ALLO_SRC_RECORDINGS_CONTENT_RANGE_HPP
#define ALLO_SRC_RECORDINGS_CONTENT_RANGE_HPP

#include <allo/http.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What the headers of a response say of the bytes behind them (RFC 9110).
ALLO_NAMESPACE_BEGIN
namespace detail {

/// `Content-Range`: "bytes 0-99/200", "bytes 0-99/*" or, for none of it, "bytes */200".
struct ContentRange {
  bool has_bytes = false;
  std::uint64_t first = 0;
  std::uint64_t last = 0;  ///< The last byte itself; not before `first`.
  std::optional<std::uint64_t> total{};
};

/// No value for anything else.
std::optional<ContentRange> parse_content_range(std::string_view text) noexcept;

/// `Content-Length`, where the body is not framed in another way.
std::optional<std::uint64_t> content_length(const HttpHeaders& headers) noexcept;

/// What may stand in `If-Range`: an `ETag` that is not weak, or else a `Last-Modified` that is at least a second older
/// than the response. Empty where there is neither.
std::string strong_validator(const HttpHeaders& headers);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
