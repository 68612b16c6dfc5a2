#include "simulation/service.hpp"

#include <allo/errors.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace simulation {
namespace {

using allo::HttpRequest;
using allo::HttpResponse;
using allo::TransportError;
using allo::TransportException;

/// Why an attempt has no answer.
struct Failure {
  bool process_died = false;
  TransportError kind = TransportError::Unknown;
  const char* text = "";
  bool sent = false;
};

/// One attempt on its way. Throws nothing: an exception is dear, and the dearer the more it has to clean up.
class Exchange {
 public:
  Exchange(Judge& judge, Service& service, Call& call, const HttpRequest& request)
      : judge_(judge), service_(service), call_(call), request_(request), world_(*World::running()) {
    end_ = end();
    const auto number = static_cast<std::size_t>(call.item->attempts - 1);
    if (number < call.plan->attempts.size()) attempt_ = call.plan->attempts[number];
    // A download may be redirected, and something befalls one of its requests.
    if (attempt_.detail % (call.plan->recording.redirects + 1) != hop_of(request.url)) attempt_.fault = Fault::None;
    way_ = std::chrono::milliseconds{attempt_.latency_ms} / 2;
    if (call.plan->process_dies_at == call.item->attempts) dies_ = true;
    if (request.cancellation.can_be_cancelled()) {
      subscription_ = request.cancellation.subscribe([this] {
        cancelled_ = true;
        world_.notify(this, true);
      });
    }
  }

  /// Fills `response`, or says why there is none.
  std::optional<Failure> run(HttpResponse& response) {
    constexpr TransportError unsent[] = {TransportError::Connect, TransportError::Resolve, TransportError::Timeout,
                                         TransportError::Tls};
    if (attempt_.fault == Fault::NeverLeaves) {
      if (!wait(world_.now() + way_)) return give_up(false);
      return fail(unsent[attempt_.detail % 4], "never left", false);
    }
    const Nanoseconds arrival = world_.now() + way_;
    if (!wait(arrival)) {
      if (attempt_.detail % 2 != 0 && attempt_.fault == Fault::None) arrive_at(arrival);
      return give_up(true);
    }
    if (dies_ && attempt_.detail % 2 == 0) return Failure{true};
    Answer answer;
    switch (attempt_.fault) {
      case Fault::LostRequest:
        return attempt_.detail % 2 == 0 ? break_off() : wait_for_ever();
      case Fault::ArrivesLate:
        arrive_at(world_.now() + std::chrono::milliseconds{1 + attempt_.detail % 60'000});
        return break_off();
      case Fault::GatewayBefore:
        answer = service_.gateway(attempt_.detail);
        break;
      default:
        judge_.arrived(call_, call_.request);
        answer = service_.answer(call_, this->arrival(), attempt_);
    }
    if (dies_) return Failure{true};
    if (request_.sink != nullptr && answer.response.status < 300) return stream(answer, response);
    if (attempt_.fault == Fault::SlowAnswer) return wait_for_ever();
    if (!wait(world_.now() + answer.work + way_)) return give_up(true);
    if (attempt_.fault == Fault::LostAnswer || attempt_.fault == Fault::CutAnswer) return break_off();
    if (attempt_.fault == Fault::GatewayAfter) answer = service_.gateway(attempt_.detail);
    if (attempt_.fault == Fault::GarbledAnswer && answer.response.status < 300) {
      answer.response.body = R"({"data":{"id)";
    } else {
      note(answer);
    }
    response = std::move(answer.response);
    return std::nullopt;
  }

 private:
  Arrival arrival() const {
    const auto header = [&](std::string_view name) { return request_.headers.get(name).value_or(""); };
    Arrival arrival{request_.method, request_.url, {}, request_.body};
    if (request_.method != allo::HttpMethod::Get) arrival.key = header("Idempotency-Key");
    if (request_.sink != nullptr) {
      arrival.range = header("Range");
      arrival.if_range = header("If-Range");
    }
    return arrival;
  }

  /// Until when something must come.
  Nanoseconds end() const {
    return world_.now() +
           (request_.sink != nullptr ? std::min(request_.timeout, request_.stall_timeout) : request_.timeout);
  }

  /// Gives the body on in parts. What the sink throws goes its way.
  std::optional<Failure> stream(Answer& answer, HttpResponse& response) {
    if (!wait(world_.now() + way_)) return give_up(true);
    std::string body = std::move(answer.response.body);
    answer.response.body.clear();
    const bool breaks = attempt_.fault == Fault::LostAnswer || attempt_.fault == Fault::CutAnswer;
    const bool stalls = attempt_.fault == Fault::SlowAnswer;
    const std::size_t size = body.size();
    const std::size_t part = 1 + static_cast<std::size_t>(attempt_.detail / 7 % 100);
    if (breaks || stalls) body.resize(static_cast<std::size_t>(attempt_.detail) % (body.size() + 1));
    if (!request_.sink->begin(answer.response)) return break_off();
    for (std::size_t place = 0; place < body.size(); place += part) {
      end_ = std::min(end(), last_);
      if (!wait(world_.now() + std::chrono::milliseconds{1})) return give_up(true);
      request_.sink->write(std::string_view{body}.substr(place, part));
    }
    if (breaks) {
      const Failure failure = break_off();
      // A transport may take the end of a connection for the end of the body; its length tells.
      const bool goes_unnoticed =
          attempt_.fault == Fault::CutAnswer && call_.plan->recording.tells_length && body.size() < size;
      if (!goes_unnoticed) return failure;
      response = std::move(answer.response);
      return std::nullopt;
    }
    end_ = std::min(end(), last_);
    if (stalls) return wait_for_ever();
    note(answer);
    response = std::move(answer.response);
    return std::nullopt;
  }

  /// What the client learns of an answer.
  void note(const Answer& answer) {
    if (answer.response.status < 300) judge_.answered(call_);
    if (answer.not_before) call_.not_before = std::max(*answer.not_before, world_.now());
    call_.asked = answer.asked;
    call_.may_be_done = call_.may_be_done || answer.response.status >= 500 || answer.response.status == 408;
    const bool helps =
        answer.then == Then::Undone || (answer.then == Then::MayBeDone && call_.traits->again != Again::Never);
    call_.may_go_on = helps && answer.asked <= std::chrono::milliseconds{call_.plan->max_delay_ms};
  }

  /// When nobody waits for the answer any more.
  void arrive_at(Nanoseconds time) {
    world_.at(time, [this_ = Late{judge_, service_, call_}, request = call_.request, method = request_.method,
                     url = request_.url, key = std::string{arrival().key}, body = request_.body, attempt = attempt_] {
      this_.judge.arrived(this_.call, request);
      this_.service.answer(this_.call, {method, url, key, body}, attempt);
    });
  }

  /// False when it is cancelled before then, or takes too long.
  bool wait(Nanoseconds until) {
    if (!cancelled_) world_.wait(this, std::min(until, end_));
    return !cancelled_ && until <= end_;
  }

  Failure wait_for_ever() {
    if (!cancelled_) world_.wait(this, end_);
    return give_up(true);
  }

  Failure give_up(bool sent) {
    return cancelled_ ? fail(TransportError::Cancelled, "cancelled", sent)
                      : fail(TransportError::Timeout, "timed out", sent);
  }

  Failure break_off() {
    return fail(attempt_.detail % 3 == 0 ? TransportError::Send : TransportError::Receive, "broke off", true);
  }

  Failure fail(TransportError kind, const char* text, bool sent) {
    call_.asked = Nanoseconds{0};
    call_.may_be_done = call_.may_be_done || sent;
    // What was given to a function cannot be taken back: without a version to ask for there is no way on.
    const Validator validator = call_.plan->recording.validator;
    const bool is_stuck = !call_.received.empty() && validator != Validator::Tag && validator != Validator::Date;
    call_.may_go_on = kind != TransportError::Tls && !is_stuck && (!sent || call_.traits->again != Again::Never);
    return {false, kind, text, sent};
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
  Nanoseconds last_ = world_.now() + request_.timeout;  // Whatever comes until then.
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
    if (hop_of(request.url) > 0) {
      judge_.followed(call, request);
    } else {
      judge_.handed_over(call, request);
    }
    if (const auto failure = Exchange{judge_, service_, call, request}.run(response_)) {
      if (failure->process_died) throw ProcessDied{};
      throw TransportException(failure->kind, failure->text, failure->sent);
    }
    return std::move(response_);
  }

 private:
  Judge& judge_;
  Service& service_;
  HttpResponse response_{};  // The last one; nothing else runs until it is taken.
};

}  // namespace

std::shared_ptr<allo::HttpTransport> make_network(Judge& judge, Service& service) {
  return std::make_shared<Network>(judge, service);
}

}  // namespace simulation
