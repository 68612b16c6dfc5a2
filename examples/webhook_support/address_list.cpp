#include "address_list.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace example {

namespace {

constexpr Address mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr int mapped_bits = 96;

bool is_version_4(const Address& address) {
  return std::equal(address.begin(), address.begin() + mapped_bits / 8, mapped_prefix.begin());
}

bool same_network(const Address& a, const Address& b, int bits) {
  const auto whole = static_cast<std::size_t>(bits / 8);
  if (!std::equal(a.begin(), a.begin() + bits / 8, b.begin())) return false;
  const int rest = bits % 8;
  return rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0;
}

}  // namespace

std::optional<Address> parse_address(const std::string& text) {
  Address address{};
  if (inet_pton(AF_INET6, text.c_str(), address.data()) == 1) return address;
  address = mapped_prefix;
  if (inet_pton(AF_INET, text.c_str(), address.data() + mapped_bits / 8) == 1) return address;
  return std::nullopt;
}

Address subscriber_of(Address address) {
  if (!is_version_4(address)) std::fill(address.begin() + 8, address.end(), std::uint8_t{0});
  return address;
}

AddressList::AddressList(const std::vector<std::string>& entries) {
  for (const std::string& entry : entries) {
    const std::size_t slash = entry.find('/');
    const auto address = parse_address(entry.substr(0, slash));
    if (!address) throw std::invalid_argument("not an address or a network: " + entry);
    const bool short_form = entry.find(':') == std::string::npos;
    int bits = short_form ? 32 : 128;
    if (slash != std::string::npos) {
      const char* end = entry.data() + entry.size();
      const int most = bits;
      const auto [stop, error] = std::from_chars(entry.data() + slash + 1, end, bits);
      if (error != std::errc{} || stop != end || bits < 0 || bits > most) {
        throw std::invalid_argument("not the size of a network: " + entry);
      }
    }
    networks_.push_back({*address, short_form ? mapped_bits + bits : bits});
  }
}

bool AddressList::allows(const std::string& text) const {
  if (networks_.empty()) return true;
  const auto address = parse_address(text);
  return address && std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
           return same_network(*address, network.address, network.bits);
         });
}

}  // namespace example
