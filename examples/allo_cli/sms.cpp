#include "commands.hpp"
#include "input.hpp"
#include "output.hpp"

#include <allo/errors.hpp>

namespace allo_cli {

namespace {

struct SmsArguments {
  std::string from{};
  std::string sender_id{};
  std::string to{};
  std::string message{};
};

void send(Context& context, const SmsArguments& arguments) {
  const allo::AlloClient& allo = context.allo();
  try {
    const allo::SentSms sms =
        arguments.sender_id.empty()
            ? allo.sms.send({.from = arguments.from, .to = arguments.to, .message = arguments.message})
            : allo.sms.send_france(
                  {.sender_id = arguments.sender_id, .to = arguments.to, .message = arguments.message});
    if (context.json) return print_json(sms);
    fmt::print("{} to {} at {}\n", green("Sent"), example::printable(sms.to_number), allo::to_iso8601(sms.start_date));
  } catch (const allo::AlloException& error) {
    if (error.delivery() == allo::DeliveryState::MaybeSent) {
      fmt::print(stderr, "The SMS may have been sent. Look at the conversation before you send it again.\n");
    }
    throw;
  }
}

}  // namespace

void add_sms(CLI::App& app, Context& context) {
  CLI::App* sms = app.add_subcommand("sms", "Sends text messages")->require_subcommand(1);
  CLI::App* command = sms->add_subcommand("send", "Sends one SMS");
  const auto arguments = std::make_shared<SmsArguments>();
  CLI::Option_group* sender = command->add_option_group("sender", "Who sends it");
  sender->add_option("--from", arguments->from, "One of the account's numbers (US and international)");
  sender->add_option("--sender-id", arguments->sender_id, "Sender that Allo approved for France");
  sender->require_option(1);
  command->add_option("--to", arguments->to, "Who gets it (E.164)")->required();
  command->add_option("message", arguments->message, "1 to 1000 characters; - reads it from standard input")
      ->required();
  command->callback([&context, arguments] {
    arguments->message = text_or_input(arguments->message);
    send(context, *arguments);
  });
}

}  // namespace allo_cli
