#include "context.hpp"

#include "support/program.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <stdexcept>

namespace allo_cli {

namespace {

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

/// Tells stderr of each request. Routes hold neither ids nor numbers, and no hook ever sees the key.
void trace(allo::AlloClientOptions& options) {
  options.on_request = [](const allo::RequestEvent& event) {
    fmt::print(stderr, "> {} {} (attempt {}, {} bytes)\n", to_string(event.method), event.route, event.attempt,
               event.bytes_sent);
  };
  options.on_response = [](const allo::ResponseEvent& event) {
    const std::string outcome =
        event.status == 0 ? std::string{to_string(event.transport_error)} : "HTTP " + std::to_string(event.status);
    fmt::print(stderr, "< {} in {} ms, {} bytes, request {}\n", outcome, event.duration.count() / 1000,
               event.bytes_received, example::printable(event.request_id));
  };
}

}  // namespace

const example::Account& Context::account() {
  if (!account_) {
    if (!sandbox && !is_set("ALLO_API_KEY")) {
      throw example::UsageError("no key: set ALLO_API_KEY, or say --sandbox to work on an account that reaches nobody");
    }
    account_ = sandbox ? example::sandbox_account() : example::connect(base_url);
    account_->options.pacer = allo::make_pacer();
    if (verbose) trace(account_->options);
  }
  return *account_;
}

const allo::AlloClient& Context::allo() {
  if (!client_) client_.emplace(account().options);
  return *client_;
}

const allo::v2::Client& Context::v2() {
  if (!v2_) v2_.emplace(allo());
  return *v2_;
}

std::string Context::number(const std::string& given) {
  if (!given.empty()) return given;
  for (const allo::PhoneNumber& each : allo().numbers.list()) {
    if (each.number) return *each.number;
  }
  throw std::runtime_error("the account has no number");
}

}  // namespace allo_cli
