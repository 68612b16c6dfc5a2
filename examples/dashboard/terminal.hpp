#ifndef EXAMPLE_DASHBOARD_TERMINAL_HPP
#define EXAMPLE_DASHBOARD_TERMINAL_HPP

#include "support/text_width.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace example {

/// How a text is drawn.
enum class Style { Plain, Bold, Dim, Selected, Bar, Error, Good };

/// A key that was pressed: a character, or one of curses' key codes.
struct Key {
  bool is_code = false;
  int value = 0;
  bool operator==(const Key&) const = default;
};

/// Wide characters as UTF-8.
std::string narrow(std::wstring_view text);

/// The whole terminal, through curses, from construction to destruction. Belongs to one thread.
class Terminal {
 public:
  /// @throws std::runtime_error when standard input or output is no terminal.
  Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  ~Terminal();

  int rows() const;
  int columns() const;

  /// The next key, if one was pressed; KEY_RESIZE after a change of size.
  std::optional<Key> read_key();

  void clear();
  /// Draws a text at a place, cut to `width` columns, and filled up to it with spaces. Outside the terminal it draws
  /// nothing.
  void text(int row, int column, int width, std::string_view utf8, Style style = Style::Plain);
  /// Shows the cursor at a place; hides it without one.
  void cursor(std::optional<std::pair<int, int>> row_and_column);
  void show();
};

}  // namespace example

#endif
