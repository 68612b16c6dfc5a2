// `completion`: a script that completes commands and options, made from the commands themselves.
#include "commands.hpp"

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

std::string long_options(const CLI::App& command) {
  std::string words;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) words += "--" + name + ' ';
  }
  return words;
}

/// Subcommands without a name are groups of options.
void collect(const CLI::App& command, const std::string& path, const std::string& global, std::vector<Case>& cases) {
  std::string words = long_options(command) + global;
  for (const CLI::App* each : command.get_subcommands({})) {
    words += each->get_name().empty() ? long_options(*each) : each->get_name() + ' ';
  }
  cases.emplace_back(path, words);
  for (const CLI::App* each : command.get_subcommands({})) {
    if (!each->get_name().empty()) collect(*each, path + ' ' + each->get_name(), "--json --base-url ", cases);
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

void print_bash(const std::vector<Case>& cases) {
  fmt::print(R"(# Completion of allo for bash. Load it with: source <(allo completion bash)
_allo() {{
  local command=allo word words=
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case "$command $word" in {}) command+=" $word" ;; esac
  done
  case $command in
{}  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "${{COMP_WORDS[COMP_CWORD]}}")
}}
complete -o default -F _allo allo
)",
             patterns(cases, "|"), lines(cases, "    '{}') words='{}' ;;\n"));
}

void print_zsh(const std::vector<Case>& cases) {
  fmt::print(R"(# Completion of allo for zsh. Load it after compinit with: source <(allo completion zsh)
_allo() {{
  local command=allo word following=
  for word in "${{(@)words[2,CURRENT-1]}}"; do
    case "$command $word" in {}) command+=" $word" ;; esac
  done
  case $command in
{}  esac
  compadd -- ${{=following}} || _files
}}
compdef _allo allo
)",
             patterns(cases, "|"), lines(cases, "    '{}') following='{}' ;;\n"));
}

void print_fish(const std::vector<Case>& cases) {
  fmt::print(R"(# Completion of allo for fish. Load it with: allo completion fish | source
function __allo_words
  set -l command allo
  for word in (commandline -opc)[2..-1]
    switch "$command $word"
      case {}
        set command "$command $word"
    end
  end
  switch $command
{}  end
end
complete -c allo -a '(__allo_words)'
)",
             patterns(cases, " "), lines(cases, "    case '{}'\n      string split -n -- ' ' '{}'\n"));
}

}  // namespace

void add_completion(CLI::App& app) {
  static const std::map<std::string, void (*)(const std::vector<Case>&)> shells{
      {"bash", print_bash}, {"fish", print_fish}, {"zsh", print_zsh}};
  CLI::App* command =
      app.add_subcommand("completion", "Prints a completion script; load it with\nsource <(allo completion bash)");
  const auto shell = std::make_shared<std::string>();
  command->add_option("shell", *shell, "bash, fish or zsh")->required()->check(CLI::IsMember(shells));
  command->callback([&app, shell] {
    std::vector<Case> cases;
    collect(app, "allo", "", cases);
    const auto print = shells.at(*shell);
    print(cases);
  });
}

}  // namespace allo_cli
