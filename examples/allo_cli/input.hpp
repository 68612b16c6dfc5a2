#ifndef ALLO_CLI_INPUT_HPP
#define ALLO_CLI_INPUT_HPP

/// @file
/// What commands have in common in what they take.

#include "support/program.hpp"

#include <allo/open_enum.hpp>
#include <allo/page.hpp>
#include <allo/patch.hpp>
#include <allo/timestamp.hpp>
#include <allo/v2/date_range.hpp>

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace allo_cli {

/// `--limit`, which bounds a walk and, below 100, the size of its pages.
void add_limit(CLI::App& command, allo::RangeOptions& range, std::size_t limit = 20);

/// The text, or all of standard input where it is "-", without the line break at its end.
std::string text_or_input(const std::string& text);

/// Reads "7d", "12h", "2w" (so long before now), a date or an ISO 8601 time.
/// @throws UsageError for anything else, naming `option`
allo::Timestamp point_in_time(std::string_view option, const std::string& text);

/// The day of a time, in UTC, as YYYY-MM-DD.
std::string day_of(allo::Timestamp time);

/// The last days up to today, for "30d" or "4w".
/// @throws UsageError for anything else, naming `option`
allo::v2::DateRange last_days(std::string_view option, const std::string& text);

/// An option that takes one word of the service, in any case; completion offers the words.
template <class E, class Target>
CLI::Option* add_word(CLI::App& command, const std::string& name, Target& target, const std::string& help,
                      std::initializer_list<E> words) {
  std::vector<std::string> texts;
  for (const E word : words) texts.emplace_back(to_string(word));
  return command
      .add_option_function<std::string>(
          name, [&target](const std::string& text) { target = allo::OpenEnum<E>::parse(text); }, help)
      ->transform(CLI::IsMember(texts, CLI::ignore_case));
}

/// The options of an update: one a field, and `--clear` for those that may be empty. Lives as long as the command.
class PatchOptions {
 public:
  explicit PatchOptions(CLI::App& command) : command_(command) {}

  /// `name` without its dashes.
  template <class T>
  void add(const std::string& name, allo::Patch<T>& field, const std::string& help) {
    add_setter<T>(name, help, [&field](const T& value) { field = value; });
    clear_[name] = [&field] { field = allo::null; };
  }
  /// A list: what is given replaces what was there; `--clear` knows it by `plural` and leaves it empty.
  void add(const std::string& name, allo::Patch<std::vector<std::string>>& field, const std::string& help,
           const std::string& plural) {
    add_setter<std::vector<std::string>>(name, help, [this, &field, plural](const auto& value) {
      given_.insert(plural);
      field = value;
    })->allow_extra_args(false);
    clear_[plural] = [&field] { field = std::vector<std::string>{}; };
  }
  /// A time, as point_in_time reads it.
  void add(const std::string& name, allo::Patch<allo::Timestamp>& field, const std::string& help) {
    add_setter<std::string>(name, help,
                            [&field, name](const std::string& text) { field = point_in_time("--" + name, text); });
    clear_[name] = [&field] { field = allo::null; };
  }
  /// What cannot be cleared.
  template <class T>
  CLI::Option* add_required(const std::string& name, allo::Patch<T>& field, const std::string& help) {
    return add_setter<T>(name, help, [&field](const T& value) { field = value; });
  }

  /// Adds `--clear`; behind the last field.
  void finish();

  /// Clears what was to be cleared; to be called when the command runs.
  /// @throws UsageError for a field that is set as well
  void apply() const;

 private:
  template <class T, class Set>
  CLI::Option* add_setter(const std::string& name, const std::string& help, Set set) {
    return command_.add_option_function<T>(
        "--" + name,
        [this, name, set](const T& value) {
          given_.insert(name);
          set(value);
        },
        help);
  }

  CLI::App& command_;
  std::map<std::string, std::function<void()>> clear_{};
  std::set<std::string> given_{};
  std::vector<std::string> cleared_{};
};

}  // namespace allo_cli

#endif
