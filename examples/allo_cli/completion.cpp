// `completion`: a script that completes commands and options, made from the commands themselves.
#include "commands.hpp"
#include "support/plain_help.hpp"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace allo_cli {

namespace {

/// A command as typed, such as "allo contacts get", and the words that may follow it.
using Case = std::pair<std::string, std::string>;

std::string values_of(const CLI::Option& option) {
  return fmt::format("{}", fmt::join(example::words_of(option), " "));
}

/// The options of a command, and the words that stand without one.
std::string long_options(const CLI::App& command) {
  std::string words;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) words += "--" + name + ' ';
    const std::string values = option->get_positional() ? values_of(*option) : "";
    if (!values.empty()) words += values + ' ';
  }
  return words;
}

/// What may follow the options of a command: a case for each that takes words of its own.
void collect_values(const CLI::App& command, const std::string& path, std::vector<Case>& values) {
  for (const CLI::Option* option : command.get_options()) {
    const std::string words = values_of(*option);
    if (words.empty()) continue;
    for (const std::string& name : option->get_lnames()) values.emplace_back(path + " --" + name, words);
  }
  for (const CLI::App* each : command.get_subcommands({})) {
    collect_values(*each, each->get_name().empty() ? path : path + ' ' + each->get_name(), values);
  }
}

/// Subcommands without a name are groups of options.
void collect(const CLI::App& command, const std::string& path, const std::string& global, std::vector<Case>& cases) {
  std::string words = long_options(command) + global;
  for (const CLI::App* each : command.get_subcommands({})) {
    words += each->get_name().empty() ? long_options(*each) : each->get_name() + ' ';
  }
  cases.emplace_back(path, words);
  for (const CLI::App* each : command.get_subcommands({})) {
    if (!each->get_name().empty())
      collect(*each, path + ' ' + each->get_name(), "--json --sandbox --verbose --base-url ", cases);
  }
}

/// All commands as the patterns of one case, such as 'allo calls'|'allo contacts'.
std::string patterns(const std::vector<Case>& cases, const char* separator) {
  std::string out;
  for (const auto& [path, following] : cases) out += (out.empty() ? "'" : std::string{separator} + '\'') + path + '\'';
  return out;
}

/// A line for each case; `line` takes its command and its words.
std::string lines(const std::vector<Case>& cases, const char* line) {
  std::string out;
  for (const auto& [path, following] : cases) out += fmt::format(fmt::runtime(line), path, following);
  return out;
}

/// The commands and what may follow them; and the same for options that take words.
struct Words {
  std::vector<Case> commands{};
  std::vector<Case> values{};
};

void print_bash(const Words& all) {
  fmt::print(R"(# Completion of allo for bash. Load it with: source <(allo completion bash)
_allo() {{
  local command=allo word words=
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case "$command $word" in {}) command+=" $word" ;; esac
  done
  case $command in
{}  esac
  case "$command ${{COMP_WORDS[COMP_CWORD-1]}}" in
{}  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "${{COMP_WORDS[COMP_CWORD]}}")
}}
complete -o default -F _allo allo
)",
             patterns(all.commands, "|"), lines(all.commands, "    '{}') words='{}' ;;\n"),
             lines(all.values, "    '{}') words='{}' ;;\n"));
}

void print_zsh(const Words& all) {
  fmt::print(R"(# Completion of allo for zsh. Load it after compinit with: source <(allo completion zsh)
_allo() {{
  local command=allo word following=
  for word in "${{(@)words[2,CURRENT-1]}}"; do
    case "$command $word" in {}) command+=" $word" ;; esac
  done
  case $command in
{}  esac
  case "$command ${{words[CURRENT-1]}}" in
{}  esac
  compadd -- ${{=following}} || _files
}}
compdef _allo allo
)",
             patterns(all.commands, "|"), lines(all.commands, "    '{}') following='{}' ;;\n"),
             lines(all.values, "    '{}') following='{}' ;;\n"));
}

void print_fish(const Words& all) {
  fmt::print(R"(# Completion of allo for fish. Load it with: allo completion fish | source
function __allo_words
  set -l command allo
  for word in (commandline -opc)[2..-1]
    switch "$command $word"
      case {}
        set command "$command $word"
    end
  end
  set -l last (commandline -opc)[-1]
  switch "$command $last"
{}    case '*'
      switch $command
{}      end
  end
end
complete -c allo -a '(__allo_words)'
)",
             patterns(all.commands, " "), lines(all.values, "    case '{}'\n      string split -n -- ' ' '{}'\n"),
             lines(all.commands, "        case '{}'\n          string split -n -- ' ' '{}'\n"));
}

}  // namespace

void add_completion(CLI::App& app) {
  static const std::map<std::string, void (*)(const Words&)> shells{
      {"bash", print_bash}, {"fish", print_fish}, {"zsh", print_zsh}};
  CLI::App* command =
      app.add_subcommand("completion", "Prints a completion script; load it with\nsource <(allo completion bash)");
  const auto shell = std::make_shared<std::string>();
  command->add_option("shell", *shell, "bash, fish or zsh")->required()->check(CLI::IsMember(shells));
  command->callback([&app, shell] {
    Words words;
    collect(app, "allo", "", words.commands);
    collect_values(app, "allo", words.values);
    const auto print = shells.at(*shell);
    print(words);
  });
}

}  // namespace allo_cli
