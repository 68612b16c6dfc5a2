#include "http/default_transport.hpp"

#include "base/per_process.hpp"

#include <mutex>

ALLO_NAMESPACE_BEGIN
namespace detail {

namespace {

struct SharedTransport {
  std::mutex mutex;
  std::weak_ptr<HttpTransport> transport;
};

}  // namespace

std::shared_ptr<HttpTransport> default_transport() {
  // Never destroyed, so that a client in a static object may outlive everything here.
  static auto& per_process = *new PerProcess<SharedTransport>([] { return std::make_unique<SharedTransport>(); });
  SharedTransport& shared = per_process.get();
  const std::lock_guard<std::mutex> lock(shared.mutex);
  std::shared_ptr<HttpTransport> transport = shared.transport.lock();
  if (!transport) {
    transport = make_curl_transport();
    shared.transport = transport;
  }
  return transport;
}

}  // namespace detail
ALLO_NAMESPACE_END
