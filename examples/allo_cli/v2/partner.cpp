// `partner`: accounts that a partner makes for clients. Creating one bills a seat and buys a number.
#include "v2/verbs.hpp"

namespace allo_cli {

void add_partner(CLI::App& app, Context& context) {
  CLI::App* partner =
      app.add_subcommand("partner", "Works with accounts of a partner's clients")->require_subcommand(1);

  CLI::App* create = partner->add_subcommand("create", "Creates one: that bills a seat and buys a number");
  struct Arguments {
    allo::v2::CreatePartnerAccountInput input{};
    std::string key{};
  };
  const auto arguments = std::make_shared<Arguments>();
  auto& input = arguments->input;
  create->add_option("--email", input.email, "E-mail address")->required();
  create->add_option("--name", input.name, "Name")->required();
  create->add_option("--mobile", input.personal_mobile, "Personal mobile number (E.164)")->required();
  create->add_option("--country", input.number_preference.country, "Country of the number, such as US")->required();
  create->add_option("--prefix", input.number_preference.prefix, "What the number should begin with");
  create->add_option("--reference", input.partner_client_ref, "The partner's own name for the client");
  create->add_option("--idempotency-key", arguments->key, "The same key within an hour makes no second account");
  create->callback([&context, arguments] {
    allo::RequestOptions options;
    options.idempotency_key = arguments->key;
    print_one(context.json, context.v2().partner_accounts.create(arguments->input, options));
  });

  constexpr const char* id = "Id of the account";
  add_get(*partner, context, &allo::v2::Client::partner_accounts, {.id = id, .help = "Shows one"});
  add_delete(*partner, context, &allo::v2::Client::partner_accounts,
             {.id = id, .help = "Ends one; it stays active to the end of the paid period", .done = "Ended"});
}

}  // namespace allo_cli
