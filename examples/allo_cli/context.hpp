#ifndef ALLO_CLI_CONTEXT_HPP
#define ALLO_CLI_CONTEXT_HPP

#include "support/account.hpp"

#include <allo/client.hpp>
#include <allo/v2/client.hpp>

#include <optional>
#include <string>

namespace allo_cli {

/// What all commands share: the options in front of the command, and the clients. Belongs to one thread.
class Context {
 public:
  bool json = false;       ///< --json
  bool sandbox = false;    ///< --sandbox
  bool verbose = false;    ///< --verbose
  std::string base_url{};  ///< --base-url; empty where not given

  /// The client of version 1, made when a command first asks for it.
  /// @throws UsageError without a key, unless --sandbox was given
  const allo::AlloClient& allo();

  /// The client of version 2, on the same account and connections.
  /// @throws UsageError without a key, unless --sandbox was given
  const allo::v2::Client& v2();

  /// The account behind the clients.
  const example::Account& account();

  /// The given number of the account, or its first one.
  std::string number(const std::string& given);

 private:
  std::optional<example::Account> account_{};
  std::optional<allo::AlloClient> client_{};
  std::optional<allo::v2::Client> v2_{};
};

}  // namespace allo_cli

#endif
