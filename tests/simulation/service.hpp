#ifndef ALLO_TESTS_SIMULATION_SERVICE_HPP
#define ALLO_TESTS_SIMULATION_SERVICE_HPP

#include "simulation/judge.hpp"
#include "simulation/plan.hpp"
#include "simulation/world.hpp"

#include <allo/http.hpp>
#include <allo/transport.hpp>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace simulation {

/// The process ends in the middle of an attempt.
struct ProcessDied {};

/// The service: carries requests out, keeps the keys of what it did for an hour, and counts.
class Service {
 public:
  Service(const Plan& plan, Judge& judge) : plan_(&plan), judge_(&judge) {}

  /// What a request that arrived is answered with.
  allo::HttpResponse answer(Call& call, allo::HttpMethod method, std::string_view url, std::string_view key,
                            const PlannedAttempt& attempt);

  /// An answer of somebody in between.
  allo::HttpResponse gateway(Call& call, int detail);

 private:
  struct Kept {
    Nanoseconds until{0};
    std::string request{};
  };
  allo::HttpResponse refuse(Call& call, int status, int detail);
  void ask_to_wait(Call& call, allo::HttpResponse& response, int detail);
  bool is_too_many(allo::HttpMethod method);
  allo::HttpResponse carry_out(Call& call, allo::HttpMethod method, std::string_view url);
  std::string page(Call& call, std::string_view url);
  long long clock() const noexcept;

  const Plan* plan_;
  Judge* judge_;
  std::unordered_map<std::string, Kept> keys_{};
  std::array<long long, 2> second_{};
  std::array<int, 2> count_{};
};

/// The network between the client and the service, as the client's transport.
std::shared_ptr<allo::HttpTransport> make_network(Judge& judge, Service& service);

}  // namespace simulation

#endif
