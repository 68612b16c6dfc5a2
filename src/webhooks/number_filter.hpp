#ifndef ALLO_SRC_WEBHOOKS_NUMBER_FILTER_HPP
#define ALLO_SRC_WEBHOOKS_NUMBER_FILTER_HPP

#include "webhooks/handlers.hpp"

#include <allo/webhook_events.hpp>

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// The numbers whose deliveries are accepted; all, unless told.
class NumberFilter {
 public:
  NumberFilter() = default;

  /// @throws InvalidArgumentException for an empty list or what is no number
  explicit NumberFilter(const std::vector<std::string>& numbers);

  /// False when every delivery passes, so that nobody need look for its number.
  bool is_set() const noexcept { return !allowed_.empty(); }

  /// @throws WebhookNumberNotAllowedException when the event concerns a number outside the list
  void check(const WebhookEvent& event, const WebhookPayload& payload) const;

 private:
  bool allows(std::string_view number) const;

  std::unordered_set<std::string> allowed_;
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
