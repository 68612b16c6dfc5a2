#ifndef ALLO_TESTS_EXAMPLES_PROCESS_HPP
#define ALLO_TESTS_EXAMPLES_PROCESS_HPP

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace allo::test {

/// How a program ended and what it wrote.
struct ProcessResult {
  int status = -1;  ///< The exit status; 128 and the signal's number for one that a signal ended.
  std::string out{};
  std::string err{};
};

/// What surrounds a program.
struct ProcessOptions {
  std::map<std::string, std::string> environment{};  ///< Besides this process's own, less its ALLO_ variables.
  bool terminal = false;                             ///< stderr is a terminal.
  unsigned short columns = 0;                        ///< How wide that is; 0: it does not say.
  /// Called when more has come on stderr, with the process id and all that came so far.
  std::function<void(int process, const std::string& err)> watch{};
};

/// Runs an example program, or any program by its absolute path, to its end, which it must reach within a minute.
ProcessResult run_example(const std::string& name, const std::vector<std::string>& arguments = {},
                          const ProcessOptions& options = {});

}  // namespace allo::test

#endif
