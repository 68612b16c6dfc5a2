#ifndef ALLO_CLI_V2_VERBS_HPP
#define ALLO_CLI_V2_VERBS_HPP

/// @file
/// Verbs that many nouns of version 2 have.

#include "commands.hpp"
#include "input.hpp"
#include "output.hpp"

#include <memory>
#include <string>

namespace allo_cli {

/// How a verb names what it works on, and says what it does.
struct VerbText {
  const char* id = "Id as the list shows it";
  const char* help = "";
  const char* done = "";
};

/// `get`, for a resource of the client.
template <class Resource>
void add_get(CLI::App& noun, Context& context, Resource allo::v2::Client::*resource,
             const VerbText& text = {.help = "Shows one"}) {
  CLI::App* command = noun.add_subcommand("get", text.help);
  const auto id = std::make_shared<std::string>();
  command->add_option("id", *id, text.id)->required();
  command->callback([&context, id, resource] { print_one(context.json, (context.v2().*resource).get(*id)); });
}

/// `delete`, for a resource of the client.
template <class Resource>
void add_delete(CLI::App& noun, Context& context, Resource allo::v2::Client::*resource,
                const VerbText& text = {.help = "Deletes one", .done = "Deleted"}) {
  CLI::App* command = noun.add_subcommand("delete", text.help);
  const auto id = std::make_shared<std::string>();
  command->add_option("id", *id, text.id)->required();
  command->callback([&context, id, resource, done = std::string{text.done}] {
    (context.v2().*resource).remove(*id);
    if (!context.json) fmt::print("{} {}\n", green(done), example::printable(*id));
  });
}

}  // namespace allo_cli

#endif
