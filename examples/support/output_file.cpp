#include "output_file.hpp"

#include <signal.h>
#include <system_error>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace example {

namespace {

using std::filesystem::path;

/// Removes a file when a signal ends the program: what is left of it would be taken for the whole.
class RemovedOnSignal {
 public:
  explicit RemovedOnSignal(const path& file) : name_(file.string()) {
    current_ = name_.c_str();
    for (std::size_t i = 0; i < signals.size(); ++i) {
      struct sigaction action {};
      action.sa_handler = remove_and_end;
      action.sa_flags = static_cast<int>(SA_RESETHAND);
      sigaction(signals[i], nullptr, &before_[i]);
      // What the caller ignores, as nohup does, stays ignored.
      if (before_[i].sa_handler != SIG_IGN) sigaction(signals[i], &action, nullptr);
    }
  }
  RemovedOnSignal(const RemovedOnSignal&) = delete;
  RemovedOnSignal& operator=(const RemovedOnSignal&) = delete;
  ~RemovedOnSignal() {
    for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &before_[i], nullptr);
    current_ = nullptr;
  }

 private:
  static constexpr std::array<int, 3> signals{SIGINT, SIGTERM, SIGHUP};

  static void remove_and_end(int signal) {
    const char* const name = current_;
    if (name != nullptr) unlink(name);
    raise(signal);  // Its handler is the usual one again, which ends the program when this one returns.
  }

  static inline std::atomic<const char*> current_{nullptr};
  std::string name_;
  std::array<struct sigaction, signals.size()> before_{};
};

std::ofstream open_file(const path& file) {
  std::ofstream out{file, std::ios::binary};
  if (!out) throw std::system_error(errno, std::generic_category(), "cannot open " + file.string());
  return out;
}

void fill(std::ostream& out, const std::function<void(std::ostream&)>& write) {
  write(out);
  check_output(out.flush());
}

void replace_file(const path& file, const std::function<void(std::ostream&)>& write) {
  path unfinished = file;
  unfinished += ".part";
  const RemovedOnSignal removed{unfinished};
  std::ofstream out = open_file(unfinished);
  try {
    // Before anything is in it: who could not read the old file cannot read the new one.
    if (std::filesystem::exists(file))
      std::filesystem::permissions(unfinished, std::filesystem::status(file).permissions());
    fill(out, write);
    out.close();
    std::filesystem::rename(unfinished, file);
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove(unfinished, ignored);
    throw;
  }
}

}  // namespace

void check_output(const std::ostream& out) {
  if (!out) throw std::system_error(errno, std::generic_category(), "cannot write the output");
}

void write_output(const std::string& name, const std::function<void(std::ostream&)>& write) {
  if (name.empty()) return fill(std::cout, write);
  const path file = std::filesystem::weakly_canonical(name);
  if (!std::filesystem::exists(file) || std::filesystem::is_regular_file(file)) return replace_file(file, write);
  std::ofstream device = open_file(file);
  fill(device, write);
}

}  // namespace example
