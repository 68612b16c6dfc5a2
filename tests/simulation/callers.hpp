#ifndef ALLO_TESTS_SIMULATION_CALLERS_HPP
#define ALLO_TESTS_SIMULATION_CALLERS_HPP

#include "simulation/judge.hpp"
#include "simulation/plan.hpp"
#include "simulation/world.hpp"

#include <allo/allo.hpp>
#include <allo/v2/client.hpp>

#include <memory>
#include <string>

namespace simulation {

/// The clients of one process.
struct Clients {
  explicit Clients(const allo::AlloClientOptions& options) : one(options), two(one) {}

  allo::AlloClient one;
  allo::v2::Client two;
};

/// Makes a call that is one request, or several, but no walk. The clients may be destroyed meanwhile.
/// @throws what the client throws
void make_call(const Clients& clients, const allo::RequestOptions& options, Call& call, Judge& judge);

/// Thrown by a caller who has had enough of a download.
struct CallerLeft {};

/// Downloads a recording, and looks at every byte.
void download(const Clients& clients, const allo::RequestOptions& options, Call& call, Judge& judge);

/// Walks over a list that changes meanwhile, and holds what was given against what was there.
class Walker {
 public:
  Walker(World& world, Judge& judge, Call& call) : world_(world), judge_(judge), call_(call) {}

  /// @throws what the client throws
  void walk(const Clients& clients, const allo::RequestOptions& options);
  void check() const;

 private:
  allo::RangeOptions range() const;
  template <class Range, class Id>
  void go_over(const Range& range, Id id);

  World& world_;
  Judge& judge_;
  Call& call_;
  std::vector<std::string> given_{};
};

}  // namespace simulation

#endif
