#ifndef ALLO_SRC_TESTING_ROUTER_HPP
#define ALLO_SRC_TESTING_ROUTER_HPP

#include "testing/target.hpp"

#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// The operations of version 1 of the API.
enum class Operation {
  ListWebhooks,
  CreateWebhook,
  DeleteWebhook,
  SearchCalls,
  SearchContacts,
  GetContact,
  CreateContact,
  UpdateContact,
  Conversation,
  SendSms,
  ListNumbers,
};

/// One route of the API.
struct Route {
  Operation operation;
  std::string_view method;
  std::string_view path;   ///< Template below /v1/api, such as "/contact/{id}".
  std::string_view scope;  ///< What a key needs.

  bool is_write() const { return method != "GET"; }
  bool has_body() const { return method == "POST" || method == "PUT"; }
};

/// All routes.
const std::vector<Route>& routes();

/// True for a method and a template that belong together; an empty one stands for any.
bool has_route(std::string_view method, std::string_view path);

/// Where a request leads.
struct Match {
  bool in_api = false;                      ///< The path lies under /v1/api.
  const Route* route = nullptr;             ///< None for an unknown path or method.
  std::string id{};                         ///< What stands for {id}.
  std::vector<std::string_view> allowed{};  ///< The methods that the path knows.
};

Match match_route(std::string_view method, const Target& target);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
