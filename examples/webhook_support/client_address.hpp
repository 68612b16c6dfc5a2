#ifndef EXAMPLE_WEBHOOK_SUPPORT_CLIENT_ADDRESS_HPP
#define EXAMPLE_WEBHOOK_SUPPORT_CLIENT_ADDRESS_HPP

#include "address_list.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace example {

/// Proxies in front of a server, which is to know the clients behind them.
class TrustedProxies {
 public:
  /// Addresses and networks. Empty: nobody is a proxy.
  /// @throws std::invalid_argument for an entry that is none
  explicit TrustedProxies(const std::vector<std::string>& entries) : list_(entries), any_(!entries.empty()) {}

  bool contains(const std::string& address) const { return any_ && list_.allows(address); }

  /// Who sent a request that came from `peer`. Behind a proxy that is the right-most address of X-Forwarded-For that is
  /// no proxy: what stands left of it anybody may have written. `forwarded` is the values of all lines of the header,
  /// with commas between them. The peer itself where it is no proxy, and where the list has no such address or cannot
  /// be read.
  std::string client_of(const std::string& peer, std::string_view forwarded) const;

 private:
  AddressList list_;
  bool any_;
};

}  // namespace example

#endif
