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
      fail(unsent[attempt_.detail % 4], "never left", false);
    }
    go_there();
    if (dies_ && attempt_.detail % 2 == 0) throw ProcessDied{};
    Answer answer;
    switch (attempt_.fault) {
      case Fault::LostRequest:
        if (attempt_.detail % 2 == 0) break_off();
        wait_for_ever();
      case Fault::ArrivesLate:
        arrive_at(world_.now() + std::chrono::milliseconds{1 + attempt_.detail % 60'000});
        break_off();
      case Fault::GatewayBefore:
        answer = service_.gateway(attempt_.detail);
        break;
      default:
        answer = arrive();
    }
    if (dies_) throw ProcessDied{};
    if (attempt_.fault == Fault::SlowAnswer) wait_for_ever();
    wait(world_.now() + answer.work + way_, true);
    switch (attempt_.fault) {
      case Fault::LostAnswer:
      case Fault::CutAnswer:
        break_off();
      case Fault::GatewayAfter:
        return deliver(service_.gateway(attempt_.detail));
      case Fault::GarbledAnswer:
        if (answer.response.status < 300) {
          answer.response.body = R"({"data":{"id)";
          return std::move(answer.response);
        }
        [[fallthrough]];
      default:
        return deliver(std::move(answer));
    }
  }

 private:
  Arrival arrival() const {
    return {request_.method, request_.url, request_.headers.get("Idempotency-Key").value_or(""), request_.body};
  }

  Answer arrive() {
    judge_.arrived(call_, call_.request);
    return service_.answer(call_, arrival(), attempt_);
  }

  /// The client gets it.
  HttpResponse deliver(Answer answer) {
    if (answer.response.status < 300) judge_.answered(call_);
    if (answer.not_before) call_.not_before = std::max(*answer.not_before, world_.now());
    call_.asked = answer.asked;
    call_.may_be_done = call_.may_be_done || answer.response.status >= 500 || answer.response.status == 408;
    const bool helps =
        answer.then == Then::Undone || (answer.then == Then::MayBeDone && call_.traits->again != Again::Never);
    call_.may_go_on = helps && answer.asked <= std::chrono::milliseconds{call_.plan->max_delay_ms};
    return std::move(answer.response);
  }

  /// When nobody waits for the answer any more.
  void arrive_at(Nanoseconds time) {
    world_.at(time, [this_ = Late{judge_, service_, call_}, request = call_.request, method = request_.method,
                     url = request_.url, key = std::string{arrival().key}, body = request_.body, attempt = attempt_] {
      this_.judge.arrived(this_.call, request);
      this_.service.answer(this_.call, {method, url, key, body}, attempt);
    });
  }

  void go_there() {
    const Nanoseconds arrival = world_.now() + way_;
    if (!cancelled_) world_.wait(this, std::min(arrival, end_));
    if (!cancelled_ && arrival <= end_) return;
    if (attempt_.detail % 2 != 0 && attempt_.fault == Fault::None) arrive_at(arrival);
    give_up(true);
  }

  /// @throws TransportException when it is cancelled, or takes too long
  void wait(Nanoseconds until, bool sent) {
    if (!cancelled_) world_.wait(this, std::min(until, end_));
    if (cancelled_ || until > end_) give_up(sent);
  }

  [[noreturn]] void wait_for_ever() {
    if (!cancelled_) world_.wait(this, end_);
    give_up(true);
  }

  [[noreturn]] void give_up(bool sent) {
    if (cancelled_) fail(TransportError::Cancelled, "cancelled", sent);
    fail(TransportError::Timeout, "timed out", sent);
  }

  [[noreturn]] void break_off() {
    fail(attempt_.detail % 3 == 0 ? TransportError::Send : TransportError::Receive, "broke off", true);
  }

  [[noreturn]] void fail(TransportError kind, const char* text, bool sent) {
    call_.asked = Nanoseconds{0};
    call_.may_be_done = call_.may_be_done || sent;
    call_.may_go_on = kind != TransportError::Tls && (!sent || call_.traits->again != Again::Never);
    throw TransportException(kind, text, sent);
  }

  struct Late {
    Judge& judge;
    Service& service;
    Call& call;
  };

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
