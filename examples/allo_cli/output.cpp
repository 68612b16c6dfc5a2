#include "output.hpp"

#include "support/program.hpp"
#include "support/text_width.hpp"

#include <nlohmann/json.hpp>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace allo_cli {

namespace {

bool has_colours() {
  static const bool result = [] {
    const char* refused = std::getenv("NO_COLOR");
    return isatty(STDOUT_FILENO) == 1 && (refused == nullptr || *refused == '\0');
  }();
  return result;
}

std::string styled(std::string_view code, std::string_view text) {
  return has_colours() ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string{text};
}

/// How many columns a text takes.
std::size_t width(std::string_view text) { return static_cast<std::size_t>(example::columns_of(example::widen(text))); }

/// How wide the terminal is; 0 where standard output is none.
std::size_t terminal_columns() {
  winsize size{};
  return isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

constexpr std::size_t gap = 2;  // Between two columns.

/// Takes from the widest columns what the terminal has no room for. None gets narrower than a short word.
void fit(std::vector<std::size_t>& widths, std::size_t columns) {
  constexpr std::size_t narrowest = 6;
  std::size_t total = (widths.size() - 1) * gap;
  for (const std::size_t each : widths) total += each;
  while (columns != 0 && total > columns) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= narrowest) return;
    --*widest;
    --total;
  }
}

/// The beginning of a text that takes no more than so many columns; what was cut shows as an ellipsis.
std::string cut(const std::string& text, std::size_t columns) {
  if (width(text) <= columns) return text;
  const std::wstring wide = example::widen(text);
  std::size_t taken = 0;
  std::size_t bytes = 0;
  for (const wchar_t character : wide) {
    const auto next = static_cast<std::size_t>(std::max(example::columns_of(character), 0));
    if (taken + next + 1 > columns) break;
    taken += next;
    bytes += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
  }
  return text.substr(0, bytes) + "…";
}

/// The value of a field for people; empty for none.
std::string text_of(const nlohmann::ordered_json& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  if (value.is_object()) {
    const auto name = value.find("name");
    if (name != value.end() && name->is_string() && value.contains("id")) {
      return fmt::format("{} ({})", name->get<std::string>(), value.at("id").get<std::string>());
    }
  }
  if (!value.is_array()) return value.dump();
  std::vector<std::string> words;
  for (const auto& each : value) words.push_back(text_of(each));
  return fmt::format("{}", fmt::join(words, " "));
}

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
  fit(widths, terminal_columns());
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string cell = cut(row[i], widths[i]);
      line += cell;
      if (i + 1 < row.size()) line.append(widths[i] - width(cell) + gap, ' ');
    }
    fmt::print("{}\n", &row == &rows_.front() ? bold(line) : line);
  }
}

void print_fields(const std::string& json) {
  const auto object = nlohmann::ordered_json::parse(json);
  for (const auto& [name, value] : object.items()) {
    const bool is_list = value.is_array() && !value.empty() && value.front().is_object();
    if (is_list) {
      fmt::print("{}\n", bold(name));
      for (const auto& each : value) fmt::print("  {}\n", example::printable(text_of(each)));
    } else if (const std::string text = example::printable(text_of(value)); !text.empty()) {
      fmt::print("{:<20} {}\n", name, text);
    }
  }
}

std::string joined(const std::vector<std::string>& words) {
  return words.empty() ? "-" : fmt::format("{}", fmt::join(words, " "));
}

}  // namespace allo_cli
