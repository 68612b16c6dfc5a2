#ifndef ALLO_CLI_CONTEXT_HPP
#define ALLO_CLI_CONTEXT_HPP

#include "support/account.hpp"

#include <allo/client.hpp>

#include <optional>
#include <string>

namespace allo_cli {

/// What all commands share: the options in front of the command, and the client. Belongs to one thread.
class Context {
 public:
  bool json = false;       ///< --json
  std::string base_url{};  ///< --base-url; empty where not given

  /// The client, made when a command first asks for it.
  const allo::AlloClient& allo();

  /// The account behind the client.
  const example::Account& account();

  /// The given number of the account, or its first one.
  std::string number(const std::string& given);

 private:
  std::optional<example::Account> account_{};
  std::optional<allo::AlloClient> client_{};
};

}  // namespace allo_cli

#endif
