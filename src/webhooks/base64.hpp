#ifndef ALLO_SRC_WEBHOOKS_BASE64_HPP
#define ALLO_SRC_WEBHOOKS_BASE64_HPP

#include <allo/version.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// The base64 of RFC 4648 section 4, padded.
std::string base64_encode(const unsigned char* data, std::size_t size);

/// Decodes padded base64. No value for anything but its canonical form: white space, other characters, missing padding
/// and stray bits after the last byte are all refused.
std::optional<std::vector<unsigned char>> base64_decode(std::string_view text);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
