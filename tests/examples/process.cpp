#include "process.hpp"

#include "support/program_start.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>

namespace allo::test {

namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

/// Where a program writes to (`child`) and where this process reads it (`parent`).
struct Channel {
  int parent = -1;
  int child = -1;
};

Channel make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) fail("pipe2");
  return {.parent = ends[0], .child = ends[1]};
}

Channel make_terminal(unsigned short columns) {
  const int parent = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (parent < 0 || grantpt(parent) != 0 || unlockpt(parent) != 0) fail("posix_openpt");
  const int child = open(ptsname(parent), O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (child < 0) fail("open a terminal");
  const winsize size{.ws_row = 0, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
  if (ioctl(parent, TIOCSWINSZ, &size) != 0) fail("TIOCSWINSZ");
  return {.parent = parent, .child = child};
}

/// Takes what has come; false at the end. A terminal reports the end as EIO.
bool take(int descriptor, std::string& into) {
  std::array<char, 4096> buffer{};
  const ssize_t count = read(descriptor, buffer.data(), buffer.size());
  if (count > 0) into.append(buffer.data(), static_cast<std::size_t>(count));
  return count > 0 || (count < 0 && errno == EINTR);
}

/// Reads both channels to their ends; kills the program when that takes too long.
void collect(pid_t pid, Channel out, Channel err, const ProcessOptions& options, ProcessResult& result) {
  std::array<pollfd, 2> open{
      {{.fd = out.parent, .events = POLLIN, .revents = 0}, {.fd = err.parent, .events = POLLIN, .revents = 0}}};
  const std::array<std::string*, 2> texts{&result.out, &result.err};
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
  while (open[0].fd >= 0 || open[1].fd >= 0) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      kill(pid, SIGKILL);
      return;
    }
    if (poll(open.data(), open.size(), static_cast<int>(left.count())) < 0 && errno != EINTR) fail("poll");
    for (std::size_t i = 0; i < open.size(); ++i) {
      if (open[i].revents == 0) continue;
      if (!take(open[i].fd, *texts[i]))
        open[i].fd = -1;
      else if (i == 1 && options.watch)
        options.watch(pid, result.err);
    }
  }
}

}  // namespace

ProcessResult run_example(const std::string& name, const std::vector<std::string>& arguments,
                          const ProcessOptions& options) {
  const std::string path = std::filesystem::path{ALLO_EXAMPLES} / name;
  std::vector<std::string> words{path};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment = environment_with(options.environment);
  const std::vector<char*> argv = pointers(words);
  const std::vector<char*> envp = pointers(environment);
  const Channel out = make_pipe();
  const Channel err = options.terminal ? make_terminal(options.columns) : make_pipe();

  // Between fork and exec only what is safe after a fork of a process with threads.
  const pid_t pid = fork();
  if (pid < 0) fail("fork");
  if (pid == 0) {
    dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
    dup2(out.child, STDOUT_FILENO);
    dup2(err.child, STDERR_FILENO);
    execve(path.c_str(), argv.data(), envp.data());
    _exit(127);
  }
  close(out.child);
  close(err.child);

  ProcessResult result;
  collect(pid, out, err, options, result);
  close(out.parent);
  close(err.parent);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) fail("waitpid");
  }
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

}  // namespace allo::test
