#ifndef ALLO_SRC_BASE_THIS_MACHINE_HPP
#define ALLO_SRC_BASE_THIS_MACHINE_HPP

#include <allo/version.hpp>

#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// Whether `authority`, the host of a URL with or without a port, is this very machine: "localhost" in any case and
/// with or without its last dot, 127.0.0.0/8, [::1], and an IPv4 address of those in the form of IPv6.
bool is_this_machine(std::string_view authority) noexcept;

}  // namespace detail
ALLO_NAMESPACE_END

#endif
