#include "commands.hpp"
#include "output.hpp"

namespace allo_cli {

namespace {

void list(Context& context) {
  print_list(context.json, context.allo().numbers.list(), {"NUMBER", "COUNTRY", "SHARED", "NAME"},
             [](const allo::PhoneNumber& number) -> std::vector<std::string> {
               return {example::or_dash(number.number), example::or_dash(number.country),
                       number.is_shared_number ? "yes" : "no", example::or_dash(number.name)};
             });
}

void list_v2(Context& context) {
  print_list(context.json, context.v2().numbers.list(), {"NUMBER", "NAME", "COUNTRY", "TYPE", "CAN", "USERS"},
             [](const allo::v2::PhoneNumber& number) -> std::vector<std::string> {
               std::vector<std::string> users;
               for (const allo::v2::UserRef& user : number.users) users.push_back(user.name);
               return {example::or_dash(number.number), example::or_dash(number.name), example::or_dash(number.country),
                       std::string{number.type.text()}, joined(number.capabilities),   joined(users)};
             });
}

}  // namespace

void add_numbers(CLI::App& app, Context& context) {
  CLI::App* numbers = app.add_subcommand("numbers", "Lists the account's telephone numbers");
  const auto v2 = std::make_shared<bool>(false);
  numbers->add_flag("--v2", *v2, "As version 2 shows them: with sender ids, capabilities and users");
  numbers->callback([&context, numbers, v2] {
    if (!numbers->get_subcommands().empty()) return;
    *v2 ? list_v2(context) : list(context);
  });

  CLI::App* command = numbers->add_subcommand("default-template", "Says which template summarises a number's calls");
  struct Arguments {
    std::string number{};
    std::optional<std::string> id{};
    bool clear = false;
  };
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("number", arguments->number, "One of the account's numbers (E.164)")->required();
  CLI::Option* id = command->add_option("template", arguments->id, "Id of the template");
  command->add_flag("--clear", arguments->clear, "The team's default again")->excludes(id);
  command->callback([&context, arguments] {
    if (!arguments->id && !arguments->clear) throw example::UsageError("a template's id or --clear is needed");
    print_one(context.json, context.v2().numbers.set_default_summary_template(arguments->number, arguments->id));
  });
}

}  // namespace allo_cli
