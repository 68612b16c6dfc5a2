#ifndef EXAMPLE_WEBHOOK_SUPPORT_HOLDINGS_HPP
#define EXAMPLE_WEBHOOK_SUPPORT_HOLDINGS_HPP

#include "address_list.hpp"

#include <cstddef>
#include <map>

namespace example {

/// What clients may hold of a server at one time.
struct HoldingLimits {
  std::size_t connections = 512;
  std::size_t connections_per_address = 32;
  std::size_t bytes = std::size_t{12} << 20;  ///< Of requests that have not been answered yet.
  std::size_t bytes_per_address = std::size_t{3} << 20;
};

/// Keeps count of the connections and the bytes that each subscriber (see subscriber_of) holds. For one thread.
class Holdings {
 public:
  explicit Holdings(HoldingLimits limits) : limits_(limits) {}

  /// True when there are as many connections as there may be in all.
  bool is_full() const { return connections_ >= limits_.connections; }

  /// Counts a connection in. False when the address has its share of them, unless `unlimited`.
  bool open(const Address& address, bool unlimited);
  void close(const Address& address);

  /// Changes what a connection holds from `before` to `after` bytes. False, and nothing is changed, when that is more
  /// than there may be in all or, unless `unlimited`, of the address.
  bool hold(const Address& address, std::size_t before, std::size_t after, bool unlimited);

 private:
  struct Share {
    std::size_t connections = 0;
    std::size_t bytes = 0;
  };

  HoldingLimits limits_;
  std::map<Address, Share> shares_;
  std::size_t connections_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace example

#endif
