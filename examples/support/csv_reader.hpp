#ifndef EXAMPLE_SUPPORT_CSV_READER_HPP
#define EXAMPLE_SUPPORT_CSV_READER_HPP

#include <istream>
#include <string>
#include <vector>

namespace example {

/// All rows of a CSV text as RFC 4180 writes it: cells between commas, or between quotes, in which two stand for one.
/// Lines end with LF or CR LF; an empty line gives a row of one empty cell. A byte order mark in front is skipped.
/// @throws UsageError for a quote that does not end
std::vector<std::vector<std::string>> read_csv(std::istream& in);

}  // namespace example

#endif
