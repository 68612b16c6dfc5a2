#include "csv_reader.hpp"

#include "program.hpp"

#include <iterator>
#include <utility>

namespace example {

std::vector<std::vector<std::string>> read_csv(std::istream& in) {
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  if (text.compare(0, 3, "\xEF\xBB\xBF") == 0) text.erase(0, 3);

  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row;
  std::string cell;
  bool quoted = false;
  const auto end_cell = [&] { row.push_back(std::exchange(cell, {})); };
  const auto end_row = [&] {
    end_cell();
    rows.push_back(std::exchange(row, {}));
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"') {
        cell += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        cell += text[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"' && cell.empty()) {
      quoted = true;
    } else if (c == ',') {
      end_cell();
    } else if (c == '\n') {
      if (!cell.empty() && cell.back() == '\r') cell.pop_back();
      end_row();
    } else {
      cell += c;
    }
  }
  if (quoted) throw UsageError("the CSV ends within quotes");
  if (!cell.empty() || !row.empty()) end_row();
  return rows;
}

}  // namespace example
