// `conversations`: one for each number that somebody talked with.
#include "commands.hpp"
#include "input.hpp"
#include "output.hpp"

namespace allo_cli {

namespace {

using allo::v2::ConversationAction;

std::string names_of(const std::vector<allo::v2::ItemContact>& contacts) {
  std::vector<std::string> names;
  for (const auto& contact : contacts) names.push_back(contact.name);
  return joined(names);
}

std::string last_words(const allo::v2::ConversationItem& item) {
  if (item.content) return *item.content;
  return item.summary ? *item.summary : std::string{item.type.text()};
}

void add_list(CLI::App& conversations, Context& context) {
  CLI::App* command = conversations.add_subcommand("list", "Lists them, the newest activity first");
  struct Arguments {
    allo::v2::ListConversationsRange input{};
    std::string since{};
  };
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("--number", arguments->input.allo_number,
                      "One of the account's numbers; its first one where not given");
  command->add_option("--since", arguments->since, "Only with activity since, such as 7d or 2026-01-31");
  command->add_flag(
      "--unread", [arguments](std::int64_t) { arguments->input.unread = true; }, "Only unread ones");
  add_limit(*command, arguments->input.range);
  command->callback([&context, arguments] {
    auto& input = arguments->input;
    input.allo_number = context.number(input.allo_number);
    if (!arguments->since.empty()) input.last_activity_since = point_in_time("--since", arguments->since);
    print_list(context.json, context.v2().conversations.list_all(input), {"NUMBER", "LAST ACTIVITY", "NAME", "LAST"},
               [](const allo::v2::ConversationSummary& each) -> std::vector<std::string> {
                 return {each.contact_number, example::or_dash(each.last_activity), names_of(each.contacts),
                         last_words(each.last_item)};
               });
  });
}

void add_mark(CLI::App& conversations, Context& context, const char* verb, ConversationAction action, const char* help,
              const char* done) {
  CLI::App* command = conversations.add_subcommand(verb, help);
  struct Arguments {
    std::string contact{};
    std::optional<std::string> number{};
  };
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("contact", arguments->contact, "The other party's number (E.164)")->required();
  command->add_option("--number", arguments->number, "Only on this number of the account; on all where not given");
  command->callback([&context, arguments, action, done] {
    context.v2().conversations.mark(arguments->contact, action, arguments->number);
    if (!context.json) fmt::print("{} {}\n", green(done), example::printable(arguments->contact));
  });
}

}  // namespace

void add_conversations(CLI::App& app, Context& context) {
  CLI::App* conversations = app.add_subcommand("conversations", "Works with conversations")->require_subcommand(1);
  add_list(*conversations, context);
  add_mark(*conversations, context, "read", ConversationAction::Read, "Marks one as read", "Read");
  add_mark(*conversations, context, "unread", ConversationAction::Unread, "Marks one as unread", "Unread");
  add_mark(*conversations, context, "archive", ConversationAction::Archive, "Archives one, which marks it as read, too",
           "Archived");
  add_mark(*conversations, context, "unarchive", ConversationAction::Unarchive, "Takes one back", "Back");
}

}  // namespace allo_cli
