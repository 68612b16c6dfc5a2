#ifndef ALLO_TESTS_SUPPORT_PORTS_HPP
#define ALLO_TESTS_SUPPORT_PORTS_HPP

#include <cstdint>
#include <vector>

namespace allo::test {

/// A loopback port that the system gives to nobody else. It refuses connections until a program that is told of it
/// listens there, as this user and with SO_REUSEADDR or SO_REUSEPORT, which servers set.
class ReservedPort {
 public:
  ReservedPort();
  ~ReservedPort();
  ReservedPort(const ReservedPort&) = delete;
  ReservedPort& operator=(const ReservedPort&) = delete;
  std::uint16_t port() const noexcept { return port_; }

 private:
  int fd_;
  std::uint16_t port_ = 0;
};

/// A loopback port that leaves connections without an answer, as a firewall does.
class SilentPort {
 public:
  SilentPort();
  ~SilentPort();
  SilentPort(const SilentPort&) = delete;
  SilentPort& operator=(const SilentPort&) = delete;
  std::uint16_t port() const noexcept { return port_; }

 private:
  int listener_;
  std::vector<int> waiting_;
  std::uint16_t port_ = 0;
};

}  // namespace allo::test

#endif
