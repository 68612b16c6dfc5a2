#include "base/this_machine.hpp"

#include "base/text.hpp"

#if defined(_WIN32)
#include <ws2tcpip.h>
#else
#include <arpa/inet.h>
#endif

#include <algorithm>
#include <array>
#include <cstddef>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

bool is_loopback_ipv6(std::string_view host) noexcept {
  std::array<char, 64> text{};
  if (host.size() >= text.size()) return false;
  std::copy(host.begin(), host.end(), text.begin());
  std::array<unsigned char, 16> address{};
  if (inet_pton(AF_INET6, text.data(), address.data()) != 1) return false;
  constexpr std::array<unsigned char, 16> loopback{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  constexpr std::array<unsigned char, 12> of_ipv4{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  return address == loopback ||
         (std::equal(of_ipv4.begin(), of_ipv4.end(), address.begin()) && address[of_ipv4.size()] == 127);
}

/// 127.0.0.1, also in the short form 127.1 that libcurl reads as well.
bool is_loopback_ipv4(std::string_view host) noexcept {
  return host.substr(0, 4) == "127." && host.find_first_not_of("0123456789.") == std::string_view::npos &&
         std::count(host.begin(), host.end(), '.') <= 3 && host.back() != '.' &&
         host.find("..") == std::string_view::npos;
}

}  // namespace

bool is_this_machine(std::string_view authority) noexcept {
  if (authority.substr(0, 1) == "[") return is_loopback_ipv6(authority.substr(1, authority.find(']') - 1));
  std::string_view host = authority.substr(0, authority.find(':'));
  if (is_loopback_ipv4(host)) return true;
  if (!host.empty() && host.back() == '.') host.remove_suffix(1);
  return equal_ignoring_case(host, "localhost");
}

}  // namespace detail
ALLO_NAMESPACE_END
