#include "support/daemon.hpp"

#include "support/program_start.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <spawn.h>
#include <stdexcept>

namespace allo::test {

namespace {

bool takes_connections(std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  const bool taken = connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(fd);
  return taken;
}

}  // namespace

std::optional<std::string> find_program(const std::string& name) {
  const char* const path = std::getenv("PATH");
  std::string folders = std::string(path != nullptr ? path : "") + ":/usr/local/sbin:/usr/sbin:/sbin";
  while (!folders.empty()) {
    const std::size_t end = folders.find(':');
    const std::string file = folders.substr(0, end) + "/" + name;
    if (access(file.c_str(), X_OK) == 0) return file;
    folders.erase(0, end == std::string::npos ? end : end + 1);
  }
  return std::nullopt;
}

Daemon::Daemon(const std::string& program, std::vector<std::string> arguments,
               const std::map<std::string, std::string>& environment) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  posix_spawnattr_t attributes;  // It takes all signals, whatever this thread has blocked.
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  arguments.insert(arguments.begin(), program);
  std::vector<std::string> variables = environment_with(environment);
  const int error = posix_spawnp(&pid_, program.c_str(), &actions, &attributes, pointers(arguments).data(),
                                 pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  close(ends[1]);
  pipe_ = ends[0];
  fcntl(pipe_, F_SETFL, O_NONBLOCK);  // For output(), which must not wait.
  if (error != 0) {
    close(pipe_);
    throw std::runtime_error("cannot start " + program);
  }
  reader_ = std::thread{[this] { read_output(); }};
}

Daemon::~Daemon() {
  if (status_ < 0) {
    kill(pid_, SIGKILL);
    wait();
  }
  reader_.join();
  close(pipe_);
}

void Daemon::read_output() {
  for (;;) {
    pollfd readable{pipe_, POLLIN, 0};
    poll(&readable, 1, -1);
    const std::lock_guard lock{mutex_};
    take_what_is_there();
    if (ended_) return;
  }
}

void Daemon::take_what_is_there() {
  std::array<char, 4096> buffer{};
  ssize_t size = 0;
  while ((size = read(pipe_, buffer.data(), buffer.size())) > 0) {
    output_.append(buffer.data(), static_cast<std::size_t>(size));
  }
  if (size == 0) ended_ = true;
  changed_.notify_all();
}

std::string Daemon::wait_for_line(std::string_view text) {
  std::string line;
  std::unique_lock lock{mutex_};
  changed_.wait_for(lock, std::chrono::seconds{30}, [&] {
    const std::size_t at = output_.find(text);
    const std::size_t end = at == std::string::npos ? at : output_.find('\n', at);
    if (end == std::string::npos) return ended_;
    const std::size_t before = output_.rfind('\n', at);
    const std::size_t begin = before == std::string::npos ? 0 : before + 1;
    line = output_.substr(begin, end - begin);
    return true;
  });
  return line;
}

int Daemon::wait_for_port() {
  const std::string line = wait_for_line("listening on ");
  return line.empty() ? 0 : std::stoi(line.substr(line.rfind(':') + 1));
}

bool Daemon::wait_for_connections(std::uint16_t port) {
  std::unique_lock lock{mutex_};
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{15};
  while (!ended_ && std::chrono::steady_clock::now() < deadline) {
    if (takes_connections(port)) return true;
    changed_.wait_for(lock, std::chrono::milliseconds{10});
  }
  return false;
}

std::string Daemon::output() {
  const std::lock_guard lock{mutex_};
  take_what_is_there();
  return output_;
}

void Daemon::signal(int number) const { kill(pid_, number); }

int Daemon::wait() {
  int status = 0;
  waitpid(pid_, &status, 0);
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return status_;
}

}  // namespace allo::test
