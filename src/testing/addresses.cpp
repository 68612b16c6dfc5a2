#include "testing/addresses.hpp"

#include "testing/message.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <cstring>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

std::string host_of_authority(std::string_view authority) {
  // A user before the host could pass for it.
  authority.remove_prefix(authority.rfind('@') == std::string_view::npos ? 0 : authority.rfind('@') + 1);
  if (!authority.empty() && authority[0] == '[') return std::string{authority.substr(1, authority.find(']') - 1)};
  return std::string{authority.substr(0, authority.find(':'))};
}

bool is_loopback_host(const std::string& host) {
  if (equal_ignoring_case(host, "localhost")) return true;
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  in6_addr v6{};
  if (inet_pton(AF_INET6, host.c_str(), &v6) != 1) return false;
  if (IN6_IS_ADDR_V4MAPPED(&v6)) return v6.s6_addr[12] == 127;
  return std::memcmp(&v6, &in6addr_loopback, sizeof(v6)) == 0;
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
