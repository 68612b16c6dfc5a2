#ifndef EXAMPLE_SUPPORT_OUTPUT_FILE_HPP
#define EXAMPLE_SUPPORT_OUTPUT_FILE_HPP

#include <functional>
#include <ostream>
#include <string>

namespace example {

/// Has `write` fill the named file, or standard output where the name is empty. A file is written beside its place and
/// moved there at the end, so that a failure or Ctrl-C leaves what was there, and nothing else; it keeps the
/// permissions of the one that it replaces.
/// @throws std::system_error when it cannot be written, and what `write` throws.
void write_output(const std::string& name, const std::function<void(std::ostream&)>& write);

/// @throws std::system_error when the last write to `out` failed, as when nobody reads it any more.
void check_output(const std::ostream& out);

}  // namespace example

#endif
