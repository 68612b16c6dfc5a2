#ifndef ALLO_TESTS_ASYNC_HOOKS_SUPPORT_HPP
#define ALLO_TESTS_ASYNC_HOOKS_SUPPORT_HPP

#include "async/support.hpp"

#include <allo/client.hpp>
#include <allo/subscription.hpp>
#include <allo/testing/sandbox.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

namespace allo::test {

/// Longer than any test is patient: a request that meets this ends early or the test fails.
inline constexpr std::chrono::minutes endless{5};

/// A sandbox and a client of it that does not retry and counts the requests that it has begun.
struct HookFixture {
  testing::Sandbox sandbox{};
  std::shared_ptr<Watched<int>> requests = std::make_shared<Watched<int>>(0);
  AlloClient client = make_client();

  AlloClient make_client() {
    AlloClientOptions options = sandbox.client_options();
    options.retry.max_attempts = 1;
    options.timeout = std::chrono::minutes{10};
    options.on_request = [counter = requests](const RequestEvent&) { counter->change([](int& n) { ++n; }); };
    return AlloClient{std::move(options)};
  }

  void arm_delay(const std::string& method) {
    testing::Fault fault;
    fault.kind = testing::FaultKind::Delay;
    fault.method = method;
    fault.delay = endless;
    sandbox.arm(fault);
  }

  /// The next request is refused for want of a scope.
  void arm_refusal(const std::string& method) {
    testing::Fault fault;
    fault.kind = testing::FaultKind::Status;
    fault.method = method;
    fault.status = 403;
    fault.code = "API_KEY_INSUFFICIENT_SCOPE";
    sandbox.arm(fault);
  }

  /// The ids in the routes of requests so far, such as "GET /numbers".
  int count(const std::string& method, const std::string& route) const {
    int found = 0;
    for (const testing::RecordedRequest& request : sandbox.requests()) {
      if (request.method == method && request.route == route) ++found;
    }
    return found;
  }
};

/// Waits until `source`, a query or a mutation, is busy no more.
template <class Source>
auto settled(const Source& source) {
  Watched<bool> done{false};
  const Subscription subscription = source.subscribe([&](const auto& state) {
    if constexpr (requires { state.is_loading; }) {
      if (!state.is_loading) done.set(true);
    } else {
      if (!state.is_pending) done.set(true);
    }
  });
  if (!done.wait_for(true)) throw std::runtime_error("never settled");
  return source.state();
}

}  // namespace allo::test

#endif
