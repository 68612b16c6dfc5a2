#ifndef EXAMPLE_SUPPORT_SUGGESTION_HPP
#define EXAMPLE_SUPPORT_SUGGESTION_HPP

#include <CLI/CLI.hpp>

#include <string>
#include <string_view>

namespace example {

/// A command or option of `app`, at the place that the arguments led to, which looks like `word`; empty for none.
std::string did_you_mean(const CLI::App& app, std::string_view word);

}  // namespace example

#endif
