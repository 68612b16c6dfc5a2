#ifndef ALLO_TESTS_SUPPORT_DAEMON_HPP
#define ALLO_TESTS_SUPPORT_DAEMON_HPP

#include <sys/types.h>

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace allo::test {

/// The path of an installed program, looked for in `PATH` and where the system keeps its daemons.
std::optional<std::string> find_program(const std::string& name);

/// A program that runs beside a test, with what it prints to stdout and stderr. Killed at the end of its life.
class Daemon {
 public:
  /// Starts `program` (looked up in PATH unless it is a path). `environment` comes on top of the test's own, less its
  /// ALLO_ variables.
  Daemon(const std::string& program, std::vector<std::string> arguments = {},
         const std::map<std::string, std::string>& environment = {});
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  /// The first line, of those there are and those to come, that holds `text`; empty when the program ended or 30
  /// seconds passed without one.
  std::string wait_for_line(std::string_view text);

  /// The port at the end of the line "listening on ...". 0 when there is none.
  int wait_for_port();

  /// Waits until it takes connections at a port of 127.0.0.1; false when its output ended or 15 seconds passed.
  bool wait_for_connections(std::uint16_t port);

  /// All that it printed until this call, so that what it printed before it answered a request is in here.
  std::string output();

  void signal(int number) const;
  int id() const { return pid_; }

  /// Waits for the end: the exit status, or 128 and the number of the signal that ended it.
  int wait();

 private:
  void read_output();
  void take_what_is_there();

  pid_t pid_ = -1;
  int pipe_ = -1;
  int status_ = -1;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string output_;
  bool ended_ = false;
  std::thread reader_;
};

}  // namespace allo::test

#endif
