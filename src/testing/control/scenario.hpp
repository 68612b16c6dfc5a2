#ifndef ALLO_SRC_TESTING_CONTROL_SCENARIO_HPP
#define ALLO_SRC_TESTING_CONTROL_SCENARIO_HPP

#include "testing/service/service.hpp"

#include <string>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// Plays a scenario file: one JSON object a line, `{"<what>": {<as on the control endpoint>}}`; lines that are empty or
/// begin with # are skipped.
/// @throws SandboxError naming the file, the line and the reason
void play_scenario(Service& service, const std::string& path);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
