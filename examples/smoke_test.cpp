// Checks that an account and this library understand each other. Reads only, unless told otherwise.
#include "support/account.hpp"
#include "support/program.hpp"

#include <allo/allo.hpp>

#include <fmt/format.h>

namespace {

/// Runs checks one by one, goes on after a failure and counts.
class Checks {
 public:
  /// `check` returns what it saw, in a few words.
  void run(std::string_view name, const std::function<std::string()>& check) {
    try {
      fmt::print("PASS  {:<24} {}\n", name, check());
      ++passed_;
    } catch (const std::exception& error) {
      fmt::print("FAIL  {}\n", name);
      std::fflush(stdout);
      example::print_error(error);
      ++failed_;
    }
  }

  void skip(std::string_view name, std::string_view reason) { fmt::print("SKIP  {:<24} {}\n", name, reason); }

  void finish() const {
    fmt::print("{} passed, {} failed\n", passed_, failed_);
    if (failed_ > 0) throw std::runtime_error("the smoke test failed");
  }

 private:
  int passed_ = 0;
  int failed_ = 0;
};

void check_reads(const allo::AlloClient& allo, Checks& checks, std::string& number) {
  checks.run("numbers.list", [&] {
    const auto numbers = allo.numbers.list();
    if (!numbers.empty() && number.empty()) number = numbers.front().number.value_or("");
    return fmt::format("{} numbers", numbers.size());
  });
  if (number.empty()) {
    checks.skip("calls.search", "no number");
  } else {
    checks.run("calls.search", [&] {
      return fmt::format("{} calls on the first page", allo.calls.search({.allo_number = number}).results.size());
    });
  }
  std::string contact_id;
  checks.run("contacts.search", [&] {
    const allo::ContactSearchResult page = allo.contacts.search();
    if (!page.results.empty()) contact_id = page.results.front().id;
    return fmt::format("{} contacts on the first page", page.results.size());
  });
  if (contact_id.empty()) {
    checks.skip("contacts.get", "no contact");
    checks.skip("contacts.conversation", "no contact");
  } else {
    checks.run("contacts.get", [&] {
      if (allo.contacts.get(contact_id).id != contact_id) throw std::runtime_error("another contact came back");
      return std::string{"the same contact"};
    });
    checks.run("contacts.conversation", [&] {
      return fmt::format("{} entries on the first page", allo.contacts.conversation(contact_id).results.size());
    });
  }
  checks.run("webhooks.list", [&] { return fmt::format("{} webhooks", allo.webhooks.list().size()); });
}

void check_writes(const allo::AlloClient& allo, Checks& checks, const std::string& from, const std::string& to) {
  checks.run("sms.send", [&] {
    const allo::SentSms sms = allo.sms.send({.from = from, .to = to, .message = "Smoke test of the C++ client"});
    return fmt::format("sent at {}", allo::to_iso8601(sms.start_date));
  });
  checks.run("webhooks.create, delete", [&] {
    const allo::Webhook webhook = allo.webhooks.create({
        .allo_number = from,
        .url = "https://example.com/webhooks/smoke-test",
        .topics = {allo::WebhookTopic::CallReceived},
        .enabled = false,
    });
    allo.webhooks.remove(webhook.id);
    return std::string{"created and deleted"};
  });
}

}  // namespace

int main(int argc, char** argv) {
  std::string number, to;
  CLI::App app{
      "Checks that an account and this library understand each other. It reads only; with --sms-to it also sends one\n"
      "SMS, and creates and deletes a webhook that is switched off."};
  app.add_option("--number", number, "Number of the account to work with (E.164); its first one where not given");
  app.add_option("--sms-to", to, "Who gets the SMS (E.164)");

  return example::run(app, argc, argv, [&] {
    const example::Account account = example::connect();
    const allo::AlloClient allo{account.options};
    fmt::print("allo {} against {}\n", allo::version(), account.options.base_url);

    Checks checks;
    check_reads(allo, checks, number);
    if (to.empty()) {
      checks.skip("sms.send", "no --sms-to");
      checks.skip("webhooks.create, delete", "no --sms-to");
    } else {
      check_writes(allo, checks, number, to);
    }
    checks.finish();
  });
}
