#include "context.hpp"

#include <stdexcept>

namespace allo_cli {

const example::Account& Context::account() {
  if (!account_) {
    account_ = example::connect(base_url);
    account_->options.pacer = allo::make_pacer();
  }
  return *account_;
}

const allo::AlloClient& Context::allo() {
  if (!client_) client_.emplace(account().options);
  return *client_;
}

std::string Context::number(const std::string& given) {
  if (!given.empty()) return given;
  for (const allo::PhoneNumber& each : allo().numbers.list()) {
    if (each.number) return *each.number;
  }
  throw std::runtime_error("the account has no number");
}

}  // namespace allo_cli
