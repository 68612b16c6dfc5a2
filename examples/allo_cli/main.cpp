// The Allo API on the command line, version 1 and version 2.
#include "commands.hpp"
#include "support/plain_help.hpp"
#include "support/text_width.hpp"

#include <allo/version.hpp>

int main(int argc, char** argv) {
  example::use_utf8();
  allo_cli::Context context;
  CLI::App app{"The Allo business phone service on the command line.", "allo"};
  app.set_version_flag("--version", std::string{"allo "} + allo::version());
  app.add_flag("--json", context.json, "Prints JSON as the API names it, instead of text for people");
  app.add_flag("--sandbox", context.sandbox, "Works on a sandbox in this process, which reaches nobody");
  app.add_flag("--verbose", context.verbose, "Shows each request on standard error, without keys, ids and numbers");
  app.add_option("--base-url", context.base_url, "Address of the service, instead of ALLO_BASE_URL");
  app.footer(
      "These options may also stand behind a command: --json --sandbox --verbose --base-url.\n"
      "Environment:\n"
      "  ALLO_API_KEY   key of the account to work on; needed, unless --sandbox is given\n"
      "  ALLO_BASE_URL  another address of the service, such as that of a running allo-sandbox\n"
      "  NO_COLOR       no colours\n"
      "Exit status: 0 done, 1 the service refused or something failed, 2 wrong arguments");
  app.require_subcommand(1);
  app.fallthrough();
  app.formatter(std::make_shared<example::PlainHelp>());
  app.get_formatter()->column_width(36);

  allo_cli::add_numbers(app, context);
  allo_cli::add_sms(app, context);
  allo_cli::add_calls(app, context);
  allo_cli::add_contacts(app, context);
  allo_cli::add_webhooks(app, context);
  allo_cli::add_account(app, context);
  allo_cli::add_conversations(app, context);
  allo_cli::add_items(app, context);
  allo_cli::add_people(app, context);
  allo_cli::add_companies(app, context);
  allo_cli::add_deals(app, context);
  allo_cli::add_templates(app, context);
  allo_cli::add_queue(app, context);
  allo_cli::add_analytics(app, context);
  allo_cli::add_partner(app, context);
  allo_cli::add_api(app, context);
  allo_cli::add_completion(app);
  allo_cli::add_manual(app);
  return example::run(app, argc, argv, [] {});
}
