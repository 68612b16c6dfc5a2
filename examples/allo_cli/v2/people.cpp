// `people`: the CRM's people.
#include "v2/crm.hpp"

namespace allo_cli {

namespace {

using namespace allo::v2;

std::string name_of_person(const Person& person) {
  std::vector<std::string> parts;
  for (const auto& part : {person.name, person.last_name}) {
    if (part && !part->empty()) parts.push_back(*part);
  }
  return joined(parts);
}

void add_search(CLI::App& people, Context& context) {
  CLI::App* command = people.add_subcommand("search", "Searches people");
  const auto input = std::make_shared<SearchPeopleRange>();
  command->add_option("words", input->search, "Words to look for anywhere");
  command->add_option("--name", input->filters.name, "First name");
  command->add_option("--last-name", input->filters.last_name, "Family name");
  command->add_option("--job-title", input->filters.job_title, "Job title");
  command->add_option("--website", input->filters.website, "Web site");
  command->add_option("--company", input->filters.company, "Name of the company");
  command->add_option("--number", input->filters.phone_number, "Telephone number");
  command->add_option("--email", input->filters.email, "E-mail address");
  command->add_option("--deal-status", input->filters.deal_status, "Status of a deal");
  add_sort(*command, input->sort);
  add_limit(*command, input->range);
  command->callback([&context, input] {
    print_list(context.json, context.v2().people.search_all(*input), {"ID", "NAME", "NUMBERS", "COMPANY", "EMAILS"},
               [](const Person& person) -> std::vector<std::string> {
                 return {person.id, name_of_person(person), joined(person.numbers), name_of(person.company),
                         joined(person.emails)};
               });
  });
}

}  // namespace

void add_people(CLI::App& app, Context& context) {
  CLI::App* people = app.add_subcommand("people", "Works with the CRM's people")->require_subcommand(1);
  add_search(*people, context);
  add_get(*people, context, &Client::people, {.id = crm_id, .help = "Shows one"});
  add_crm_create<CreatePersonInput>(*people, context, &Client::people, [](CLI::App& command, CreatePersonInput& input) {
    command.add_option("--number", input.numbers, "Telephone number (E.164); may be given several times")
        ->required()
        ->allow_extra_args(false);
    command.add_option("--name", input.name, "First name");
    command.add_option("--last-name", input.last_name, "Family name");
    command.add_option("--job-title", input.job_title, "Job title");
    command.add_option("--website", input.website, "Web site");
    command.add_option("--address", input.address, "Postal address");
    command.add_option("--email", input.emails, "E-mail address; may be given several times")->allow_extra_args(false);
    command.add_option("--company", input.company_id, "Id of the company");
    command.add_flag("--allow-duplicate-number", input.allow_duplicate_number,
                     "Also with a number that somebody else has");
  });
  add_crm_update<UpdatePersonInput>(
      *people, context, &Client::people, [](PatchOptions& fields, UpdatePersonInput& input) {
        fields.add("name", input.name, "First name");
        fields.add("last-name", input.last_name, "Family name");
        fields.add("job-title", input.job_title, "Job title");
        fields.add("website", input.website, "Web site");
        fields.add("address", input.address, "Postal address");
        fields.add("number", input.numbers, "Telephone number (E.164); may be given several times", "numbers");
        fields.add("email", input.emails, "E-mail address; may be given several times", "emails");
        fields.add("company", input.company_id, "Id of the company");
      });
}

}  // namespace allo_cli
