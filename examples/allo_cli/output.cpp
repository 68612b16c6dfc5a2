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

constexpr std::size_t gap = 2;     // Between two columns,
constexpr std::size_t indent = 4;  // and before those that stand below the others.

/// Where a column stands.
struct Place {
  std::size_t width = 0;
  bool begins_line = false;
};

/// Puts columns beside each other, and those that a terminal of so many columns (0: of any) has no room for below, so
/// that ids and dates stay whole. Only a long text is cut.
std::vector<Place> arrange(const std::vector<std::size_t>& widths, std::size_t columns) {
  constexpr std::size_t long_text = 20;
  std::vector<Place> places;
  std::size_t used = 0;
  for (const std::size_t width : widths) {
    Place place{width, false};
    const std::size_t before = places.empty() ? 0 : used + gap;
    const std::size_t left = columns > before ? columns - before : 0;
    if (columns != 0 && width > left) {
      place.begins_line = !places.empty() && left < long_text;
      place.width = std::min(width, place.begins_line ? columns - std::min(columns, indent) : left);
    }
    used = place.begins_line ? indent + place.width : before + place.width;
    places.push_back(place);
  }
  return places;
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
  const std::vector<Place> places = arrange(widths, terminal_columns());
  for (const auto& row : rows_) {
    std::string text;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string cell = cut(row[i], places[i].width);
      if (places[i].begins_line) text += '\n' + std::string(indent, ' ');
      text += cell;
      if (i + 1 < row.size() && !places[i + 1].begins_line) text.append(places[i].width - width(cell) + gap, ' ');
    }
    fmt::print("{}\n", &row == &rows_.front() ? bold(text) : text);
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
