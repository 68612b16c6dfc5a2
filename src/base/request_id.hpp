#ifndef ALLO_SRC_BASE_REQUEST_ID_HPP
#define ALLO_SRC_BASE_REQUEST_ID_HPP

#include <allo/version.hpp>

#include <array>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// The header in which a client names a request and a service echoes the name.
inline constexpr std::string_view request_id_header = "X-Request-Id";

/// 32 hexadecimal digits.
using RequestId = std::array<char, 32>;

/// A name that no other request has: not in this process, not in a forked child of it and, as far as chance goes, not
/// anywhere. It is no secret. Safe from many threads; costs no system call.
RequestId next_request_id() noexcept;

}  // namespace detail
ALLO_NAMESPACE_END

#endif
