// `manual`: the man page, made from the help of the commands themselves.
#include "commands.hpp"
#include "support/plain_help.hpp"

#include <allo/version.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace allo_cli {

namespace {

/// Text as troff reads it: what begins a request, and what stands for something else, are escaped.
std::string escaped(const std::string& text) {
  std::string result;
  bool at_start = true;
  for (const char c : text) {
    if (c == '\\') {
      result += "\\e";
    } else if (c == '-') {
      result += "\\-";
    } else if (at_start && (c == '.' || c == '\'')) {
      result += std::string{"\\&"} + c;
    } else {
      result += c;
    }
    at_start = c == '\n';
  }
  return result;
}

void print_options(const CLI::App& command) {
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_name() == "--help") continue;
    const std::vector<std::string> words = example::words_of(*option);
    fmt::print(".TP\n\\fB{}\\fR \\fI{}\\fR\n{}\n", escaped(option->get_name(true, true)), example::plain_type(*option),
               escaped(option->get_description()));
    if (!words.empty()) fmt::print("({})\n", escaped(fmt::format("{}", fmt::join(words, ", "))));
  }
  for (const CLI::App* group : command.get_subcommands([](const CLI::App* each) { return each->get_name().empty(); })) {
    print_options(*group);
  }
}

/// Every command that does something, with its options.
void print_commands(const CLI::App& command, const std::string& path) {
  const auto named = command.get_subcommands([](const CLI::App* each) { return !each->get_name().empty(); });
  if (named.empty() || command.get_require_subcommand_min() == 0) {
    fmt::print(".SS \"{}\"\n{}\n", escaped(path), escaped(command.get_description()));
    print_options(command);
  }
  for (const CLI::App* each : named) print_commands(*each, path + ' ' + each->get_name());
}

}  // namespace

void add_manual(CLI::App& app) {
  app.add_subcommand("manual", "Prints the man page")->callback([&app] {
    fmt::print(".TH ALLO 1 \"\" \"allo {}\" \"User Commands\"\n.SH NAME\nallo \\- {}\n", allo::version(),
               escaped(app.get_description()));
    fmt::print(".SH SYNOPSIS\n.B allo\n[\\fIoptions\\fR] \\fIcommand\\fR ...\n.SH OPTIONS\n");
    print_options(app);
    fmt::print(".SH COMMANDS\n");
    for (const CLI::App* each : app.get_subcommands([](const CLI::App*) { return true; })) {
      print_commands(*each, each->get_name());
    }
    fmt::print(".SH NOTES\n.nf\n{}\n.fi\n", escaped(app.get_footer()));
  });
}

}  // namespace allo_cli
