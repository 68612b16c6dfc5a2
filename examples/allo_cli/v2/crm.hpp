#ifndef ALLO_CLI_V2_CRM_HPP
#define ALLO_CLI_V2_CRM_HPP

/// @file
/// What people, companies and deals have in common.

#include "v2/verbs.hpp"

#include <allo/v2/crm.hpp>
#include <allo/v2/references.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace allo_cli {

/// `--sort`, for a search.
inline void add_sort(CLI::App& command, std::optional<allo::OpenEnum<allo::v2::CrmSort>>& sort) {
  using allo::v2::CrmSort;
  add_word(command, "--sort", sort, "Order; the latest activity first where not given",
           {CrmSort::DateDesc, CrmSort::DateAsc, CrmSort::NameAsc, CrmSort::NameDesc, CrmSort::CreatedDesc,
            CrmSort::CreatedAsc});
}

/// Searches show the ids here.
inline constexpr const char* crm_id = "Id as a search shows it";

/// `create`; `add_options` binds the options to the input.
template <class Input, class Resource, class AddOptions>
void add_crm_create(CLI::App& noun, Context& context, Resource allo::v2::Client::*resource, AddOptions add_options) {
  CLI::App* command = noun.add_subcommand("create", "Creates one");
  const auto input = std::make_shared<Input>();
  add_options(*command, *input);
  command->callback([&context, input, resource] { print_one(context.json, (context.v2().*resource).create(*input)); });
}

/// `update`; `add_fields` binds the fields of the patch.
template <class Input, class Resource, class AddFields>
void add_crm_update(CLI::App& noun, Context& context, Resource allo::v2::Client::*resource, AddFields add_fields) {
  CLI::App* command =
      noun.add_subcommand("update", "Changes one: fields that are not named stay; lists replace what was there");
  struct Arguments {
    explicit Arguments(CLI::App& app) : fields(app) {}
    std::string id{};
    Input input{};
    PatchOptions fields;
  };
  const auto arguments = std::make_shared<Arguments>(*command);
  command->add_option("id", arguments->id, crm_id)->required();
  add_fields(arguments->fields, arguments->input);
  arguments->fields.finish();
  command->callback([&context, arguments, resource] {
    arguments->fields.apply();
    print_one(context.json, (context.v2().*resource).update(arguments->id, arguments->input));
  });
}

/// The name of a company, "-" for none.
inline std::string name_of(const std::optional<allo::v2::CompanyRef>& company) { return company ? company->name : "-"; }

}  // namespace allo_cli

#endif
