#include "input.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <iostream>
#include <iterator>

namespace allo_cli {

namespace {

using std::chrono::hours;

/// What "7d" and the like mean; no value for anything else.
std::optional<hours> duration_of(std::string_view text) {
  int count = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (problem != std::errc{} || count < 1 || count > 10'000 || text.data() + text.size() - end != 1)
    return std::nullopt;
  switch (*end) {
    case 'h':
      return hours{count};
    case 'd':
      return hours{count * 24};
    case 'w':
      return hours{count * 24 * 7};
    default:
      return std::nullopt;
  }
}

}  // namespace

void add_limit(CLI::App& command, allo::RangeOptions& range, std::size_t limit) {
  const auto set = [&range](std::size_t count) {
    range.max_items = count;
    range.page_size = static_cast<int>(std::min<std::size_t>(count, 100));
  };
  set(limit);
  command.add_option_function<std::size_t>("--limit", set, fmt::format("How many [{}]", limit))
      ->check(example::at_least_one());
}

std::string text_or_input(const std::string& text) {
  if (text != "-") return text;
  std::string all{std::istreambuf_iterator<char>{std::cin}, {}};
  if (!all.empty() && all.back() == '\n') all.pop_back();
  return all;
}

allo::Timestamp point_in_time(std::string_view option, const std::string& text) {
  if (const auto ago = duration_of(text)) {
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now() - *ago);
  }
  for (const std::string& candidate : {text, text + "T00:00:00Z"}) {
    if (const auto time = allo::parse_iso8601(candidate)) return *time;
  }
  throw example::UsageError(fmt::format("{} {}: neither a time such as 2026-01-31, nor one such as 7d", option, text));
}

std::string day_of(allo::Timestamp time) { return allo::to_iso8601(time).substr(0, 10); }

allo::v2::DateRange last_days(std::string_view option, const std::string& text) {
  const auto length = duration_of(text);
  if (!length || *length < hours{24})
    throw example::UsageError(fmt::format("{} {}: not such as 30d or 4w", option, text));
  const auto now = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  return {.from = day_of(now - *length + hours{24}), .to = day_of(now)};
}

void PatchOptions::finish() {
  std::vector<std::string> names;
  for (const auto& [name, clear] : clear_) names.push_back(name);
  command_.add_option("--clear", cleared_, "Empties a field; may be given several times")
      ->allow_extra_args(false)
      ->check(CLI::IsMember(names));
}

void PatchOptions::apply() const {
  for (const std::string& name : cleared_) {
    if (given_.count(name) != 0)
      throw example::UsageError(fmt::format("--{0} and --clear {0} contradict each other", name));
    clear_.at(name)();
  }
}

}  // namespace allo_cli
