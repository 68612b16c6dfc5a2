#ifndef ALLO_SRC_TESTING_SERVICE_EXPECTATIONS_HPP
#define ALLO_SRC_TESTING_SERVICE_EXPECTATIONS_HPP

#include "testing/model/json.hpp"

#include <allo/testing/expectation.hpp>
#include <allo/testing/journal.hpp>

#include <cstddef>
#include <string>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// What a test expects of its requests, and how that went.
class Expectations {
 public:
  static constexpr std::size_t most = 10'000;

  /// @throws InvalidArgumentException for an expectation that nothing can match, and for one more than `most`
  void add(ExpectedRequest expected);
  void see(const RecordedRequest& request);
  void clear();

  /// What is missing and what came unexpectedly, a line each; empty when all is well. Nothing is unexpected where
  /// nothing is expected.
  std::string report() const;

 private:
  struct Entry {
    ExpectedRequest expected{};
    Json body{};
    int seen = 0;
  };
  static bool matches(const Entry& entry, const RecordedRequest& request);
  std::vector<Entry> entries_;
  std::vector<std::string> unexpected_;
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
