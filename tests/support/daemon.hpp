#ifndef ALLO_TESTS_SUPPORT_DAEMON_HPP
#define ALLO_TESTS_SUPPORT_DAEMON_HPP

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace allo::test {

/// The path of an installed program, looked for in `PATH` and where the system keeps its daemons.
std::optional<std::string> find_program(const std::string& name);

/// A loopback port that was free just now.
std::uint16_t free_port();

/// A server of somebody else's that runs in the foreground for as long as this lives.
class Daemon {
 public:
  /// Starts it and waits, 15 seconds at most, until it takes connections at `port`.
  Daemon(const std::vector<std::string>& command, std::uint16_t port);
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  /// False when it ended, or did not take connections in time.
  bool is_ready() const noexcept { return is_ready_; }

 private:
  pid_t process_ = -1;
  bool is_ready_ = false;
};

}  // namespace allo::test

#endif
