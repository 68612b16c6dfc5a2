#ifndef EXAMPLE_SUPPORT_PLAIN_HELP_HPP
#define EXAMPLE_SUPPORT_PLAIN_HELP_HPP

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace example {

/// The words that an option may take, of which its type's name tells, as in "TEXT:{ASC,DESC}"; none for any text.
std::vector<std::string> words_of(const CLI::Option& option);

/// What an option takes, as people say it: TEXT, NUMBER or WORD; empty for a flag.
std::string plain_type(const CLI::Option& option);

/// Help with plain types. The words that an option may take stand below what it does.
class PlainHelp : public CLI::Formatter {
 public:
  std::string make_option_opts(const CLI::Option* option) const override;
  std::string make_option_desc(const CLI::Option* option) const override;
};

}  // namespace example

#endif
