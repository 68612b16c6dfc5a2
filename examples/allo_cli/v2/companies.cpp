// `companies`: the CRM's companies.
#include "v2/crm.hpp"

namespace allo_cli {

using namespace allo::v2;

void add_companies(CLI::App& app, Context& context) {
  CLI::App* companies = app.add_subcommand("companies", "Works with the CRM's companies")->require_subcommand(1);

  CLI::App* search = companies->add_subcommand("search", "Searches companies");
  const auto input = std::make_shared<SearchCompaniesRange>();
  search->add_option("--name", input->filters.name, "Name");
  search->add_option("--website", input->filters.website, "Web site");
  search->add_option("--industry", input->filters.industry, "Industry");
  add_sort(*search, input->sort);
  add_limit(*search, input->range);
  search->callback([&context, input] {
    print_list(context.json, context.v2().companies.search_all(*input),
               {"ID", "NAME", "INDUSTRY", "PEOPLE", "LAST ACTIVITY"},
               [](const Company& company) -> std::vector<std::string> {
                 return {company.id, company.name, example::or_dash(company.industry),
                         std::to_string(company.person_count), example::or_dash(company.last_activity_at)};
               });
  });

  add_get(*companies, context, &Client::companies, {.id = crm_id, .help = "Shows one"});
  add_crm_create<CreateCompanyInput>(*companies, context, &Client::companies,
                                     [](CLI::App& command, CreateCompanyInput& created) {
                                       command.add_option("--name", created.name, "Name")->required();
                                       command.add_option("--website", created.website, "Web site");
                                       command.add_option("--industry", created.industry, "Industry");
                                     });
  add_crm_update<UpdateCompanyInput>(*companies, context, &Client::companies,
                                     [](PatchOptions& fields, UpdateCompanyInput& changed) {
                                       fields.add_required("name", changed.name, "Name");
                                       fields.add("website", changed.website, "Web site");
                                       fields.add("industry", changed.industry, "Industry");
                                     });
}

}  // namespace allo_cli
