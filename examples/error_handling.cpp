// Provokes each error that the service documents, and shows what a program can do about it.
#include "support/account.hpp"
#include "support/program.hpp"

#include <allo/allo.hpp>

#include <fmt/format.h>

#include <vector>

namespace {

/// What to do about the exception that is being handled. Special classes come before those that they derive from.
std::string advice() {
  try {
    throw;
  } catch (const allo::AuthenticationException&) {
    return "check the key";
  } catch (const allo::ForbiddenException& e) {
    return fmt::format("ask for a key with the scope {}", fmt::join(e.required_scopes(), ", "));
  } catch (const allo::RateLimitException& e) {
    if (e.quota_exhausted()) return "wait for the next day";
    return fmt::format("wait {} s (or let RetryPolicy do it)",
                       e.retry_after().value_or(std::chrono::seconds{1}).count() / 1000);
  } catch (const allo::AlloApiException& e) {
    if (e.not_found()) return "it is gone: forget the id";
    if (e.code() == allo::codes::InvalidSenderId) return "have Allo approve the sender";
    if (e.retryable()) return "try again later";
    return "correct the input";
  } catch (const allo::TransportException& e) {
    return e.request_may_have_been_sent() ? "look whether it was done before you try again"
                                          : "try again: nothing was sent";
  } catch (const allo::InvalidArgumentException&) {
    return "correct the argument: nothing was sent";
  }
}

struct ErrorCase {
  int status;
  std::string_view code;
  std::string_view meaning;
  std::function<void()>
      provoke;  // Empty for what no account but a sandbox in this process lets us provoke for nothing.
};

/// True when the service answered as the case expects.
bool provoke(const ErrorCase& expected) {
  if (!expected.provoke) {
    fmt::print("{} {}: {}\n  not provoked on this account\n", expected.status, expected.code, expected.meaning);
    return true;
  }
  try {
    expected.provoke();
    fmt::print(stderr, "error: {} was expected, and nothing was thrown\n", expected.code);
    return false;
  } catch (const allo::AlloApiException& e) {
    fmt::print("{} {}: {}\n  {}\n  -> {}\n", e.status(), e.code(), expected.meaning, example::printable(e.what()),
               advice());
    if (e.status() == expected.status && e.code() == expected.code) return true;
    fmt::print(stderr, "error: {} was expected, not {} {}\n", expected.code, e.status(), e.code());
    return false;
  }
}

/// Failures that are no answer of the service.
void show_failures_without_an_answer(const allo::AlloClient& allo) {
  try {
    allo.sms.send({.from = "+1234567890", .to = "+12025550143", .message = ""});
  } catch (const allo::InvalidArgumentException& e) {
    fmt::print("Refused before sending\n  {}\n  -> {}\n", e.what(), advice());
  }
  try {
    const std::string nobody_listens = allo::testing::Sandbox{}.base_url();
    allo::AlloClient{{.api_key = "key", .base_url = nobody_listens, .retry = {.max_attempts = 1}}}.numbers.list();
  } catch (const allo::TransportException& e) {
    fmt::print("No answer ({})\n  {}\n  -> {}\n", to_string(e.kind()), e.what(), advice());
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Provokes each error that the service documents and says what to do about it. On a real account, only those "
      "that\n"
      "cost nothing and reach nobody."};

  return example::run(app, argc, argv, [] {
    const example::Account account = example::connect();
    const auto client = [&](const std::string& key) {
      return allo::AlloClient{{.api_key = key, .base_url = account.options.base_url, .retry = {.max_attempts = 1}}};
    };
    const allo::AlloClient allo = client(account.options.api_key);

    std::function<void()> lack_a_scope, use_an_unapproved_sender, exceed_the_limit;
    if (allo::testing::Sandbox* const sandbox = account.sandbox()) {
      lack_a_scope = [&, sandbox] {
        sandbox->add_key("narrow_key", {"CONTACTS_READ"});
        client("narrow_key").webhooks.list();
      };
      use_an_unapproved_sender = [&] {
        allo.sms.send_france({.sender_id = "Unverified", .to = "+33612345678", .message = "Bonjour"});
      };
      exceed_the_limit = [&, sandbox] {
        sandbox->arm({.kind = allo::testing::FaultKind::RateLimitSeconds});
        allo.numbers.list();
      };
    }
    const std::vector<ErrorCase> table{
        {401, allo::codes::ApiKeyInvalid, "the key is missing or invalid", [&] { client("unknown").numbers.list(); }},
        {403, allo::codes::ApiKeyInsufficientScope, "the key lacks a scope", lack_a_scope},
        {404, allo::codes::WebhookNotFound, "no such webhook", [&] { allo.webhooks.remove("whk_gone"); }},
        {400, allo::codes::ContactNotFound, "no such contact", [&] { allo.contacts.get("cnt_gone"); }},
        {400, allo::codes::InvalidSenderId, "the sender for France is not approved", use_an_unapproved_sender},
        {429, allo::codes::RateLimited, "too many requests", exceed_the_limit},
    };
    int unexpected = 0;
    for (const ErrorCase& each : table) unexpected += provoke(each) ? 0 : 1;
    show_failures_without_an_answer(allo);
    if (unexpected > 0) throw std::runtime_error(fmt::format("{} errors were not the expected ones", unexpected));
  });
}
