#ifndef EXAMPLE_SUPPORT_PROGRAM_HPP
#define EXAMPLE_SUPPORT_PROGRAM_HPP

/// @file
/// What every example does the same way: arguments, exit status, errors, and text that is safe on a terminal.

#include <allo/timestamp.hpp>

#include <CLI/CLI.hpp>

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace example {

/// The arguments do not do; the program ends with status 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Parses the arguments and runs `program`. Returns the exit status: 0 done, 1 the service refused or something failed,
/// 2 the arguments do not do. Errors go to stderr.
int run(CLI::App& app, int argc, char** argv, const std::function<void()>& program);

/// What a count may be: 1 and more.
inline CLI::Range at_least_one() { return CLI::Range(1, 1'000'000'000); }

/// Prints an error to stderr as `run` does, for a program that goes on after it.
void print_error(const std::exception& error);

/// Text of other people for a terminal or a log: control characters, line breaks included, and those that turn the
/// direction of text become spaces.
std::string printable(std::string_view text);

/// The same; "-" where the service gave none.
std::string or_dash(const std::optional<std::string>& text);

/// The time in ISO 8601; "-" where the service gave none.
std::string or_dash(const std::optional<allo::Timestamp>& time);

}  // namespace example

#endif
