#ifndef EXAMPLE_SUPPORT_QUEUE_CSV_HPP
#define EXAMPLE_SUPPORT_QUEUE_CSV_HPP

#include <allo/v2/dialing_queue.hpp>

#include <string>
#include <vector>

namespace example {

/// Whom a CSV file names: number, name, last name, company; "-" is standard input. A heading is skipped.
/// @throws std::system_error for a file that cannot be read; UsageError for one without a number
std::vector<allo::v2::QueueEntry> read_queue_csv(const std::string& name);

}  // namespace example

#endif
