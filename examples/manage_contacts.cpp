// The life of a contact: create it, read it, change it, read the conversation with it.
#include "support/account.hpp"
#include "support/program.hpp"

#include <allo/client.hpp>

#include <fmt/format.h>

namespace {

void print(std::string_view title, const allo::Contact& contact) {
  fmt::print("{}: {} {}, {}, {}, website {}\n", title, example::or_dash(contact.name),
             example::or_dash(contact.last_name), example::or_dash(contact.job_title), fmt::join(contact.numbers, " "),
             example::or_dash(contact.website));
}

void print(const allo::ConversationEntry& entry) {
  switch (entry.type) {
    case allo::ConversationEntryType::Call:
      if (entry.call)
        fmt::print("  CALL {} {} min\n", allo::to_iso8601(entry.call->start_date), entry.call->length_in_minutes);
      break;
    case allo::ConversationEntryType::TextMessage:
      if (entry.message) {
        fmt::print("  SMS  {} {}\n", allo::to_iso8601(entry.message->start_date),
                   example::printable(entry.message->content));
      }
      break;
    case allo::ConversationEntryType::Unknown:  // A kind that the service has learned since: its text is still there.
      fmt::print("  {}\n", example::printable(entry.type.text()));
      break;
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::string number, name, last_name, email;
  CLI::App app{
      "Creates a contact, reads it, changes it and shows the conversation with it.\n"
      "The contact stays: the service has no call that deletes one."};
  app.add_option("--number", number, "Number of the new contact (E.164)");
  app.add_option("--name", name, "First name of the new contact");
  app.add_option("--last-name", last_name, "Last name of the new contact");
  app.add_option("--email", email, "E-mail address of the new contact");

  return example::run(app, argc, argv, [&] {
    const example::Account account = example::connect();
    const allo::AlloClient allo{account.options};

    const allo::CreateContactInput input{
        .numbers = {account.choose("--number", number, example::seeded::french)},
        .name = account.choose("--name", name, "Jean"),
        .last_name = account.choose("--last-name", last_name, "Dupont"),
        .job_title = "CTO",
        .website = "https://example.com",
        .emails = {account.choose("--email", email, "jean.dupont@example.com")},
    };
    const allo::Contact created = allo.contacts.create(input);
    fmt::print("Contact id: {}\n", created.id);
    print("Created", created);

    // A search and create() leave the e-mail addresses out; get() has them, and more when asked.
    const allo::Contact fetched = allo.contacts.get(created.id, {.engagement = true, .activity = true});
    print("Fetched", fetched);
    fmt::print("  e-mail: {}\n", fmt::join(fetched.emails, " "));

    // What is not named stays as it is; null clears a field; a list replaces the list that was there.
    const allo::UpdateContactInput changes{
        .job_title = "CEO",
        .website = allo::null,
        .emails = {"jean@example.com"},
    };
    const allo::Contact updated = allo.contacts.update(created.id, changes);
    print("Updated", updated);

    fmt::print("Conversation:\n");
    std::size_t entries = 0;
    for (const allo::ConversationEntry& entry : allo.contacts.conversation_all(created.id)) {
      print(entry);
      ++entries;
    }
    if (entries == 0) fmt::print("  none yet\n");
  });
}
