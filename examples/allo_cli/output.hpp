#ifndef ALLO_CLI_OUTPUT_HPP
#define ALLO_CLI_OUTPUT_HPP

#include <allo/json_text.hpp>
#include <allo/open_enum.hpp>

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace allo_cli {

/// Bold, dim or coloured text, only on a terminal and only while NO_COLOR is not set, or empty.
std::string bold(std::string_view text);
std::string dim(std::string_view text);
std::string green(std::string_view text);
std::string red(std::string_view text);

/// Rows below a heading, each column as wide as it needs to be; on a terminal that is too narrow for that, a row takes
/// several lines, and long texts are cut. Control characters become spaces.
class Table {
 public:
  explicit Table(std::vector<std::string> heading);
  void add(std::vector<std::string> row);
  void print() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

/// Prints a text and a line break.
inline void print_line(std::string_view text) { fmt::print("{}\n", text); }

/// Prints one model as JSON.
template <class Model>
void print_json(const Model& model) {
  fmt::print("{}\n", allo::to_json_text(model).str());
}

/// Prints a JSON array, one model a line, as the models come.
class JsonList {
 public:
  JsonList() { fmt::print("["); }
  JsonList(const JsonList&) = delete;
  JsonList& operator=(const JsonList&) = delete;

  template <class Model>
  void add(const Model& model) {
    add_text(allo::to_json_text(model).str());
  }
  void add_text(std::string_view json) {
    fmt::print("{}{}", first_ ? "\n" : ",\n", json);
    first_ = false;
  }

  /// Closes the array. A list that is not finished stays open, so that nobody takes a part for the whole.
  void finish() { fmt::print("{}]\n", first_ ? "" : "\n"); }

 private:
  bool first_ = true;
};

/// Prints a list as the user wants it: as JSON, or as a table whose rows `row` makes.
template <class Range, class Row>
void print_list(bool json, const Range& range, std::vector<std::string> heading, Row row) {
  if (json) {
    JsonList list;
    for (const auto& each : range) list.add(each);
    return list.finish();
  }
  Table table{std::move(heading)};
  for (const auto& each : range) table.add(row(each));
  table.print();
}

/// Prints the fields of a JSON object, one a line, without those that are empty.
void print_fields(const std::string& json);

/// Prints one model as the user wants it.
template <class Model>
void print_one(bool json, const Model& model) {
  if (json) return print_json(model);
  print_fields(allo::to_json_text(model).str());
}

/// Words behind each other, "-" for none.
std::string joined(const std::vector<std::string>& words);
template <class E>
std::string joined(const std::vector<allo::OpenEnum<E>>& words) {
  std::vector<std::string> texts;
  for (const auto& word : words) texts.emplace_back(word.text());
  return joined(texts);
}

/// The word, "-" for none.
template <class E>
std::string or_dash(const std::optional<allo::OpenEnum<E>>& word) {
  return word ? std::string{word->text()} : "-";
}

}  // namespace allo_cli

#endif
