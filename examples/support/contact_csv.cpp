#include "contact_csv.hpp"

#include "csv.hpp"

#include <fmt/format.h>

namespace example {

namespace {

std::string join(const std::vector<std::string>& values) { return fmt::format("{}", fmt::join(values, "; ")); }

std::string text(const std::optional<allo::Timestamp>& time) { return time ? allo::to_iso8601(*time) : ""; }

}  // namespace

void write_contact_header(std::ostream& out) {
  write_csv_row(out, {"id", "name", "last_name", "company", "job_title", "website", "numbers", "emails", "created_at",
                      "updated_at", "last_activity_date"});
}

void write_contact_row(std::ostream& out, const allo::Contact& contact, const std::vector<std::string>& emails) {
  write_csv_row(out, {
                         contact.id,
                         contact.name.value_or(""),
                         contact.last_name.value_or(""),
                         contact.company ? contact.company->name.value_or("") : "",
                         contact.job_title.value_or(""),
                         contact.website.value_or(""),
                         join(contact.numbers),
                         join(emails),
                         text(contact.created_at),
                         text(contact.updated_at),
                         text(contact.last_activity_date),
                     });
}

}  // namespace example
