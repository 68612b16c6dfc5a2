#ifndef ALLO_TESTS_SUPPORT_FAKE_TRANSPORT_HPP
#define ALLO_TESTS_SUPPORT_FAKE_TRANSPORT_HPP

#include "support/timed_client.hpp"

#include <allo/client.hpp>
#include <allo/errors.hpp>
#include <allo/transport.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace allo::test {

inline HttpResponse respond(int status, std::string body = "", HttpHeaders headers = {}) {
  return HttpResponse{status, std::move(headers), std::move(body)};
}

/// A transport without a network: plays the steps that it was given, one a request, and keeps the requests.
/// A request beyond the last step is an error of the test. Safe from many threads.
class FakeTransport : public HttpTransport {
 public:
  using Step = std::function<HttpResponse(const HttpRequest&)>;

  FakeTransport& then(Step step) {
    const std::lock_guard lock{mutex_};
    steps_.push_back(std::move(step));
    return *this;
  }
  FakeTransport& then(HttpResponse response) {
    return then([response = std::move(response)](const HttpRequest&) { return response; });
  }
  FakeTransport& then_fail(TransportError kind, bool maybe_sent) {
    return then(
        [=](const HttpRequest&) -> HttpResponse { throw TransportException(kind, "the network failed", maybe_sent); });
  }
  /// Answers every request beyond the last step.
  FakeTransport& always(Step step) {
    const std::lock_guard lock{mutex_};
    always_ = std::move(step);
    return *this;
  }

  HttpResponse send(const HttpRequest& request) override {
    Step step;
    {
      const std::lock_guard lock{mutex_};
      requests_.push_back(request);
      if (!steps_.empty()) {
        step = std::move(steps_.front());
        steps_.pop_front();
      } else {
        step = always_;
      }
    }
    if (!step) throw std::logic_error("a request that the test does not expect: " + request.url);
    return step(request);
  }

  std::vector<HttpRequest> requests() const {
    const std::lock_guard lock{mutex_};
    return requests_;
  }
  std::size_t count() const { return requests().size(); }
  HttpRequest last() const { return requests().back(); }

 private:
  mutable std::mutex mutex_;
  std::deque<Step> steps_;
  Step always_;
  std::vector<HttpRequest> requests_;
};

inline constexpr const char* test_key = "test_key_4f1d9c";

/// A client on a fake transport, whose waits are noted instead of waited out.
struct FakeClient {
  explicit FakeClient(AlloClientOptions given = {}) : options(std::move(given)) {
    if (options.api_key.empty()) options.api_key = test_key;
    options.base_url = "https://api.test/v1/api";
    options.transport = transport;
    time.sleep = [waits = waits](std::chrono::milliseconds wait) { waits->push_back(wait); };
    time.random = [] { return 0.5; };
  }

  /// Made at each call, with the options and the time as they are then.
  AlloClient client() const { return timed_client(options, time); }
  /// What such a client stands on.
  detail::SharedObject<detail::Core> core() const { return timed_core(options, time); }

  std::shared_ptr<FakeTransport> transport = std::make_shared<FakeTransport>();
  std::shared_ptr<std::vector<std::chrono::milliseconds>> waits =
      std::make_shared<std::vector<std::chrono::milliseconds>>();
  AlloClientOptions options;
  detail::TimeSource time;
};

/// Runs `call`, which must throw E, and gives what was thrown.
template <class E, class Call>
E thrown_by(const Call& call) {
  try {
    call();
  } catch (const E& error) {
    return error;
  }
  throw std::logic_error("nothing was thrown");
}

/// What `call` refuses with an InvalidArgumentException.
template <class Call>
std::string refusal_of(const Call& call) {
  return thrown_by<InvalidArgumentException>(call).what();
}

}  // namespace allo::test

#endif
