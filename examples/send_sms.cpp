// Sends an SMS: from a number of the account, or to France under a sender id.
#include "support/account.hpp"
#include "support/program.hpp"

#include <allo/client.hpp>
#include <allo/errors.hpp>

#include <fmt/format.h>

namespace {

void print(const allo::SentSms& sms) {
  fmt::print("{} from {} to {}: {}\n", allo::to_iso8601(sms.start_date),
             example::or_dash(sms.from_number ? sms.from_number : sms.sender_id), sms.to_number,
             example::printable(sms.content));
}

/// Sends once. When it fails, says whether the SMS may have gone out: only then could a second try be a second SMS.
template <class Send>
void send(const Send& sending) {
  try {
    print(sending());
  } catch (const allo::AlloException& error) {
    if (error.delivery() == allo::DeliveryState::MaybeSent) {
      fmt::print(stderr, "The SMS may have been sent. Look at the conversation before you send it again.\n");
    } else {
      fmt::print(stderr, "The SMS was not sent.\n");
    }
    throw;
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::string from, sender_id, to, message;
  CLI::App app{
      "Sends an SMS: from one of the account's numbers (US and international), or to France under a sender id that\n"
      "Allo has approved. Without arguments, and on a sandbox only, it does both."};
  CLI::Option* from_option = app.add_option("--from", from, "One of the account's numbers (E.164)");
  app.add_option("--sender-id", sender_id, "Approved sender for France, instead of --from")->excludes(from_option);
  app.add_option("--to", to, "Who gets the SMS (E.164)");
  app.add_option("--message", message, "1 to 1000 characters");

  return example::run(app, argc, argv, [&] {
    const example::Account account = example::connect();
    const allo::AlloClient allo{account.options};
    const std::string text = account.choose("--message", message, "Hello from Allo");

    const bool both = from.empty() && sender_id.empty();
    if (both || !from.empty()) {
      const allo::SendSmsInput sms{
          .from = account.choose("--from or --sender-id", from, example::seeded::number),
          .to = account.choose("--to", to, example::seeded::american),
          .message = text,
      };
      send([&] { return allo.sms.send(sms); });
    }
    if (both || !sender_id.empty()) {
      const allo::SendSmsFranceInput sms{
          .sender_id = account.choose("--from or --sender-id", sender_id, example::seeded::sender_id),
          .to = account.choose("--to", both ? "" : to, example::seeded::french),
          .message = text,
      };
      send([&] { return allo.sms.send_france(sms); });
    }
  });
}
