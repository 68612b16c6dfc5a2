// `templates`: how the AI writes summaries.
#include "v2/verbs.hpp"

namespace allo_cli {

namespace {

using namespace allo::v2;

/// A section as typed: "title: what the AI should write".
SummaryTemplateSection section_of(const std::string& text, std::size_t index) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos || colon == 0) {
    throw example::UsageError(fmt::format("--section {}: not such as 'Needs: what the caller wants'", text));
  }
  const std::size_t begin = text.find_first_not_of(' ', colon + 1);
  return {.title = text.substr(0, colon),
          .instructions = begin == std::string::npos ? "" : text.substr(begin),
          .order = static_cast<int>(index)};
}

struct TemplateArguments {
  std::string id{};
  SummaryTemplateInput input{};
  std::vector<std::string> sections{};

  void add_to(CLI::App& command) {
    command.add_option("--name", input.name, "Name")->required();
    command.add_option("--context", input.call_context, "What the calls are about");
    command.add_option("--icon", input.icon, "An emoji");
    command.add_option("--section", sections, "'title: instructions'; up to ten, in their order")
        ->allow_extra_args(false);
  }
  const SummaryTemplateInput& finished() {
    for (std::size_t i = 0; i < sections.size(); ++i) input.sections.push_back(section_of(sections[i], i));
    return input;
  }
};

}  // namespace

void add_templates(CLI::App& app, Context& context) {
  CLI::App* templates = app.add_subcommand("templates", "Works with templates of summaries")->require_subcommand(1);
  templates->add_subcommand("list", "Lists them")->callback([&context] {
    print_list(context.json, context.v2().summary_templates.list(), {"ID", "NAME", "SECTIONS", "UPDATED"},
               [](const SummaryTemplate& each) -> std::vector<std::string> {
                 std::vector<std::string> titles;
                 for (const SummaryTemplateSection& section : each.sections) titles.push_back(section.title);
                 return {each.id, each.name, joined(titles), example::or_dash(each.updated_at)};
               });
  });

  add_get(*templates, context, &Client::summary_templates);

  CLI::App* create = templates->add_subcommand("create", "Creates one");
  const auto created = std::make_shared<TemplateArguments>();
  created->add_to(*create);
  create->callback(
      [&context, created] { print_one(context.json, context.v2().summary_templates.create(created->finished())); });

  CLI::App* replace = templates->add_subcommand("replace", "Replaces one; what is not given is cleared");
  const auto replaced = std::make_shared<TemplateArguments>();
  replace->add_option("id", replaced->id, "Id as the list shows it")->required();
  replaced->add_to(*replace);
  replace->callback([&context, replaced] {
    print_one(context.json, context.v2().summary_templates.replace(replaced->id, replaced->finished()));
  });

  add_delete(*templates, context, &Client::summary_templates);
}

}  // namespace allo_cli
