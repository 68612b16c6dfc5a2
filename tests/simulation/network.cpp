#include "simulation/service.hpp"

#include <allo/errors.hpp>

#include <algorithm>
#include <utility>

namespace simulation {
namespace {

using allo::HttpRequest;
using allo::HttpResponse;
using allo::TransportError;
using allo::TransportException;

/// One attempt on its way.
class Exchange {
 public:
  Exchange(Judge& judge, Service& service, Call& call, const HttpRequest& request)
      : judge_(judge), service_(service), call_(call), request_(request), world_(*World::running()) {
    end_ = world_.now() + request.timeout;
    const auto number = static_cast<std::size_t>(call.item->attempts - 1);
    if (number < call.plan->attempts.size()) attempt_ = call.plan->attempts[number];
    way_ = std::chrono::milliseconds{attempt_.latency_ms} / 2;
    if (call.plan->process_dies_at == call.item->attempts) dies_ = true;
    if (request.cancellation.can_be_cancelled()) {
      subscription_ = request.cancellation.subscribe([this] {
        cancelled_ = true;
        world_.notify(this, true);
      });
    }
  }

  HttpResponse run() {
    constexpr TransportError unsent[] = {TransportError::Connect, TransportError::Resolve, TransportError::Timeout,
                                         TransportError::Tls};
    if (attempt_.fault == Fault::NeverLeaves) {
      wait(world_.now() + way_, false);
      throw TransportException(unsent[attempt_.detail % 4], "never left", false);
    }
    go_there();
    if (dies_ && attempt_.detail % 2 == 0) throw ProcessDied{};
    HttpResponse response;
    switch (attempt_.fault) {
      case Fault::LostRequest:
        if (attempt_.detail % 2 == 0) break_off();
        wait(end_, true);
        break_off();
      case Fault::ArrivesLate:
        arrive_at(world_.now() + std::chrono::milliseconds{1 + attempt_.detail % 60'000});
        break_off();
      case Fault::GatewayBefore:
        response = service_.gateway(call_, attempt_.detail);
        break;
      default:
        response = arrive();
    }
    if (dies_) throw ProcessDied{};
    if (attempt_.fault == Fault::SlowAnswer) wait(end_, true);
    wait(world_.now() + way_, true);
    switch (attempt_.fault) {
      case Fault::LostAnswer:
      case Fault::CutAnswer:
      case Fault::SlowAnswer:
        break_off();
      case Fault::GatewayAfter:
        call_.not_before.reset();  // Its answer stands in place of the service's.
        return service_.gateway(call_, attempt_.detail);
      case Fault::GarbledAnswer:
        if (response.status < 300) response.body = R"({"data":{"id)";
        return response;
      default:
        if (call_.not_before) *call_.not_before = std::max(*call_.not_before, world_.now());
        return response;
    }
  }

 private:
  HttpResponse arrive() {
    return service_.answer(call_, request_.method, request_.url, request_.headers.get("Idempotency-Key").value_or(""),
                           attempt_);
  }

  /// When nobody waits for the answer any more.
  void arrive_at(Nanoseconds time) {
    world_.at(time, [&service = service_, &call = call_, method = request_.method, url = request_.url,
                     key = std::string{request_.headers.get("Idempotency-Key").value_or("")}, attempt = attempt_] {
      const auto not_before = std::exchange(call.not_before, std::nullopt);
      service.answer(call, method, url, key, attempt);
      call.not_before = not_before;  // An answer that nobody gets asks for nothing.
    });
  }

  void go_there() {
    const Nanoseconds arrival = world_.now() + way_;
    try {
      wait(arrival, true);
    } catch (const TransportException&) {
      if (attempt_.detail % 2 != 0 && attempt_.fault == Fault::None) arrive_at(arrival);
      throw;
    }
  }

  /// @throws TransportException when it is cancelled, or takes too long
  void wait(Nanoseconds until, bool sent) {
    if (!cancelled_) world_.wait(this, std::min(until, end_));
    if (cancelled_ || until > end_) call_.not_before.reset();  // Nobody hears what was answered.
    if (cancelled_) throw TransportException(TransportError::Cancelled, "cancelled", sent);
    if (until > end_) throw TransportException(TransportError::Timeout, "timed out", sent);
  }

  [[noreturn]] void break_off() {
    call_.not_before.reset();
    throw TransportException(attempt_.detail % 3 == 0 ? TransportError::Send : TransportError::Receive, "broke off",
                             true);
  }

  Judge& judge_;
  Service& service_;
  Call& call_;
  const HttpRequest& request_;
  World& world_;
  PlannedAttempt attempt_{Fault::None, 0, 10};
  Nanoseconds end_{0};
  Nanoseconds way_{0};
  bool dies_ = false;
  bool cancelled_ = false;
  allo::CancellationSubscription subscription_{};
};

class Network final : public allo::HttpTransport {
 public:
  Network(Judge& judge, Service& service) : judge_(judge), service_(service) {}

  HttpResponse send(const HttpRequest& request) override {
    Call& call = *static_cast<Call*>(World::running()->local());
    judge_.handed_over(call, request);
    return Exchange{judge_, service_, call, request}.run();
  }

 private:
  Judge& judge_;
  Service& service_;
};

}  // namespace

std::shared_ptr<allo::HttpTransport> make_network(Judge& judge, Service& service) {
  return std::make_shared<Network>(judge, service);
}

}  // namespace simulation
