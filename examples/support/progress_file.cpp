#include "progress_file.hpp"

#include <fcntl.h>
#include <system_error>
#include <unistd.h>

#include <cerrno>
#include <fstream>

namespace example {

namespace {

[[noreturn]] void fail(const std::string& name) {
  throw std::system_error(errno, std::generic_category(), "cannot keep the progress in " + name);
}

ProgressFile::State state_of(char mark) {
  using State = ProgressFile::State;
  return mark == '+' ? State::Done : mark == '?' ? State::Begun : State::New;
}

}  // namespace

ProgressFile::ProgressFile(const std::string& name) {
  std::ifstream in{name};
  std::string line;
  bool whole = true;
  while (std::getline(in, line)) {
    whole = !in.eof();
    if (!whole || line.size() < 2) continue;
    State& state = steps_[line.substr(1)];
    if (state != State::Done) state = state_of(line[0]);
  }
  file_ = open(name.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file_ < 0) fail(name);
  if (!whole && ::write(file_, "\n", 1) != 1) fail(name);  // What comes next begins a line of its own.
}

ProgressFile::~ProgressFile() { close(file_); }

ProgressFile::State ProgressFile::state(const std::string& step) const {
  const auto found = steps_.find(step);
  return found == steps_.end() ? State::New : found->second;
}

void ProgressFile::write(char mark, const std::string& step) {
  const std::string line = mark + step + '\n';
  if (::write(file_, line.data(), line.size()) != static_cast<ssize_t>(line.size()) || fsync(file_) != 0) {
    fail("the file");
  }
  steps_[step] = state_of(mark);
}

}  // namespace example
