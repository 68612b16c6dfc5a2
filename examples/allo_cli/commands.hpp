#ifndef ALLO_CLI_COMMANDS_HPP
#define ALLO_CLI_COMMANDS_HPP

#include "context.hpp"
#include "support/program.hpp"

namespace allo_cli {

/// Each adds its command with options to `app`. A command runs when the arguments are parsed; `context` must outlive
/// that.
void add_numbers(CLI::App& app, Context& context);
void add_sms(CLI::App& app, Context& context);
void add_calls(CLI::App& app, Context& context);
void add_contacts(CLI::App& app, Context& context);
void add_webhooks(CLI::App& app, Context& context);

/// `webhooks listen`, for `webhooks`.
void add_listen(CLI::App& webhooks, Context& context);

/// `completion`, which writes a shell's completion script (bash, fish or zsh) for all the commands of `app`.
void add_completion(CLI::App& app);

}  // namespace allo_cli

#endif
