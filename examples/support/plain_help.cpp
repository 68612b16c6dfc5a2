#include "plain_help.hpp"

#include <algorithm>
#include <utility>

namespace example {

std::vector<std::string> words_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const std::size_t begin = type.find('{');
  const std::size_t end = type.find('}', begin);
  std::vector<std::string> words;
  if (begin == std::string::npos || end == std::string::npos) return words;
  for (std::size_t at = begin + 1; at < end;) {
    const std::size_t comma = std::min(type.find(',', at), end);
    const std::string word = type.substr(at, comma - at);
    words.push_back(word.substr(0, word.find("->")));  // Behind the arrow stands what the program makes of it.
    at = comma + 1;
  }
  return words;
}

std::string plain_type(const CLI::Option& option) {
  if (option.get_expected_max() == 0 || option.get_type_name().empty()) return {};
  if (!words_of(option).empty()) return "WORD";
  const std::string type = option.get_type_name();
  return type.rfind("UINT", 0) == 0 || type.rfind("INT", 0) == 0 || type.rfind("FLOAT", 0) == 0 ? "NUMBER" : "TEXT";
}

std::string PlainHelp::make_option_opts(const CLI::Option* option) const {
  std::string text = plain_type(*option);
  if (text.empty()) return text;
  text.insert(0, " ");
  if (!option->get_default_str().empty()) text += '=' + option->get_default_str();
  if (option->get_expected_max() == CLI::detail::expected_max_vector_size) text += " ...";
  if (option->get_required()) text += " (needed)";
  return text;
}

std::string PlainHelp::make_option_desc(const CLI::Option* option) const {
  constexpr std::size_t width = 44;
  std::string text = option->get_description();
  std::string line;
  for (const std::string& word : words_of(*option)) {
    if (!line.empty() && line.size() + 1 + word.size() > width) text += '\n' + std::exchange(line, {});
    line += (line.empty() ? "" : " ") + word;
  }
  if (!line.empty()) text += '\n' + line;
  return text;
}

}  // namespace example
