#ifndef ALLO_SRC_TESTING_SANDBOX_IMPL_HPP
#define ALLO_SRC_TESTING_SANDBOX_IMPL_HPP

#include "testing/control/control.hpp"
#include "testing/control/scenario.hpp"
#include "testing/server/delivery_client.hpp"
#include "testing/server/http_server.hpp"
#include "testing/server/tls.hpp"
#include "testing/service/service.hpp"

#include <allo/testing/sandbox.hpp>

#include <memory>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing {

/// The parts of a sandbox; the server comes last, so that it begins last and ends first.
class Sandbox::Impl {
 public:
  explicit Impl(SandboxOptions sandbox_options)
      : options(checked(std::move(sandbox_options))),
        service(options, std::make_unique<detail::DeliveryClient>(options.deliver_anywhere, options.delivery_timeout)),
        control(service),
        tls(options.tls ? std::make_unique<detail::Tls>([this] { return service.plan_handshake(); }) : nullptr),
        server(play_scenario(), control, options, tls.get()) {
    service.listens_at(origin());
  }

  /// Where it listens, for a client.
  std::string origin() const;

  template <class Work>
  auto locked(Work work) const {
    return service.locked(std::move(work));
  }

  SandboxOptions options;
  detail::Service service;
  detail::Control control;
  std::unique_ptr<detail::Tls> tls;
  detail::HttpServer server;

 private:
  static SandboxOptions checked(SandboxOptions options);
  detail::Service& play_scenario() {
    if (!options.scenario.empty()) {
      detail::play_scenario(service, options.scenario);
      service.remember_start();
    }
    return service;
  }
};

}  // namespace testing
ALLO_NAMESPACE_END

#endif
