#ifndef ALLO_CLI_COMMANDS_HPP
#define ALLO_CLI_COMMANDS_HPP

#include "context.hpp"
#include "support/program.hpp"

namespace allo_cli {

/// Each adds its noun with its verbs to `app`. A command runs when the arguments are parsed; `context` must outlive
/// that.
/// @{
void add_numbers(CLI::App& app, Context& context);
void add_sms(CLI::App& app, Context& context);
void add_calls(CLI::App& app, Context& context);
void add_contacts(CLI::App& app, Context& context);
void add_webhooks(CLI::App& app, Context& context);

void add_account(CLI::App& app, Context& context);  // me, users, tags
void add_conversations(CLI::App& app, Context& context);
void add_items(CLI::App& app, Context& context);
void add_people(CLI::App& app, Context& context);
void add_companies(CLI::App& app, Context& context);
void add_deals(CLI::App& app, Context& context);
void add_templates(CLI::App& app, Context& context);
void add_queue(CLI::App& app, Context& context);
void add_analytics(CLI::App& app, Context& context);
void add_partner(CLI::App& app, Context& context);

void add_api(CLI::App& app, Context& context);
/// @}

/// The topics of both versions, as the name of an option's type, which help and completion show. Others are taken, too.
std::string topic_words();

/// The verbs of version 2 for `webhooks`: event-types, get and update, and what --v2 makes of the others.
void add_webhooks_v2(CLI::App& webhooks, Context& context);
void list_webhooks_v2(Context& context);
void create_webhook_v2(Context& context, const std::string& url, const std::vector<std::string>& topics,
                       const std::optional<std::string>& description);

/// `calls download`, for `calls`.
void add_download(CLI::App& calls, Context& context);

/// `webhooks listen`, for `webhooks`.
void add_listen(CLI::App& webhooks, Context& context);

/// `completion`, which writes a shell's completion script (bash, fish or zsh) for all the commands of `app`.
void add_completion(CLI::App& app);

/// `manual`, which writes the man page of `app`.
void add_manual(CLI::App& app);

}  // namespace allo_cli

#endif
