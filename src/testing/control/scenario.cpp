#include "testing/control/scenario.hpp"

#include "testing/control/control.hpp"

#include <exception>
#include <fstream>
#include <string_view>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

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

void play(Service& service, Control& control, const std::string& line) {
  Json step = read_step(line);
  if (!step.is_object() || step.size() != 1) throw SandboxError("must be an object with one step");
  std::string names;
  for (const Endpoint& endpoint : endpoints()) {
    if (endpoint.step.empty()) continue;
    names.append(names.empty() ? "" : ", ").append(endpoint.step);
    if (endpoint.step != step.begin().key()) continue;
    Input input{service, control, std::move(step.begin().value())};
    check_input(endpoint, input.body);
    endpoint.run(input);
    return;
  }
  throw SandboxError("no such step: " + step.begin().key() + " (there are " + names + ')');
}

}  // namespace

void play_scenario(Service& service, const std::string& path) {
  Control control{service};
  std::ifstream file{path};
  if (!file) throw SandboxError("cannot read the scenario " + path);
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string::npos || line[begin] == '#') continue;
    try {
      play(service, control, line);
    } catch (const std::exception& error) {
      throw SandboxError(path + ':' + std::to_string(number) + ": " + error.what());
    }
  }
  if (file.bad()) throw SandboxError("cannot read the scenario " + path);
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
