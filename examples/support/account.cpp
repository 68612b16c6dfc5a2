#include "account.hpp"

#include "program.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace example {

std::string Account::choose(std::string_view option, const std::string& given, std::string_view on_sandbox) const {
  if (!given.empty()) return given;
  if (is_sandbox_) return std::string{on_sandbox};
  throw UsageError(fmt::format("{} is needed on a real account", option));
}

Account connect(const std::string& base_url, const allo::testing::SandboxOptions& sandbox, Output output) {
  if (std::getenv("ALLO_API_KEY") == nullptr && std::getenv("ALLO_BASE_URL") == nullptr && base_url.empty()) {
    fmt::print(stderr, "ALLO_API_KEY is not set. ");
    Account account = sandbox_account(sandbox);
    if (output == Output::Prose) fmt::print("On a sandbox, not on an account: nothing reaches anybody.\n");
    return account;
  }
  Account account;
  account.options = allo::AlloClientOptions::from_environment();
  if (!base_url.empty()) account.options.base_url = base_url;
  // The real service knows no such key, so who uses it can do no harm.
  account.is_sandbox_ = account.options.api_key == allo::testing::Sandbox::default_key;
  return account;
}

Account sandbox_account(const allo::testing::SandboxOptions& sandbox) {
  Account account;
  account.sandbox_ = std::make_shared<allo::testing::Sandbox>(sandbox);
  account.options = account.sandbox_->client_options();
  account.is_sandbox_ = true;
  fmt::print(stderr, "Working on a sandbox in this process, {}: nothing reaches anybody\n", account.options.base_url);
  return account;
}

}  // namespace example
