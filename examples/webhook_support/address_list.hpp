#ifndef EXAMPLE_WEBHOOK_SUPPORT_ADDRESS_LIST_HPP
#define EXAMPLE_WEBHOOK_SUPPORT_ADDRESS_LIST_HPP

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace example {

/// An IP address; one of version 4 in its mapped form of version 6, so that both spellings of it are equal.
using Address = std::array<std::uint8_t, 16>;

/// Reads an address of either version.
std::optional<Address> parse_address(const std::string& text);

/// Who owns an address, for counting: itself in version 4, its network of 64 bits in version 6, where one subscriber
/// has 2^64 addresses to send from.
Address subscriber_of(Address address);

/// A list of addresses and networks such as "203.0.113.7", "203.0.113.0/24" or "2001:db8::/32". Immutable.
class AddressList {
 public:
  /// @throws std::invalid_argument for an entry that is no address or network
  explicit AddressList(const std::vector<std::string>& entries);

  /// True when the address is on the list, and for every address when the list is empty.
  bool allows(const std::string& address) const;

 private:
  struct Network {
    Address address{};
    int bits = 0;
  };
  std::vector<Network> networks_;
};

}  // namespace example

#endif
