#include "suggestion.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace example {

namespace {

/// How many characters to insert, remove or replace to get from one word to the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

void collect_options(const CLI::App& app, std::vector<std::string>& names) {
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
}

}  // namespace

std::string did_you_mean(const CLI::App& app, std::string_view word) {
  const CLI::App* place = &app;
  std::vector<std::string> names;
  collect_options(app, names);
  for (auto chosen = place->get_subcommands(); !chosen.empty(); chosen = place->get_subcommands()) {
    place = chosen.front();
    collect_options(*place, names);
  }
  for (const CLI::App* command : place->get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  const std::string_view typed = word.substr(0, word.find('='));
  std::string best;
  std::size_t least = std::max<std::size_t>(typed.size() / 3, 1) + 1;
  for (const std::string& name : names) {
    const std::size_t away = distance(typed, name);
    if (away < least) {
      least = away;
      best = name;
    }
  }
  return best;
}

}  // namespace example
