#include "commands.hpp"
#include "input.hpp"
#include "output.hpp"
#include "support/contact_csv.hpp"
#include "support/output_file.hpp"
#include "support/progress_bar.hpp"

#include <algorithm>

namespace allo_cli {

namespace {

std::string full_name(const allo::Contact& contact) {
  const std::string first = contact.name.value_or("");
  const std::string last = contact.last_name.value_or("");
  const std::string name = first + (first.empty() || last.empty() ? "" : " ") + last;
  return name.empty() ? "-" : example::printable(name);
}

void show(const Context& context, const allo::Contact& contact) {
  if (context.json) return print_json(contact);
  const auto line = [](std::string_view label, const std::string& value) {
    if (!value.empty() && value != "-") fmt::print("{:<12}{}\n", label, example::printable(value));
  };
  fmt::print("{}\n", bold(full_name(contact)));
  line("Id", contact.id);
  line("Company", contact.company ? example::or_dash(contact.company->name) : "");
  line("Job title", example::or_dash(contact.job_title));
  line("Website", example::or_dash(contact.website));
  line("Numbers", fmt::format("{}", fmt::join(contact.numbers, " ")));
  line("E-mail", fmt::format("{}", fmt::join(contact.emails, " ")));
  line("Engagement", contact.engagement ? std::string{contact.engagement->text()} : "");
  for (const allo::ContactActivity& activity : contact.activity) {
    line("Activity", fmt::format("{} {}{}{}", allo::to_iso8601(activity.made_at), activity.type.text(),
                                 activity.content ? " " : "", activity.content.value_or("")));
  }
}

void add_list(CLI::App& contacts, Context& context) {
  CLI::App* command = contacts.add_subcommand("list", "Lists contacts");
  const auto limit = std::make_shared<std::size_t>(20);
  command->add_option("--limit", *limit, "How many")->capture_default_str()->check(example::at_least_one());
  command->callback([&context, limit] {
    const int page_size = static_cast<int>(std::min<std::size_t>(*limit, 100));
    const auto all = context.allo().contacts.all({.page_size = page_size, .max_items = *limit});
    if (context.json) {
      JsonList json;
      for (const allo::Contact& contact : all) json.add(contact);
      return json.finish();
    }
    Table table{{"ID", "NAME", "NUMBERS", "COMPANY"}};
    for (const allo::Contact& contact : all) {
      table.add({contact.id, full_name(contact), fmt::format("{}", fmt::join(contact.numbers, " ")),
                 contact.company ? example::or_dash(contact.company->name) : "-"});
    }
    table.print();
  });
}

void add_get(CLI::App& contacts, Context& context) {
  CLI::App* command = contacts.add_subcommand("get", "Shows one contact with its recent activity");
  const auto id = std::make_shared<std::string>();
  command->add_option("id", *id, "Id of the contact")->required();
  command->callback(
      [&context, id] { show(context, context.allo().contacts.get(*id, {.engagement = true, .activity = true})); });
}

void print(const allo::ConversationEntry& entry) {
  if (entry.call) {
    fmt::print("{}  CALL  {} -> {}  {} min\n", bold(allo::to_iso8601(entry.call->start_date)),
               example::printable(entry.call->from_number), example::or_dash(entry.call->to_number),
               entry.call->length_in_minutes);
  } else if (entry.message) {
    fmt::print("{}  SMS   {} -> {}  {}\n", bold(allo::to_iso8601(entry.message->start_date)),
               example::or_dash(entry.message->from_number ? entry.message->from_number : entry.message->sender_id),
               example::printable(entry.message->to_number), example::printable(entry.message->content));
  } else {
    fmt::print("-  {}\n", example::printable(entry.type.text()));
  }
}

void add_conversation(CLI::App& contacts, Context& context) {
  CLI::App* command = contacts.add_subcommand("conversation", "Shows the calls and messages with a contact");
  const auto id = std::make_shared<std::string>();
  const auto limit = std::make_shared<std::size_t>(20);
  command->add_option("id", *id, "Id of the contact")->required();
  command->add_option("--limit", *limit, "How many")->capture_default_str()->check(example::at_least_one());
  command->callback([&context, id, limit] {
    const int page_size = static_cast<int>(std::min<std::size_t>(*limit, 100));
    const auto all =
        context.allo().contacts.conversation_all(*id, {.range = {.page_size = page_size, .max_items = *limit}});
    if (context.json) {
      JsonList json;
      for (const allo::ConversationEntry& entry : all) json.add(entry);
      return json.finish();
    }
    for (const allo::ConversationEntry& entry : all) print(entry);
  });
}

/// The fields that `create` and `update` have in common.
struct Fields {
  std::optional<std::string> name{}, last_name{}, job_title{}, website{};
  std::vector<std::string> numbers{}, emails{};

  void add_to(CLI::App& command) {
    command.add_option("--name", name, "First name");
    command.add_option("--last-name", last_name, "Last name");
    command.add_option("--job-title", job_title, "Job title");
    command.add_option("--website", website, "Web site");
    command.add_option("--number", numbers, "Telephone number (E.164); may be given several times")
        ->allow_extra_args(false);
    command.add_option("--email", emails, "E-mail address; may be given several times")->allow_extra_args(false);
  }
};

void add_create(CLI::App& contacts, Context& context) {
  CLI::App* command = contacts.add_subcommand("create", "Creates a contact; it needs a number");
  const auto fields = std::make_shared<Fields>();
  fields->add_to(*command);
  command->get_option("--number")->required();
  command->callback([&context, fields] {
    show(context, context.allo().contacts.create({
                      .numbers = fields->numbers,
                      .name = fields->name,
                      .last_name = fields->last_name,
                      .job_title = fields->job_title,
                      .website = fields->website,
                      .emails = fields->emails,
                  }));
  });
}

void add_update(CLI::App& contacts, Context& context) {
  CLI::App* command = contacts.add_subcommand(
      "update", "Changes a contact: fields that are not named stay; numbers and e-mail addresses replace the old ones");
  struct Arguments {
    explicit Arguments(CLI::App& app) : fields(app) {}
    std::string id{};
    allo::UpdateContactInput input{};
    PatchOptions fields;
  };
  const auto arguments = std::make_shared<Arguments>(*command);
  command->add_option("id", arguments->id, "Id of the contact")->required();
  arguments->fields.add("name", arguments->input.name, "First name");
  arguments->fields.add("last-name", arguments->input.last_name, "Last name");
  arguments->fields.add("job-title", arguments->input.job_title, "Job title");
  arguments->fields.add("website", arguments->input.website, "Web site");
  arguments->fields
      .add_required("number", arguments->input.numbers, "Telephone number (E.164); may be given several times")
      ->allow_extra_args(false);
  arguments->fields.add("email", arguments->input.emails, "E-mail address; may be given several times", "emails");
  arguments->fields.finish();
  command->callback([&context, arguments] {
    arguments->fields.apply();
    show(context, context.allo().contacts.update(arguments->id, arguments->input));
  });
}

void add_export(CLI::App& contacts, Context& context) {
  CLI::App* command = contacts.add_subcommand("export", "Writes all contacts as CSV, or as JSON with --json");
  const auto file = std::make_shared<std::string>();
  const auto emails = std::make_shared<bool>(false);
  command->add_option("-o,--output", *file, "File to write; standard output where not given");
  command->add_flag("--emails", *emails, "Adds the e-mail addresses, at one request more for each contact");
  command->callback([&context, file, emails] {
    const allo::AlloClient& allo = context.allo();
    example::write_output(*file, [&](std::ostream& out) {
      const int pages = allo.contacts.search({.page = 0, .size = 1}).metadata.pagination.total_pages;
      example::ProgressBar progress{"contacts", static_cast<std::size_t>(std::max(pages, 0))};
      if (!context.json) example::write_contact_header(out);
      std::string_view separator = "[\n";
      for (allo::Contact contact : allo.contacts.all()) {
        // A search leaves the e-mail addresses out.
        if (*emails) contact.emails = allo.contacts.get(contact.id).emails;
        if (context.json) {
          out << separator << allo::to_json_text(contact);
          separator = ",\n";
        } else {
          example::write_contact_row(out, contact, contact.emails);
        }
        example::check_output(out);
        progress.advance();
      }
      if (context.json) out << (separator == "[\n" ? "[]\n" : "\n]\n");
    });
  });
}

}  // namespace

void add_contacts(CLI::App& app, Context& context) {
  CLI::App* contacts = app.add_subcommand("contacts", "Works with contacts")->require_subcommand(1);
  add_list(*contacts, context);
  add_get(*contacts, context);
  add_conversation(*contacts, context);
  add_create(*contacts, context);
  add_update(*contacts, context);
  add_export(*contacts, context);
}

}  // namespace allo_cli
