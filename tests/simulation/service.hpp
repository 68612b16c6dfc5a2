#ifndef ALLO_TESTS_SIMULATION_SERVICE_HPP
#define ALLO_TESTS_SIMULATION_SERVICE_HPP

#include "simulation/judge.hpp"
#include "simulation/plan.hpp"
#include "simulation/world.hpp"

#include <allo/http.hpp>
#include <allo/transport.hpp>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace simulation {

/// The process ends in the middle of an attempt.
struct ProcessDied {};

/// A request, as it arrives.
struct Arrival {
  allo::HttpMethod method;
  std::string_view url;
  std::string_view key;
  std::string_view body;
  std::string_view range{};
  std::string_view if_range{};
};

/// What an answer says of the next attempt.
enum class Then : unsigned char {
  Ends,       ///< It would not help.
  MayBeDone,  ///< It would help, but what was asked for may have been done.
  Undone      ///< It would help, and nothing was done.
};

/// An answer on its way.
struct Answer {
  allo::HttpResponse response{};
  Then then = Then::Ends;
  Nanoseconds work{0};                      ///< Until it is written.
  std::optional<Nanoseconds> not_before{};  ///< What it asks for.
  Nanoseconds asked{0};                     ///< The same as a wait.
};

/// What the service answers to a request that it carries out.
allo::HttpResponse success_of(Call& call, const Arrival& request);

/// What a server of recordings answers, and how often that URL was redirected already.
allo::HttpResponse recording_of(Call& call, const Arrival& request);
int hop_of(std::string_view url);

/// The service: carries requests out, keeps the keys of what it did for an hour, and counts.
class Service {
 public:
  Service(const Plan& plan, Judge& judge) : plan_(&plan), judge_(&judge) {}

  /// What a request that arrived is answered with.
  Answer answer(Call& call, const Arrival& request, const PlannedAttempt& attempt);

  /// An answer of somebody in between.
  Answer gateway(int detail) const;

 private:
  struct Kept {
    Nanoseconds until{0};
    Nanoseconds busy_until{0};
    std::string request{};
  };
  Answer refuse(const Call& call, int status, std::string_view code, int detail) const;
  Answer refuse_for_rate(const Call& call, int detail) const;
  void ask_to_wait(Answer& answer, int detail) const;
  Answer under_key(Call& call, const Arrival& request, int detail);
  Answer carry_out(Call& call, const Arrival& request);
  bool is_too_many(allo::HttpMethod method);
  void tell_limits(Answer& answer, allo::HttpMethod method, int detail) const;
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
