// `completion`: a script that completes commands and options, made from the commands themselves.
#include "commands.hpp"

#include <fmt/format.h>

#include <utility>

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

void print_script(const CLI::App& app) {
  std::vector<Case> cases;
  collect(app, "allo", "", cases);
  std::string paths;
  std::string words;
  for (const auto& [path, following] : cases) {
    paths += (paths.empty() ? "'" : "|'") + path + '\'';
    words += fmt::format("    '{}') words='{}' ;;\n", path, following);
  }
  fmt::print(R"(# Completion of allo for bash. Load it with: source <(allo completion bash)
_allo() {{
  local path=allo word words=
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case "$path $word" in {}) path+=" $word" ;; esac
  done
  case $path in
{}  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "${{COMP_WORDS[COMP_CWORD]}}")
}}
complete -o default -F _allo allo
)",
             paths, words);
}

}  // namespace

void add_completion(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("completion", "Prints a completion script; load it with\nsource <(allo completion bash)");
  const auto shell = std::make_shared<std::string>();
  command->add_option("shell", *shell, "bash")->required()->check(CLI::IsMember({"bash"}));
  command->callback([&app] { print_script(app); });
}

}  // namespace allo_cli
