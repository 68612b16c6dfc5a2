// The Allo API on the command line.
#include "commands.hpp"
#include "support/text_width.hpp"

#include <allo/version.hpp>

int main(int argc, char** argv) {
  example::use_utf8();
  allo_cli::Context context;
  CLI::App app{"The Allo business phone service on the command line.", "allo"};
  app.set_version_flag("--version", std::string{"allo "} + allo::version());
  app.add_flag("--json", context.json, "Prints JSON as the API names it, instead of text for people");
  app.add_option("--base-url", context.base_url, "Address of the service, instead of ALLO_BASE_URL");
  app.require_subcommand(1);
  app.fallthrough();  // These options may also stand behind the command.

  allo_cli::add_numbers(app, context);
  allo_cli::add_sms(app, context);
  allo_cli::add_calls(app, context);
  allo_cli::add_contacts(app, context);
  allo_cli::add_webhooks(app, context);
  allo_cli::add_completion(app);
  return example::run(app, argc, argv, [] {});
}
