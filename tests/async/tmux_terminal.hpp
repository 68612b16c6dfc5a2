#ifndef ALLO_TESTS_ASYNC_TMUX_TERMINAL_HPP
#define ALLO_TESTS_ASYNC_TMUX_TERMINAL_HPP

#include <string>

namespace allo::test {

/// A terminal without a window, in a tmux server of its own, with one program in it.
class TmuxTerminal {
 public:
  /// @param command  For the shell; contains no single quote.
  TmuxTerminal(const std::string& command, int columns, int rows);
  TmuxTerminal(const TmuxTerminal&) = delete;
  TmuxTerminal& operator=(const TmuxTerminal&) = delete;
  ~TmuxTerminal();

  /// What is on the screen.
  std::string screen() const;
  /// Waits until the screen holds a text; prints the screen and returns false when it never does.
  bool shows(const std::string& text) const;
  /// Waits until the screen no longer holds a text.
  bool hides(const std::string& text) const;
  /// Presses keys by tmux's names, such as "Down Enter".
  void press(const std::string& keys);
  /// Types a text without single quotes.
  void type(const std::string& text);
  void resize(int columns, int rows);
  /// The id of the program's process, where the command is no more than `exec` of it.
  int process() const;
  /// Waits until the program has ended.
  bool has_ended() const;

 private:
  std::string tmux(const std::string& arguments) const;
  bool wait_until(const std::string& text, bool shown) const;
  std::string folder_;
};

}  // namespace allo::test

#endif
