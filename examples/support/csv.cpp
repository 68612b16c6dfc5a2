#include "csv.hpp"

namespace example {

namespace {

bool looks_like_a_formula(std::string_view text) {
  if (text.empty() || std::string_view{"=+-@\t\r\n"}.find(text.front()) == std::string_view::npos) return false;
  const bool telephone_numbers =
      text.front() == '+' && text.find_first_not_of("+0123456789; ") == std::string_view::npos;
  return !telephone_numbers;
}

}  // namespace

std::string csv_cell(std::string_view text) {
  std::string cell = looks_like_a_formula(text) ? "'" : "";
  const bool quoted = text.find_first_of(",;\"\r\n\t") != std::string_view::npos;
  for (const char c : text) cell += (c == '"') ? std::string(2, c) : std::string(1, c);
  return quoted ? '"' + cell + '"' : cell;
}

void write_csv_row(std::ostream& out, std::initializer_list<std::string_view> cells) {
  std::string_view comma;
  for (const std::string_view cell : cells) {
    out << comma << csv_cell(cell);
    comma = ",";
  }
  out << "\r\n";
}

}  // namespace example
