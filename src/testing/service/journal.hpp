#ifndef ALLO_SRC_TESTING_SERVICE_JOURNAL_HPP
#define ALLO_SRC_TESTING_SERVICE_JOURNAL_HPP

#include "testing/service/routes.hpp"

#include <allo/testing/journal.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// What stands in the place of a secret.
inline constexpr const char* redacted = "[redacted]";

/// A request as it goes into the journal, its secrets redacted.
RecordedRequest record(const Routed& request);

/// The latest requests, within a bound on their number and size.
class Journal {
 public:
  explicit Journal(std::size_t max_entries) : max_entries_(max_entries) {}

  void add(RecordedRequest request);
  void clear();
  /// The newest `most` of them, oldest first.
  std::vector<RecordedRequest> entries(std::size_t most = std::numeric_limits<std::size_t>::max()) const;

 private:
  static constexpr std::size_t max_bytes = 64 * 1024 * 1024;
  void drop_oldest();

  std::size_t max_entries_;
  std::deque<RecordedRequest> entries_;
  std::size_t bytes_ = 0;
  std::uint64_t next_id_ = 1;
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
