#include "holdings.hpp"

namespace example {

bool Holdings::open(const Address& address, bool unlimited) {
  Share& share = shares_[subscriber_of(address)];
  if (!unlimited && share.connections >= limits_.connections_per_address) return false;
  ++share.connections;
  ++connections_;
  return true;
}

void Holdings::close(const Address& address) {
  const auto position = shares_.find(subscriber_of(address));
  if (position == shares_.end()) return;
  --connections_;
  if (--position->second.connections == 0) shares_.erase(position);
}

bool Holdings::hold(const Address& address, std::size_t before, std::size_t after, bool unlimited) {
  const auto position = shares_.find(subscriber_of(address));
  if (position == shares_.end()) return false;
  Share& share = position->second;
  const std::size_t of_address = share.bytes - before + after;
  const std::size_t of_all = bytes_ - before + after;
  if (after > before) {
    if (of_all > limits_.bytes) return false;
    if (!unlimited && of_address > limits_.bytes_per_address) return false;
  }
  share.bytes = of_address;
  bytes_ = of_all;
  return true;
}

}  // namespace example
