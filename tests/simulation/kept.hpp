#ifndef ALLO_TESTS_SIMULATION_KEPT_HPP
#define ALLO_TESTS_SIMULATION_KEPT_HPP

#include "simulation/plan.hpp"

#include <vector>

namespace simulation {

/// A schedule that once broke a promise, made smaller.
struct KeptPlan {
  const char* what;  ///< What the library did wrong.
  Plan plan;
};

/// Plans instead of their seeds: a seed means another schedule as soon as the simulation learns something.
std::vector<KeptPlan> kept_plans();

}  // namespace simulation

#endif
