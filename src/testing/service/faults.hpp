#ifndef ALLO_SRC_TESTING_SERVICE_FAULTS_HPP
#define ALLO_SRC_TESTING_SERVICE_FAULTS_HPP

#include "testing/service/routes.hpp"

#include <allo/testing/fault.hpp>
#include <allo/timestamp.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// What is to be done to one request: nothing, or one fault.
struct Plan {
  std::optional<Fault> fault{};

  bool is(FaultKind kind) const { return fault && fault->kind == kind; }
  /// True when the engine is to carry the request out.
  bool carries_out() const;
  /// True when the fault's own answer goes out instead of the engine's.
  bool replaces_answer() const;
};

/// The answer that a fault gives instead of the engine's, in the form of the request's version.
Response fault_response(const Fault& fault, Timestamp now, const Routed& request);

/// The armed faults. Of more than `most` the oldest that is spent goes.
class Faults {
 public:
  static constexpr std::size_t most = 1000;

  /// `tls` false: faults of TLS are refused, for they could never act.
  explicit Faults(bool tls) : tls_(tls) {}

  /// @throws InvalidArgumentException for a fault that can never act, and for one more than `most` that may still act
  std::uint64_t arm(Fault fault);
  bool disarm(std::uint64_t id);
  void disarm_all() { armed_.clear(); }
  const std::vector<ArmedFault>& armed() const { return armed_; }

  /// Counts a request and says what is to be done to it. `random` gives numbers for probabilities.
  Plan plan(std::string_view method, const Route* route, bool reused_connection,
            const std::function<std::uint64_t()>& random);

  /// The same for a TLS handshake.
  std::optional<FaultKind> plan_handshake(const std::function<std::uint64_t()>& random);

 private:
  template <class Matches>
  const Fault* strike(Matches matches, const std::function<std::uint64_t()>& random);
  const bool tls_;
  std::vector<ArmedFault> armed_;
  std::uint64_t next_id_ = 1;
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
