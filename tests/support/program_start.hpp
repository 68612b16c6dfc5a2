#ifndef ALLO_TESTS_SUPPORT_PROGRAM_START_HPP
#define ALLO_TESTS_SUPPORT_PROGRAM_START_HPP

#include <map>
#include <string>
#include <vector>

/// What a test hands to a program that it starts.
namespace allo::test {

/// "NAME=value" of this process's environment, less its ALLO_ variables, and of `added`.
std::vector<std::string> environment_with(const std::map<std::string, std::string>& added);

/// As exec wants them: pointers into `texts`, and a null pointer behind the last.
std::vector<char*> pointers(std::vector<std::string>& texts);

}  // namespace allo::test

#endif
