#ifndef EXAMPLE_SUPPORT_CSV_HPP
#define EXAMPLE_SUPPORT_CSV_HPP

#include <initializer_list>
#include <ostream>
#include <string>
#include <string_view>

namespace example {

/// One cell as RFC 4180 quotes it. A text that begins like a formula of a spreadsheet gets an apostrophe in front,
/// unless it is made of telephone numbers alone.
std::string csv_cell(std::string_view text);

/// One row, ended by CR LF.
void write_csv_row(std::ostream& out, std::initializer_list<std::string_view> cells);

}  // namespace example

#endif
