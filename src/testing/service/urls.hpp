#ifndef ALLO_SRC_TESTING_SERVICE_URLS_HPP
#define ALLO_SRC_TESTING_SERVICE_URLS_HPP

#include <allo/version.hpp>

#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// A letter of ASCII as a small one.
char lower(char c);

/// True for equal ASCII texts without regard to case.
bool equal_ignoring_case(std::string_view a, std::string_view b);

/// An http or https URL with a host, and a port from 1 to 65535 where one is named.
bool is_absolute_http_url(std::string_view url);

/// The host of "host:port" or "[host]:port", without brackets.
std::string host_of_authority(std::string_view authority);

/// True for "localhost", 127.0.0.0/8 and ::1.
bool is_loopback_host(const std::string& host);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
