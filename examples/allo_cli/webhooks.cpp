#include "commands.hpp"
#include "output.hpp"

namespace allo_cli {

namespace {

std::string topics_of(const allo::Webhook& webhook) {
  std::string result;
  for (const auto& topic : webhook.topics) result += (result.empty() ? "" : " ") + std::string{topic.text()};
  return result;
}

void print(const Context& context, const std::vector<allo::Webhook>& webhooks) {
  if (context.json) {
    JsonList json;
    for (const allo::Webhook& webhook : webhooks) json.add(webhook);
    return json.finish();
  }
  Table table{{"ID", "NUMBER", "STATE", "URL", "TOPICS"}};
  for (const allo::Webhook& webhook : webhooks) {
    table.add({webhook.id, webhook.allo_number, webhook.enabled ? "on" : "off", webhook.url, topics_of(webhook)});
  }
  table.print();
}

struct CreateArguments {
  std::string number{};
  std::string url{};
  std::vector<std::string> topics{"CALL_RECEIVED", "SMS_RECEIVED"};
  bool disabled = false;
};

void create(Context& context, const CreateArguments& arguments) {
  allo::CreateWebhookInput input{.allo_number = arguments.number, .url = arguments.url, .enabled = !arguments.disabled};
  for (const std::string& name : arguments.topics) {
    allo::WebhookTopic topic{};
    if (!from_string(name, topic)) throw example::UsageError(fmt::format("--topic {}: no such topic", name));
    input.topics.push_back(topic);
  }
  const allo::Webhook webhook = context.allo().webhooks.create(input);
  if (context.json) return print_json(webhook);
  fmt::print("{} {}\n", green("Created"), example::printable(webhook.id));
}

}  // namespace

void add_webhooks(CLI::App& app, Context& context) {
  CLI::App* webhooks = app.add_subcommand("webhooks", "Works with webhook subscriptions")->require_subcommand(1);

  webhooks->add_subcommand("list", "Lists the subscriptions")->callback([&context] {
    print(context, context.allo().webhooks.list());
  });

  CLI::App* create_command = webhooks->add_subcommand("create", "Subscribes a URL");
  const auto arguments = std::make_shared<CreateArguments>();
  create_command->add_option("--number", arguments->number, "One of the account's numbers (E.164)")->required();
  create_command->add_option("--url", arguments->url, "https URL that the deliveries go to")->required();
  create_command->add_option("--topic", arguments->topics, "Topic; may be given several times")
      ->allow_extra_args(false)
      ->capture_default_str();
  create_command->add_flag("--disabled", arguments->disabled, "Creates it switched off");
  create_command->callback([&context, arguments] { create(context, *arguments); });

  CLI::App* delete_command = webhooks->add_subcommand("delete", "Deletes a subscription");
  const auto id = std::make_shared<std::string>();
  delete_command->add_option("id", *id, "Id as the list shows it")->required();
  delete_command->callback([&context, id] {
    context.allo().webhooks.remove(*id);
    if (!context.json) fmt::print("{} {}\n", green("Deleted"), example::printable(*id));
  });

  add_listen(*webhooks, context);
}

}  // namespace allo_cli
