#ifndef EXAMPLE_SUPPORT_CONTACT_CSV_HPP
#define EXAMPLE_SUPPORT_CONTACT_CSV_HPP

#include <allo/contacts.hpp>

#include <ostream>
#include <string>
#include <vector>

namespace example {

/// The names of the columns.
void write_contact_header(std::ostream& out);

/// A contact; its e-mail addresses come apart because a search leaves them out.
void write_contact_row(std::ostream& out, const allo::Contact& contact, const std::vector<std::string>& emails);

}  // namespace example

#endif
