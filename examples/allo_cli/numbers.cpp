#include "commands.hpp"
#include "output.hpp"

namespace allo_cli {

void add_numbers(CLI::App& app, Context& context) {
  app.add_subcommand("numbers", "Lists the account's telephone numbers")->callback([&context] {
    const std::vector<allo::PhoneNumber> numbers = context.allo().numbers.list();
    if (context.json) {
      JsonList list;
      for (const allo::PhoneNumber& number : numbers) list.add(number);
      return list.finish();
    }
    Table table{{"NUMBER", "COUNTRY", "SHARED", "NAME"}};
    for (const allo::PhoneNumber& number : numbers) {
      table.add({example::or_dash(number.number), example::or_dash(number.country),
                 number.is_shared_number ? "yes" : "no", example::or_dash(number.name)});
    }
    table.print();
  });
}

}  // namespace allo_cli
