#include "dashboard/terminal.hpp"

#include <climits>
#include <ncurses.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cwchar>
#include <stdexcept>
#include <utility>

namespace example {

std::string narrow(std::wstring_view text) {
  std::string bytes;
  std::mbstate_t state{};
  for (const wchar_t character : text) {
    char buffer[MB_LEN_MAX];
    const std::size_t used = std::wcrtomb(buffer, character, &state);
    if (used == static_cast<std::size_t>(-1)) {
      state = {};
    } else {
      bytes.append(buffer, used);
    }
  }
  return bytes;
}

namespace {

enum Pair : short { BarPair = 1, ErrorPair, GoodPair };

attr_t attributes_of(Style style) {
  switch (style) {
    case Style::Plain:
      return A_NORMAL;
    case Style::Bold:
      return A_BOLD;
    case Style::Dim:
      return A_DIM;
    case Style::Selected:
      return A_REVERSE;
    case Style::Bar:
      return has_colors() ? static_cast<attr_t>(COLOR_PAIR(BarPair)) : A_REVERSE;
    case Style::Error:
      return A_BOLD | (has_colors() ? static_cast<attr_t>(COLOR_PAIR(ErrorPair)) : A_NORMAL);
    case Style::Good:
      return has_colors() ? static_cast<attr_t>(COLOR_PAIR(GoodPair)) : A_NORMAL;
  }
  return A_NORMAL;
}

}  // namespace

Terminal::Terminal() {
  if (isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0)
    throw std::runtime_error("this program needs a terminal");
  use_utf8();
  setenv("ESCDELAY", "25", 0);
  initscr();
  cbreak();
  noecho();
  nonl();
  keypad(stdscr, TRUE);
  nodelay(stdscr, TRUE);
  if (has_colors()) {
    start_color();
    use_default_colors();
    init_pair(BarPair, COLOR_WHITE, COLOR_BLUE);
    init_pair(ErrorPair, COLOR_RED, -1);
    init_pair(GoodPair, COLOR_GREEN, -1);
  }
}

Terminal::~Terminal() { endwin(); }

int Terminal::rows() const { return LINES; }

int Terminal::columns() const { return COLS; }

std::optional<Key> Terminal::read_key() {
  wint_t value = 0;
  const int kind = get_wch(&value);
  if (kind == ERR) return std::nullopt;
  return Key{kind == KEY_CODE_YES, static_cast<int>(value)};
}

void Terminal::clear() { erase(); }

void Terminal::text(int row, int column, int width, std::string_view utf8, Style style) {
  width = std::min(width, columns() - column);
  if (row < 0 || row >= rows() || column < 0 || width <= 0) return;
  const std::wstring wide = widen(utf8);
  std::wstring cut;
  int used = 0;
  for (const wchar_t character : wide) {
    const wchar_t shown = wcwidth(character) < 0 ? L'\uFFFD' : character;
    if (used + columns_of(shown) > width) {
      // The last column that is left says that something is missing.
      while (!cut.empty() && used + 1 > width) {
        used -= columns_of(cut.back());
        cut.pop_back();
      }
      cut += L'…';
      ++used;
      break;
    }
    cut += shown;
    used += columns_of(shown);
  }
  cut.append(static_cast<std::size_t>(std::max(width - used, 0)), L' ');
  attrset(static_cast<int>(attributes_of(style)));
  mvaddnwstr(row, column, cut.data(), static_cast<int>(cut.size()));
  attrset(A_NORMAL);
}

void Terminal::cursor(std::optional<std::pair<int, int>> row_and_column) {
  curs_set(row_and_column ? 1 : 0);
  if (row_and_column) move(row_and_column->first, row_and_column->second);
}

void Terminal::show() { refresh(); }

}  // namespace example
