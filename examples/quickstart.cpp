// The quick start: all twelve operations of the five resources, one after the other.
#include "support/account.hpp"
#include "support/program.hpp"

#include <allo/allo.hpp>

#include <fmt/format.h>

namespace {

void announce(std::string_view operation) {
  static int step = 0;
  fmt::print("\n[{:>2}/12] {}\n", ++step, operation);
}

}  // namespace

int main(int argc, char** argv) {
  std::string from, to, sender_id, to_france;
  CLI::App app{
      "The quick start: the twelve operations of the API, one after the other.\n"
      "On a real account it sends two SMS and leaves a new contact behind; it takes the numbers for that from the "
      "options."};
  app.add_option("--from", from, "One of the account's numbers (E.164)");
  app.add_option("--to", to, "Who gets an SMS from that number (E.164)");
  app.add_option("--sender-id", sender_id, "Sender that Allo approved for France");
  app.add_option("--to-france", to_france, "Who in France gets an SMS from that sender (E.164)");

  return example::run(app, argc, argv, [&] {
    example::Account account = example::connect();
    from = account.choose("--from", from, example::seeded::number);
    to = account.choose("--to", to, example::seeded::american);
    sender_id = account.choose("--sender-id", sender_id, example::seeded::sender_id);
    to_france = account.choose("--to-france", to_france, example::seeded::french);

    allo::AlloClient allo{account.options};

    announce("numbers.list: the numbers of the account");
    for (const allo::PhoneNumber& n : allo.numbers.list()) {
      fmt::print("  {}: {} ({})\n", example::or_dash(n.name), example::or_dash(n.number), example::or_dash(n.country));
    }

    announce("sms.send: an SMS, US and international");
    const allo::SentSms sms = allo.sms.send({.from = from, .to = to, .message = "Hello from Allo"});
    fmt::print("  \"{}\" at {}\n", sms.content, allo::to_iso8601(sms.start_date));

    announce("sms.send_france: an SMS to France under an approved sender");
    const allo::SentSms french =
        allo.sms.send_france({.sender_id = sender_id, .to = to_france, .message = "Bonjour depuis Allo"});
    fmt::print("  \"{}\" from {}\n", french.content, example::or_dash(french.sender_id));

    announce("calls.search: the history of calls");
    const allo::CallSearchResult calls = allo.calls.search({.allo_number = from, .page = 0, .size = 20});
    for (const allo::Call& call : calls.results) {
      fmt::print("  {:<8} {} -> {} ({} min)\n", call.type ? call.type->text() : "-", call.from_number,
                 example::or_dash(call.to_number), call.length_in_minutes);
    }

    announce("contacts.create: a contact");
    const allo::Contact contact = allo.contacts.create({
        .numbers = {to_france},
        .name = "Jean",
        .last_name = "Dupont",
        .job_title = "CTO",
        .emails = {"jean.dupont@example.com"},
    });
    fmt::print("  {}\n", contact.id);

    announce("contacts.get: the same contact");
    const allo::Contact fetched = allo.contacts.get(contact.id);
    fmt::print("  {} {} {}\n", example::or_dash(fetched.name), example::or_dash(fetched.last_name),
               fmt::join(fetched.emails, " "));

    announce("contacts.update: a new job title, and lists replaced");
    const allo::UpdateContactInput changes{
        .job_title = "CEO",
        .emails = {"jean@example.com", "contact@example.com"},
    };
    const allo::Contact updated = allo.contacts.update(contact.id, changes);
    fmt::print("  {}\n", example::or_dash(updated.job_title));

    announce("contacts.search: one page of contacts");
    const allo::ContactSearchResult contacts = allo.contacts.search({.page = 0, .size = 5});
    for (const allo::Contact& c : contacts.results) {
      fmt::print("  {} {}\n", example::or_dash(c.name), example::or_dash(c.last_name));
    }
    fmt::print("  page {} of {}\n", contacts.metadata.pagination.current_page + 1,
               contacts.metadata.pagination.total_pages);

    announce("contacts.conversation: calls and messages with the contact");
    for (const allo::ConversationEntry& entry :
         allo.contacts.conversation(contact.id, {.page = 0, .size = 20}).results) {
      if (entry.call)
        fmt::print("  CALL {} ({} min)\n", allo::to_iso8601(entry.call->start_date), entry.call->length_in_minutes);
      if (entry.message)
        fmt::print("  SMS  {} {}\n", allo::to_iso8601(entry.message->start_date),
                   example::printable(entry.message->content));
    }

    announce("webhooks.create: two topics for one URL");
    const allo::Webhook webhook = allo.webhooks.create({
        .allo_number = from,
        .url = "https://example.com/webhooks/allo",
        .topics = {allo::WebhookTopic::CallReceived, allo::WebhookTopic::SmsReceived},
    });
    fmt::print("  {}\n", webhook.id);

    announce("webhooks.list: all subscriptions");
    for (const allo::Webhook& w : allo.webhooks.list()) fmt::print("  {} {}\n", w.id, w.url);

    announce("webhooks.delete: the one that was made above");
    allo.webhooks.remove(webhook.id);
    fmt::print("  {} is gone\n", webhook.id);

    fmt::print("\nAll twelve operations succeeded.\n");
  });
}
