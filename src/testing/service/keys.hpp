#ifndef ALLO_SRC_TESTING_SERVICE_KEYS_HPP
#define ALLO_SRC_TESTING_SERVICE_KEYS_HPP

#include "testing/service/context.hpp"
#include "testing/service/message.hpp"

#include <allo/timestamp.hpp>

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// What a key may do in a span of time.
struct RateLimits {
  bool enabled = false;
  int reads_per_second = 20;
  int writes_per_second = 5;
  std::optional<int> requests_per_day{};
};

/// The keys of the account with their scopes, and how much of its limits each has used. Of more than `most` the oldest
/// go, but for the first, which is the account's own.
class Keys {
 public:
  explicit Keys(RateLimits limits) : limits_(limits) {}

  static constexpr std::size_t most = 10'000;

  void add(const std::string& key, std::vector<std::string> scopes);
  std::size_t size() const { return scopes_.size(); }
  bool knows(std::string_view key) const { return scopes_.find(key) != scopes_.end(); }
  std::vector<std::string> scopes_of(std::string_view key) const;
  const RateLimits& limits() const { return limits_; }
  bool allows(std::string_view key, std::string_view scope) const;

  /// Counts a request. Gives the refusal when the key is over a limit, and appends the X-RateLimit headers.
  std::optional<Refusal> count(std::string_view key, bool is_write, Timestamp now, HeaderList& headers);

  void forget_usage() { usage_.clear(); }

 private:
  struct Usage {
    long long second = -1;  ///< Which second since 1970 is counted.
    int reads = 0;
    int writes = 0;
    long long day = -1;  ///< Which day since 1970 is counted.
    int today = 0;
  };
  RateLimits limits_;
  std::map<std::string, std::vector<std::string>, std::less<>> scopes_;
  std::map<std::string, Usage, std::less<>> usage_;
  std::deque<std::string> order_;  ///< All but the first, oldest first.
};

/// All scopes that the API knows.
const std::vector<std::string>& all_scopes();

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
