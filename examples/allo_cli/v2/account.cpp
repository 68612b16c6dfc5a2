// `me`, `users` and `tags`: whose key it is, and what the team has.
#include "v2/verbs.hpp"

namespace allo_cli {

void add_account(CLI::App& app, Context& context) {
  app.add_subcommand("me", "Shows what the key may do")->callback([&context] {
    const allo::v2::Me me = context.v2().me();
    if (context.json) return print_json(me);
    fmt::print("{:<20} {}\n", "key", example::printable(me.api_key_id));
    if (me.team) fmt::print("{:<20} {}\n", "team", example::printable(me.team->name));
    fmt::print("{:<20} {}\n", "scopes", example::printable(joined(me.scopes)));
    fmt::print("{:<20} {} reads, {} writes\n", "limits a second", me.rate_limits.read_per_second,
               me.rate_limits.write_per_second);
    Table table{{"METHOD", "PATH", "SCOPE", "WHAT IT DOES"}};
    for (const allo::v2::Endpoint& each : me.endpoints) {
      table.add({each.method, each.path, each.scope.empty() ? "-" : each.scope, each.description});
    }
    table.print();
  });

  CLI::App* users = app.add_subcommand("users", "The members of the team")->require_subcommand(1);
  CLI::App* list = users->add_subcommand("list", "Lists them; the active ones where --status is not given");
  const auto input = std::make_shared<allo::v2::ListUsersInput>();
  using allo::v2::UserRole;
  using allo::v2::UserStatus;
  add_word(*list, "--role", input->role, "Only this role", {UserRole::Admin, UserRole::Manager, UserRole::Member});
  add_word(*list, "--status", input->status, "Only this status", {UserStatus::Active, UserStatus::Blocked});
  list->callback([&context, input] {
    print_list(
        context.json, context.v2().users.list(*input), {"ID", "NAME", "EMAIL", "ROLE", "STATUS"},
        [](const allo::v2::User& user) -> std::vector<std::string> {
          return {user.id, user.name, user.email, std::string{user.role.text()}, std::string{user.status.text()}};
        });
  });
  add_get(*users, context, &allo::v2::Client::users, {.help = "Shows one of them"});

  app.add_subcommand("tags", "Lists the tags that calls can bear")->callback([&context] {
    print_list(context.json, context.v2().tags.list(), {"NAME", "COLOR", "ID"},
               [](const allo::v2::Tag& tag) -> std::vector<std::string> {
                 return {tag.name, tag.color, tag.id};
               });
  });
}

}  // namespace allo_cli
