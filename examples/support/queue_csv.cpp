#include "queue_csv.hpp"

#include "csv_reader.hpp"
#include "program.hpp"

#include <system_error>

#include <cerrno>
#include <fstream>
#include <iostream>

namespace example {

namespace {

allo::v2::QueueEntry entry_of(const std::vector<std::string>& row) {
  allo::v2::QueueEntry entry{.number = row.front()};
  if (row.size() > 1 && !row[1].empty()) entry.name = row[1];
  if (row.size() > 2 && !row[2].empty()) entry.last_name = row[2];
  if (row.size() > 3 && !row[3].empty()) entry.company = row[3];
  return entry;
}

std::vector<std::vector<std::string>> read_rows(const std::string& name) {
  if (name == "-") return read_csv(std::cin);
  std::ifstream file{name};
  if (!file) throw std::system_error(errno, std::generic_category(), "cannot read " + name);
  return read_csv(file);
}

}  // namespace

std::vector<allo::v2::QueueEntry> read_queue_csv(const std::string& name) {
  std::vector<allo::v2::QueueEntry> entries;
  for (const std::vector<std::string>& row : read_rows(name)) {
    if (!row.empty() && !row.front().empty() && row.front() != "number") entries.push_back(entry_of(row));
  }
  if (entries.empty()) throw UsageError(name + " holds no number");
  return entries;
}

}  // namespace example
