#ifndef EXAMPLE_DASHBOARD_LIVE_UPDATES_HPP
#define EXAMPLE_DASHBOARD_LIVE_UPDATES_HPP

#include <allo/client.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace example {

/// Receives the account's webhooks on a loopback port of its own and says that something has changed. For a sandbox
/// only: the real service reaches no loopback port.
class LiveUpdates {
 public:
  /// Listens, then subscribes every number of the account.
  /// @param on_change  Called on a thread of the server with what happened, in words; empty where there is nothing to
  /// say.
  /// @throws what the client throws; std::runtime_error when no port is to be had.
  LiveUpdates(const allo::AlloClient& client, std::function<void(std::string)> on_change);
  LiveUpdates(const LiveUpdates&) = delete;
  LiveUpdates& operator=(const LiveUpdates&) = delete;
  /// Takes the subscriptions back.
  ~LiveUpdates();

 private:
  class Server;
  allo::AlloClient client_;
  std::unique_ptr<Server> server_;
  std::vector<std::string> webhook_ids_;
};

}  // namespace example

#endif
