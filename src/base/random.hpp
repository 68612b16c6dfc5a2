#ifndef ALLO_SRC_BASE_RANDOM_HPP
#define ALLO_SRC_BASE_RANDOM_HPP

#include <allo/version.hpp>

#include <string>

/// Random bytes from libcrypto, which reseeds after a fork.
ALLO_NAMESPACE_BEGIN
namespace detail {

/// From 0 up to but not including 1.
double random_unit() noexcept;

/// 128 bits as 32 hexadecimal digits.
/// @throws AlloException when the system gives no random bytes.
std::string random_key();

}  // namespace detail
ALLO_NAMESPACE_END

#endif
