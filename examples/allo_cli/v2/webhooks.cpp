// `webhooks` of version 2: one endpoint for the workspace, with a signing secret.
#include "v2/verbs.hpp"

namespace allo_cli {

namespace {

using allo::v2::Webhook;

std::vector<allo::OpenEnum<allo::WebhookTopic>> topics_of(const std::vector<std::string>& words) {
  std::vector<allo::OpenEnum<allo::WebhookTopic>> topics;
  for (const std::string& word : words) topics.push_back(allo::OpenEnum<allo::WebhookTopic>::parse(word));
  return topics;
}

void add_update(CLI::App& webhooks, Context& context) {
  CLI::App* command =
      webhooks.add_subcommand("update", "Changes an endpoint of version 2; topics replace the old ones");
  struct Arguments {
    std::string id{};
    allo::v2::UpdateWebhookInput input{};
  };
  const auto arguments = std::make_shared<Arguments>();
  allo::v2::UpdateWebhookInput& input = arguments->input;
  command->add_option("id", arguments->id, "Id as the list shows it")->required();
  command->add_option_function<std::string>(
      "--url", [&input](const std::string& url) { input.url = url; }, "https URL");
  command
      ->add_option_function<std::vector<std::string>>(
          "--topic", [&input](const auto& words) { input.topics = topics_of(words); }, "Topic; several times")
      ->allow_extra_args(false)
      ->type_name(topic_words());
  command->add_option_function<std::string>(
      "--description", [&input](const std::string& text) { input.description = text; }, "Description");
  CLI::Option* enable = command->add_flag_callback(
      "--enable", [&input] { input.enabled = true; }, "Switches it on");
  command
      ->add_flag_callback(
          "--disable", [&input] { input.enabled = false; }, "Switches it off")
      ->excludes(enable);
  command->callback([&context, arguments] {
    print_one(context.json, context.v2().webhooks.update(arguments->id, arguments->input));
  });
}

}  // namespace

std::string topic_words() {
  std::string words;
  for (int i = 1; i <= static_cast<int>(allo::WebhookTopic::SummaryUpdated); ++i) {
    words.append(words.empty() ? "TEXT:{" : ",").append(to_string(static_cast<allo::WebhookTopic>(i)));
  }
  return words + '}';
}

void list_webhooks_v2(Context& context) {
  print_list(context.json, context.v2().webhooks.list(), {"ID", "STATE", "URL", "TOPICS"},
             [](const Webhook& webhook) -> std::vector<std::string> {
               return {webhook.id, webhook.enabled ? "on" : "off", webhook.url, joined(webhook.topics)};
             });
}

void create_webhook_v2(Context& context, const std::string& url, const std::vector<std::string>& topics,
                       const std::optional<std::string>& description) {
  const Webhook webhook =
      context.v2().webhooks.create({.url = url, .topics = topics_of(topics), .description = description});
  if (context.json) return print_json(webhook);
  fmt::print("{} {}\n", green("Created"), example::printable(webhook.id));
  if (webhook.signing_secret)
    fmt::print("Signing secret, shown this once: {}\n", example::printable(*webhook.signing_secret));
}

void add_webhooks_v2(CLI::App& webhooks, Context& context) {
  webhooks.add_subcommand("event-types", "Lists the topics of version 2")->callback([&context] {
    print_list(context.json, context.v2().webhooks.event_types(), {"TOPIC", "WHEN"},
               [](const allo::v2::WebhookEventType& type) -> std::vector<std::string> {
                 return {type.name, type.description};
               });
  });

  add_get(webhooks, context, &allo::v2::Client::webhooks, {.help = "Shows an endpoint of version 2"});
  add_update(webhooks, context);
}

}  // namespace allo_cli
