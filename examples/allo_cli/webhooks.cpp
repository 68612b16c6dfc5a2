#include "commands.hpp"
#include "output.hpp"

namespace allo_cli {

namespace {

void print(const Context& context, const std::vector<allo::Webhook>& webhooks) {
  print_list(
      context.json, webhooks, {"ID", "NUMBER", "STATE", "URL", "TOPICS"},
      [](const allo::Webhook& webhook) -> std::vector<std::string> {
        return {webhook.id, webhook.allo_number, webhook.enabled ? "on" : "off", webhook.url, joined(webhook.topics)};
      });
}

struct CreateArguments {
  std::string number{};
  std::string url{};
  std::vector<std::string> topics{};
  bool disabled = false;
  bool v2 = false;
  std::optional<std::string> description{};

  std::vector<std::string> topics_or(std::vector<std::string> usual) const { return topics.empty() ? usual : topics; }
};

void create(Context& context, const CreateArguments& arguments) {
  if (arguments.v2) {
    if (arguments.disabled) throw example::UsageError("--disabled: version 2 creates endpoints switched on");
    if (!arguments.number.empty()) throw example::UsageError("--number: version 2 has one endpoint for all numbers");
    return create_webhook_v2(context, arguments.url, arguments.topics_or({"call.completed", "sms.received"}),
                             arguments.description);
  }
  if (arguments.number.empty()) throw example::UsageError("--number is needed, or --v2");
  if (arguments.description) throw example::UsageError("--description: version 1 has none; say --v2");
  allo::CreateWebhookInput input{.allo_number = arguments.number, .url = arguments.url, .enabled = !arguments.disabled};
  for (const std::string& name : arguments.topics_or({"CALL_RECEIVED", "SMS_RECEIVED"})) {
    const auto topic = allo::OpenEnum<allo::WebhookTopic>::parse(name);
    if (topic == allo::WebhookTopic::Unknown) throw example::UsageError(fmt::format("--topic {}: no such topic", name));
    input.topics.push_back(topic);
  }
  const allo::Webhook webhook = context.allo().webhooks.create(input);
  if (context.json) return print_json(webhook);
  fmt::print("{} {}\n", green("Created"), example::printable(webhook.id));
}

}  // namespace

void add_webhooks(CLI::App& app, Context& context) {
  CLI::App* webhooks = app.add_subcommand("webhooks", "Works with webhook subscriptions")->require_subcommand(1);

  CLI::App* list = webhooks->add_subcommand("list", "Lists the subscriptions");
  const auto list_v2 = std::make_shared<bool>(false);
  list->add_flag("--v2", *list_v2, "Of version 2");
  list->callback(
      [&context, list_v2] { *list_v2 ? list_webhooks_v2(context) : print(context, context.allo().webhooks.list()); });

  CLI::App* create_command = webhooks->add_subcommand("create", "Subscribes a URL");
  const auto arguments = std::make_shared<CreateArguments>();
  create_command->add_option("--number", arguments->number, "One of the account's numbers (E.164); for version 1");
  create_command->add_option("--url", arguments->url, "https URL that the deliveries go to")->required();
  create_command
      ->add_option("--topic", arguments->topics,
                   "Topic; may be given several times. Calls and messages that came in where not given")
      ->allow_extra_args(false)
      ->type_name(topic_words());
  create_command->add_flag("--v2", arguments->v2,
                           "Of version 2: one endpoint for the workspace, with a signing secret");
  create_command->add_option("--description", arguments->description, "Description; for version 2");
  create_command->add_flag("--disabled", arguments->disabled, "Creates it switched off");
  create_command->callback([&context, arguments] { create(context, *arguments); });

  CLI::App* delete_command = webhooks->add_subcommand("delete", "Deletes a subscription");
  const auto id = std::make_shared<std::string>();
  delete_command->add_option("id", *id, "Id as the list shows it")->required();
  const auto delete_v2 = std::make_shared<bool>(false);
  delete_command->add_flag("--v2", *delete_v2, "Of version 2");
  delete_command->callback([&context, id, delete_v2] {
    *delete_v2 ? context.v2().webhooks.remove(*id) : context.allo().webhooks.remove(*id);
    if (!context.json) fmt::print("{} {}\n", green("Deleted"), example::printable(*id));
  });

  add_webhooks_v2(*webhooks, context);
  add_listen(*webhooks, context);
}

}  // namespace allo_cli
