#include "async/tmux_terminal.hpp"

#include "async/support.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <thread>

namespace allo::test {

namespace {
constexpr std::chrono::milliseconds poll_interval{20};
}

TmuxTerminal::TmuxTerminal(const std::string& command, int columns, int rows) {
  std::string name = (std::filesystem::temp_directory_path() / "allo-tmux-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = name;
  tmux("-f /dev/null new-session -d -x " + std::to_string(columns) + " -y " + std::to_string(rows) + " '" + command +
       "'");
}

TmuxTerminal::~TmuxTerminal() {
  tmux("kill-server");
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string TmuxTerminal::tmux(const std::string& arguments) const {
  const std::string line = "LC_ALL=C.UTF-8 tmux -S " + folder_ + "/socket " + arguments + " 2>/dev/null";
  std::FILE* pipe = popen(line.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("tmux cannot be run");
  std::string output;
  std::array<char, 4096> buffer{};
  while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe)) output.append(buffer.data(), size);
  pclose(pipe);
  return output;
}

std::string TmuxTerminal::screen() const { return tmux("capture-pane -p"); }

bool TmuxTerminal::wait_until(const std::string& text, bool shown) const {
  const auto give_up = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const std::string now = screen();
    if ((now.find(text) != std::string::npos) == shown) return true;
    if (std::chrono::steady_clock::now() > give_up) {
      std::printf("waited for %s \"%s\" on this screen:\n%s\n", shown ? "" : "the end of", text.c_str(), now.c_str());
      return false;
    }
    std::this_thread::sleep_for(poll_interval);
  }
}

bool TmuxTerminal::shows(const std::string& text) const { return wait_until(text, true); }

bool TmuxTerminal::hides(const std::string& text) const { return wait_until(text, false); }

void TmuxTerminal::press(const std::string& keys) { tmux("send-keys " + keys); }

void TmuxTerminal::type(const std::string& text) { tmux("send-keys -l '" + text + "'"); }

void TmuxTerminal::resize(int columns, int rows) {
  tmux("resize-window -x " + std::to_string(columns) + " -y " + std::to_string(rows));
}

int TmuxTerminal::process() const { return std::stoi(tmux("display-message -p \"#{pane_pid}\"")); }

bool TmuxTerminal::has_ended() const {
  const auto give_up = std::chrono::steady_clock::now() + patience;
  while (!tmux("list-sessions").empty()) {
    if (std::chrono::steady_clock::now() > give_up) return false;
    std::this_thread::sleep_for(poll_interval);
  }
  return true;
}

}  // namespace allo::test
