#ifndef ALLO_SRC_TESTING_ADDRESSES_HPP
#define ALLO_SRC_TESTING_ADDRESSES_HPP

#include <allo/version.hpp>

#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// The host of "host:port" or "[host]:port", without brackets.
std::string host_of_authority(std::string_view authority);

/// True for "localhost", 127.0.0.0/8 and ::1.
bool is_loopback_host(const std::string& host);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
