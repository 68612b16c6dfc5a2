// Lists, creates and deletes webhook subscriptions.
#include "support/account.hpp"
#include "support/program.hpp"

#include <allo/client.hpp>

#include <fmt/format.h>

#include <vector>

namespace {

void print(const allo::Webhook& webhook) {
  fmt::print("{}  {}  {}  {}\n", webhook.id, webhook.allo_number, webhook.enabled ? "on " : "off",
             example::printable(webhook.url));
  for (const auto& topic : webhook.topics) fmt::print("  {}\n", example::printable(topic.text()));
}

std::vector<allo::OpenEnum<allo::WebhookTopic>> parse_topics(const std::vector<std::string>& names) {
  std::vector<allo::OpenEnum<allo::WebhookTopic>> topics;
  for (const std::string& name : names) {
    allo::WebhookTopic topic{};
    if (!from_string(name, topic)) throw example::UsageError(fmt::format("--topic {}: no such topic", name));
    topics.emplace_back(topic);
  }
  return topics;
}

void list(const allo::AlloClient& allo) {
  const std::vector<allo::Webhook> webhooks = allo.webhooks.list();
  fmt::print("Subscriptions: {}\n", webhooks.size());
  for (const allo::Webhook& webhook : webhooks) print(webhook);
}

}  // namespace

int main(int argc, char** argv) {
  std::string number, url, id;
  std::vector<std::string> topic_names{"CALL_RECEIVED", "SMS_RECEIVED"};
  bool disabled = false;
  CLI::App app{"Manages webhook subscriptions. Without a command, and on a sandbox only, it shows all three."};
  app.require_subcommand(0, 1);
  CLI::App* list_command = app.add_subcommand("list", "Lists the subscriptions of the account");
  CLI::App* create_command = app.add_subcommand("create", "Subscribes a URL to topics of a number");
  create_command->add_option("--number", number, "One of the account's numbers (E.164)")->required();
  create_command->add_option("--url", url, "https URL that the deliveries go to")->required();
  create_command->add_option("--topic", topic_names, "Topic; may be given several times")
      ->allow_extra_args(false)
      ->capture_default_str();
  create_command->add_flag("--disabled", disabled, "Creates it switched off");
  CLI::App* delete_command = app.add_subcommand("delete", "Deletes a subscription");
  delete_command->add_option("id", id, "Id as the list shows it")->required();

  return example::run(app, argc, argv, [&] {
    const example::Account account = example::connect();
    const allo::AlloClient allo{account.options};

    if (*list_command) {
      list(allo);
    } else if (*create_command) {
      const allo::CreateWebhookInput input{
          .allo_number = number, .url = url, .topics = parse_topics(topic_names), .enabled = !disabled};
      print(allo.webhooks.create(input));
    } else if (*delete_command) {
      allo.webhooks.remove(id);
      fmt::print("{} is gone\n", id);
    } else {
      const allo::Webhook webhook = allo.webhooks.create({
          .allo_number = account.choose("A command (list, create or delete)", "", example::seeded::number),
          .url = "https://example.com/webhooks/allo",
          .topics = {allo::WebhookTopic::CallReceived, allo::WebhookTopic::SmsReceived},
      });
      list(allo);
      allo.webhooks.remove(webhook.id);
      fmt::print("{} is gone\n", webhook.id);
    }
  });
}
