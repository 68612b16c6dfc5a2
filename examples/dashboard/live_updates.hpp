#ifndef EXAMPLE_DASHBOARD_LIVE_UPDATES_HPP
#define EXAMPLE_DASHBOARD_LIVE_UPDATES_HPP

#include <allo/client.hpp>

#include <functional>
#include <memory>
#include <string>

namespace example {

/// Receives the account's webhooks on a loopback port of its own and says that something has changed. For a sandbox
/// only: the real service reaches no loopback port.
class LiveUpdates {
 public:
  /// Listens, then subscribes every number of the account, until `cancellation` ends that.
  /// @param on_change  Called on a thread of the server with what happened, in words; empty where there is nothing to
  /// say.
  /// @throws what the client throws; std::runtime_error when no port is to be had.
  LiveUpdates(const allo::AlloClient& client, const allo::CancellationToken& cancellation,
              std::function<void(std::string)> on_change);
  LiveUpdates(const LiveUpdates&) = delete;
  LiveUpdates& operator=(const LiveUpdates&) = delete;
  /// Takes the subscriptions back.
  ~LiveUpdates();

 private:
  class Server;
  class Subscriptions;
  std::unique_ptr<Server> server_;
  std::unique_ptr<Subscriptions> subscriptions_;
};

}  // namespace example

#endif
