#include "output.hpp"

#include "support/program.hpp"
#include "support/text_width.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace allo_cli {

namespace {

bool has_colours() {
  static const bool result = isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
  return result;
}

std::string styled(std::string_view code, std::string_view text) {
  return has_colours() ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string{text};
}

/// How many columns a text takes.
std::size_t width(std::string_view text) { return static_cast<std::size_t>(example::columns_of(example::widen(text))); }

}  // namespace

std::string bold(std::string_view text) { return styled("1", text); }
std::string dim(std::string_view text) { return styled("2", text); }
std::string green(std::string_view text) { return styled("32", text); }
std::string red(std::string_view text) { return styled("31", text); }

Table::Table(std::vector<std::string> heading) { rows_.push_back(std::move(heading)); }

void Table::add(std::vector<std::string> row) {
  for (std::string& cell : row) cell = example::printable(cell);
  rows_.push_back(std::move(row));
}

void Table::print() const {
  std::vector<std::size_t> widths(rows_.front().size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line.append(widths[i] - width(row[i]) + 2, ' ');
    }
    fmt::print("{}\n", &row == &rows_.front() ? bold(line) : line);
  }
}

}  // namespace allo_cli
