#include "testing/service/urls.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

/// A host or an address in brackets, with a port from 1 to 65535 where one is named.
bool is_authority(std::string_view text) {
  // A name of the DNS is no longer, and cpp-httplib's regular expression uses up the stack on a much longer text.
  constexpr std::size_t longest = 255;
  if (text.size() > longest) return false;
  const std::size_t at = text.rfind('@');
  if (at != std::string_view::npos) text.remove_prefix(at + 1);
  const bool bracketed = !text.empty() && text[0] == '[';
  std::size_t end = text.find(bracketed ? ']' : ':');
  if (bracketed && end == std::string_view::npos) return false;
  if (bracketed) ++end;
  end = std::min(end, text.size());
  if (end == 0) return false;
  if (end == text.size()) return true;
  int port = 0;
  const char* const last = text.data() + text.size();
  const auto read = std::from_chars(text.data() + end + 1, last, port);
  return text[end] == ':' && read.ec == std::errc{} && read.ptr == last && port > 0 && port <= 65535;
}

}  // namespace

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

bool is_absolute_http_url(std::string_view url) {
  for (const std::string_view scheme : {std::string_view{"https://"}, std::string_view{"http://"}}) {
    if (url.size() <= scheme.size() || !equal_ignoring_case(url.substr(0, scheme.size()), scheme)) continue;
    const std::string_view rest = url.substr(scheme.size());
    const bool printable = std::all_of(rest.begin(), rest.end(), [](char c) { return c > ' ' && c < '\x7f'; });
    return printable && is_authority(rest.substr(0, rest.find_first_of("/?#")));
  }
  return false;
}

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
