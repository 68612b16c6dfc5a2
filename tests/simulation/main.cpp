// Runs schedules in the simulated world:
//   simulation --seed N           one schedule, which is printed when it breaks a promise, and made smaller
//   simulation --seconds S        fresh seeds for that long, from one that the clock gives
//   simulation --schedules N      so many, from --from on, 1 unless told
// The latter two begin with what was once found, unless --no-kept is given.
#include "simulation/kept.hpp"
#include "simulation/plan.hpp"
#include "simulation/schedule.hpp"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>

namespace {

double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

int report(const simulation::Plan& plan, const std::string& breach, bool make_smaller) {
  std::printf("A promise is broken: %s\n%s", breach.c_str(), simulation::to_text(plan).c_str());
  if (make_smaller) {
    const simulation::Plan small =
        simulation::shrink(plan, [](const simulation::Plan& each) { return simulation::run(each).breach.has_value(); });
    std::printf("\nMade smaller: %s\n%s", simulation::run(small).breach.value_or("?").c_str(),
                simulation::to_text(small).c_str());
  }
  std::printf("\nReplay it: simulation --seed %llu\n", static_cast<unsigned long long>(plan.seed));
  return 1;
}

/// The schedules that once broke a promise.
int replay_kept() {
  for (const simulation::KeptPlan& kept : simulation::kept_plans()) {
    if (const auto breach = simulation::run(kept.plan).breach) {
      std::printf("What was mended is broken again: %s\n%s\n%s", kept.what, breach->c_str(),
                  simulation::to_text(kept.plan).c_str());
      return 1;
    }
  }
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  std::uint64_t from = 1;
  long long schedules = -1;
  double seconds = 0;
  bool one = false;
  bool make_smaller = true;
  bool replays_kept = true;
  for (int i = 1; i < count; ++i) {
    const std::string_view name = arguments[i];
    if (name == "--no-shrinking") {
      make_smaller = false;
      continue;
    }
    if (name == "--no-kept") {
      replays_kept = false;
      continue;
    }
    if (i + 1 == count) return 2;
    const char* const value = arguments[++i];
    if (name == "--seed") {
      from = std::strtoull(value, nullptr, 10);
      one = true;
      schedules = 1;
    } else if (name == "--from") {
      from = std::strtoull(value, nullptr, 10);
    } else if (name == "--schedules") {
      schedules = std::atoll(value);
    } else if (name == "--seconds") {
      seconds = std::atof(value);
      from = static_cast<std::uint64_t>(std::time(nullptr)) * 1'000'000;
    } else {
      return 2;
    }
  }
  if (schedules < 0 && seconds <= 0) {
    std::fputs("simulation --seed N | --seconds S | --schedules N [--from N]\n", stderr);
    return 2;
  }

  if (replays_kept && !one && replay_kept() != 0) return 1;

  const double processor_began = processor_seconds();
  const std::time_t began = std::time(nullptr);
  long long done = 0;
  long long attempts = 0;
  long long deliveries = 0;
  for (std::uint64_t seed = from; schedules < 0 || done < schedules; ++seed) {
    if (seconds > 0 && std::difftime(std::time(nullptr), began) >= seconds) break;
    const simulation::Plan plan = simulation::plan_of(seed);
    const simulation::Result result = simulation::run(plan);
    ++done;
    attempts += result.attempts;
    deliveries += result.deliveries;
    if (result.breach) {
      std::printf("after %lld schedules\n", done);
      return report(plan, *result.breach, make_smaller);
    }
    if (one) std::printf("%s", simulation::to_text(plan).c_str());
  }
  const double used = processor_seconds() - processor_began;
  std::printf(
      "%lld schedules from seed %llu, %lld attempts, %.1f a schedule, %.1f of them deliveries, %.0f attempts a second "
      "of one processor: "
      "no promise is broken\n",
      done, static_cast<unsigned long long>(from), attempts,
      static_cast<double>(attempts) / static_cast<double>(done > 0 ? done : 1),
      static_cast<double>(deliveries) / static_cast<double>(done > 0 ? done : 1),
      static_cast<double>(attempts) / (used > 0 ? used : 1));
  return 0;
}
