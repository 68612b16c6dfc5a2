// `items`: calls and messages, searched and annotated.
#include "commands.hpp"
#include "input.hpp"
#include "output.hpp"

namespace allo_cli {

namespace {

using allo::v2::ConversationItem;

std::string text_of(const ConversationItem& item) {
  if (item.content) return *item.content;
  return item.summary.value_or("-");
}

std::string length_of(const ConversationItem& item) {
  return item.duration ? fmt::format("{}:{:02}", *item.duration / 60, *item.duration % 60) : "-";
}

std::vector<std::string> row_of(const ConversationItem& item) {
  return {item.id,
          example::or_dash(item.date),
          std::string{item.type.text()},
          std::string{item.direction.text()},
          item.contact_number,
          length_of(item),
          item.type == allo::v2::ItemType::Call ? or_dash(item.result) : or_dash(item.status),
          joined(item.tags),
          text_of(item)};
}

void print_items(bool json, const auto& items) {
  print_list(json, items, {"ID", "DATE", "TYPE", "DIRECTION", "CONTACT", "LENGTH", "RESULT", "TAGS", "TEXT"}, row_of);
}

void show(const ConversationItem& item) {
  print_one(false, item);
  for (const allo::v2::TranscriptEntry& line : item.transcript) {
    fmt::print("  {} {}\n", dim(example::printable(line.source.text()) + ":"), example::printable(line.text));
  }
}

void add_search(CLI::App& items, Context& context) {
  using namespace allo::v2;
  CLI::App* command = items.add_subcommand("search", "Searches calls and messages, the newest first");
  struct Arguments {
    SearchItemsRange input{};
    std::string since{}, from{}, to{};
  };
  const auto arguments = std::make_shared<Arguments>();
  auto& input = arguments->input;
  command->add_option("words", input.search, "Words that all must occur, each from its beginning");
  command->add_option("--number", input.allo_number, "Only on this number of the account (E.164)");
  command->add_option("--contact", input.contact_number, "Only with this number (E.164)");
  command->add_option("--user", input.user_id, "Only of this member of the team, by id");
  add_word(*command, "--direction", input.direction, "Only this way", {Direction::Inbound, Direction::Outbound});
  add_word(*command, "--type", input.type, "Only calls, or only messages",
           {ItemType::Call, ItemType::Sms, ItemType::All});
  add_word(*command, "--result", input.result, "Only calls that ended so",
           {ItemResult::Answered, ItemResult::Voicemail, ItemResult::Transferred});
  command->add_option("--tags", input.tags, "Only calls with these tags")->delimiter(',')->allow_extra_args(false);
  command->add_flag("--unread,!--read", input.unread, "Only unread ones, or only read ones");
  command->add_flag(
      "--unresponded", [arguments](std::int64_t) { arguments->input.unresponded = true; },
      "Only those without an answer");
  add_word(*command, "--sort", input.sort, "Order", {ItemSort::DateDesc, ItemSort::DateAsc, ItemSort::Relevance});
  command->add_option("--since", arguments->since, "Only of the last days, such as 7d");
  command->add_option("--from", arguments->from, "Only from this day on (2026-01-31)");
  command->add_option("--to", arguments->to, "Only up to this day");
  command->add_flag("--transcript", input.transcript, "With transcripts");
  add_limit(*command, input.range);
  command->callback([&context, arguments] {
    auto& wanted = arguments->input;
    if (!arguments->since.empty()) {
      wanted.date = DateRange{.from = day_of(point_in_time("--since", arguments->since)), .to = arguments->to};
    } else if (!arguments->from.empty() || !arguments->to.empty()) {
      wanted.date = DateRange{.from = arguments->from, .to = arguments->to};
    }
    if (wanted.date && wanted.date->to.empty()) wanted.date->to = last_days("--since", "1d").to;
    const auto found = context.v2().items.search_all(wanted);
    if (context.json || !wanted.transcript) return print_items(context.json, found);
    for (const ConversationItem& item : found) show(item);
  });
}

void add_get(CLI::App& items, Context& context) {
  CLI::App* command = items.add_subcommand("get", "Shows one or more, in the order of their ids");
  struct Arguments {
    std::vector<std::string> ids{};
    bool transcript = false;
  };
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("ids", arguments->ids, "Ids as a search shows them")->required();
  command->add_flag("--transcript", arguments->transcript, "With the transcript; for one id");
  command->callback([&context, arguments] {
    const allo::v2::ItemsResource& resource = context.v2().items;
    if (arguments->ids.size() > 1) return print_items(context.json, resource.get_many(arguments->ids));
    const ConversationItem item = resource.get(arguments->ids.front(), {.transcript = arguments->transcript});
    if (context.json) return print_json(item);
    show(item);
  });
}

void add_summary(CLI::App& items, Context& context) {
  using allo::v2::SummaryTemplateKey;
  CLI::App* command = items.add_subcommand("summary", "Replaces the summary of a call");
  struct Arguments {
    std::string id{};
    allo::v2::UpdateSummaryInput input{};
  };
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("id", arguments->id, "Id of the call")->required();
  command->add_option("text", arguments->input.content, "Markdown; - reads it from standard input")->required();
  add_word(*command, "--template", arguments->input.template_key, "Which built-in template the text follows",
           {SummaryTemplateKey::MarkdownClassic, SummaryTemplateKey::MarkdownShortCall});
  command->callback([&context, arguments] {
    arguments->input.content = text_or_input(arguments->input.content);
    print_one(context.json, context.v2().items.update_summary(arguments->id, arguments->input));
  });
}

void add_tag_verbs(CLI::App& items, Context& context) {
  CLI::App* tag = items.add_subcommand("tag", "Adds tags to a call");
  struct Arguments {
    std::string id{};
    std::vector<std::string> tags{};
  };
  const auto arguments = std::make_shared<Arguments>();
  tag->add_option("id", arguments->id, "Id of the call")->required();
  tag->add_option("tags", arguments->tags, "Names of tags")->required();
  tag->callback([&context, arguments] {
    context.v2().items.add_tags(arguments->id, arguments->tags);
    if (!context.json) fmt::print("{} {}\n", green("Tagged"), example::printable(arguments->id));
  });

  CLI::App* untag = items.add_subcommand("untag", "Takes a tag from a call");
  const auto removed = std::make_shared<std::pair<std::string, std::string>>();
  untag->add_option("id", removed->first, "Id of the call")->required();
  untag->add_option("tag", removed->second, "Name of the tag")->required();
  untag->callback([&context, removed] {
    context.v2().items.remove_tag(removed->first, removed->second);
    if (!context.json) fmt::print("{} {}\n", green("Untagged"), example::printable(removed->first));
  });
}

}  // namespace

void add_items(CLI::App& app, Context& context) {
  CLI::App* items = app.add_subcommand("items", "Works with calls and messages")->require_subcommand(1);
  add_search(*items, context);
  add_get(*items, context);
  add_summary(*items, context);
  add_tag_verbs(*items, context);
}

}  // namespace allo_cli
