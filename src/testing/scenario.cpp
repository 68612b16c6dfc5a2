#include "testing/scenario.hpp"

#include "testing/commands.hpp"

#include <array>
#include <exception>
#include <fstream>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

struct Step {
  std::string_view name;
  Json (*perform)(Service& service, const Json& input);
};

constexpr std::array<Step, 12> steps{{
    {"number", add_number},
    {"sender_id", add_sender_id},
    {"key", add_key},
    {"contact", add_contact},
    {"webhook", add_webhook},
    {"call", add_call},
    {"past_call", add_past_call},
    {"sms", add_sms},
    {"event", add_event},
    {"fault", arm_fault},
    {"quirks", change_quirks},
    {"advance", advance_clock},
}};

/// A step. The JSON parser counts lines of its own: the one that matters is the file's.
Json read_step(const std::string& line) {
  try {
    return parse_json(line);
  } catch (const JsonError& error) {
    std::string reason = error.what();
    constexpr std::string_view line_of_json = " at line 1,";
    if (const auto at = reason.find(line_of_json); at != std::string::npos)
      reason.replace(at, line_of_json.size(), " at");
    throw SandboxError(reason);
  }
}

void play(Service& service, const std::string& line) {
  const Json step = read_step(line);
  if (!step.is_object() || step.size() != 1) throw SandboxError("must be an object with one step");
  for (const Step& known : steps) {
    if (known.name == step.begin().key()) {
      known.perform(service, step.begin().value());
      return;
    }
  }
  std::string names;
  for (const Step& known : steps) names.append(names.empty() ? "" : ", ").append(known.name);
  throw SandboxError("no such step: " + step.begin().key() + " (there are " + names + ')');
}

}  // namespace

void play_scenario(Service& service, const std::string& path) {
  std::ifstream file{path};
  if (!file) throw SandboxError("cannot read the scenario " + path);
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string::npos || line[begin] == '#') continue;
    try {
      play(service, line);
    } catch (const std::exception& error) {
      throw SandboxError(path + ':' + std::to_string(number) + ": " + error.what());
    }
  }
  if (file.bad()) throw SandboxError("cannot read the scenario " + path);
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
