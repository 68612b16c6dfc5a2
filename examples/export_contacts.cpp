// Writes all contacts of the account as CSV.
#include "support/account.hpp"
#include "support/contact_csv.hpp"
#include "support/output_file.hpp"
#include "support/program.hpp"
#include "support/progress_bar.hpp"

#include <allo/client.hpp>

namespace {

/// One page of size 1 tells how many contacts there are: as many as pages.
std::size_t count_contacts(const allo::AlloClient& allo) {
  const int pages = allo.contacts.search({.page = 0, .size = 1}).metadata.pagination.total_pages;
  return pages > 0 ? static_cast<std::size_t>(pages) : 0;
}

void write_contacts(const allo::AlloClient& allo, bool with_emails, std::ostream& out) {
  example::ProgressBar progress{"contacts", count_contacts(allo)};
  example::write_contact_header(out);
  // Fetches pages of 100 as it goes; one page is in memory at a time.
  for (const allo::Contact& contact : allo.contacts.all()) {
    // A search leaves the e-mail addresses out.
    example::write_contact_row(out, contact, with_emails ? allo.contacts.get(contact.id).emails : contact.emails);
    example::check_output(out);
    progress.advance();
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::string file;
  bool with_emails = false;
  CLI::App app{
      "Writes all contacts as CSV (RFC 4180, UTF-8). A text that a spreadsheet would take for a formula gets an\n"
      "apostrophe in front."};
  app.add_option("-o,--output", file, "File to write; standard output where not given");
  app.add_flag("--emails", with_emails, "Adds the e-mail addresses, at one request more for each contact");

  return example::run(app, argc, argv, [&] {
    example::Account account = example::connect({}, {}, example::Output::Data);
    account.options.pacer = allo::make_pacer();  // As fast as the service permits, and no faster.
    const allo::AlloClient allo{account.options};

    example::write_output(file, [&](std::ostream& out) { write_contacts(allo, with_emails, out); });
  });
}
