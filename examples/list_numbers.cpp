// Lists the telephone numbers of the account.
#include "support/account.hpp"
#include "support/program.hpp"

#include <allo/client.hpp>

#include <fmt/format.h>

int main(int argc, char** argv) {
  CLI::App app{"Lists the telephone numbers of the account."};

  return example::run(app, argc, argv, [] {
    const example::Account account = example::connect();
    const allo::AlloClient allo{account.options};

    for (const allo::PhoneNumber& n : allo.numbers.list()) {
      fmt::print("{:<2} {:<16} {}{}\n", example::or_dash(n.country), example::or_dash(n.number),
                 example::or_dash(n.name), n.is_shared_number ? " (shared)" : "");
    }
  });
}
