#ifndef ALLO_CLI_OUTPUT_HPP
#define ALLO_CLI_OUTPUT_HPP

#include <allo/json_text.hpp>

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace allo_cli {

/// Bold, dim or coloured text, only on a terminal and only while NO_COLOR is not set.
std::string bold(std::string_view text);
std::string dim(std::string_view text);
std::string green(std::string_view text);
std::string red(std::string_view text);

/// Rows below a heading, each column as wide as it needs to be. Control characters become spaces.
class Table {
 public:
  explicit Table(std::vector<std::string> heading);
  void add(std::vector<std::string> row);
  void print() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

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
    fmt::print("{}{}", first_ ? "\n" : ",\n", allo::to_json_text(model).str());
    first_ = false;
  }

  /// Closes the array. A list that is not finished stays open, so that nobody takes a part for the whole.
  void finish() { fmt::print("{}]\n", first_ ? "" : "\n"); }

 private:
  bool first_ = true;
};

}  // namespace allo_cli

#endif
