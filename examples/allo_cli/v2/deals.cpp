// `deals`: the CRM's deals.
#include "v2/crm.hpp"

namespace allo_cli {

namespace {

using namespace allo::v2;

std::string amount_of(const Deal& deal) {
  return deal.amount ? fmt::format("{:.2f} {}", *deal.amount, deal.currency.value_or("")) : "-";
}

void add_search(CLI::App& deals, Context& context) {
  CLI::App* command = deals.add_subcommand("search", "Searches deals");
  const auto input = std::make_shared<SearchDealsRange>();
  command->add_option("words", input->search, "Words to look for");
  command->add_option("--stage", input->filters.stage, "Only with this status, in the team's own words");
  add_sort(*command, input->sort);
  add_limit(*command, input->range);
  command->callback([&context, input] {
    print_list(context.json, context.v2().deals.search_all(*input), {"ID", "NAME", "STATUS", "AMOUNT", "COMPANY"},
               [](const Deal& deal) -> std::vector<std::string> {
                 return {deal.id, deal.name, example::or_dash(deal.status), amount_of(deal), name_of(deal.company)};
               });
  });
}

}  // namespace

void add_deals(CLI::App& app, Context& context) {
  CLI::App* deals = app.add_subcommand("deals", "Works with the CRM's deals")->require_subcommand(1);
  add_search(*deals, context);
  add_get(*deals, context, &Client::deals, {.id = crm_id, .help = "Shows one"});
  add_crm_create<CreateDealInput>(*deals, context, &Client::deals, [](CLI::App& command, CreateDealInput& input) {
    command.add_option("--name", input.name, "Name")->required();
    command.add_option("--status", input.status, "Status, in the team's own words");
    command.add_option("--amount", input.amount, "What it is worth");
    command.add_option("--currency", input.currency, "Three letters, such as USD");
    command.add_option_function<std::string>(
        "--closed-at", [&input](const std::string& text) { input.closed_at = point_in_time("--closed-at", text); },
        "When it was closed");
    command.add_option("--company", input.company_id, "Id of the company");
  });
  add_crm_update<UpdateDealInput>(*deals, context, &Client::deals, [](PatchOptions& fields, UpdateDealInput& input) {
    fields.add_required("name", input.name, "Name");
    fields.add("status", input.status, "Status, in the team's own words");
    fields.add("amount", input.amount, "What it is worth");
    fields.add("currency", input.currency, "Three letters, such as USD");
    fields.add("closed-at", input.closed_at, "When it was closed");
    fields.add("company", input.company_id, "Id of the company");
  });
  add_delete(*deals, context, &Client::deals, {.id = crm_id, .help = "Deletes one", .done = "Deleted"});
}

}  // namespace allo_cli
