#ifndef ALLO_SRC_TESTING_SERVICE_ROUTES_HPP
#define ALLO_SRC_TESTING_SERVICE_ROUTES_HPP

#include "testing/service/context.hpp"
#include "testing/service/message.hpp"
#include "testing/service/schema.hpp"
#include "testing/service/target.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// One operation of the API: what there is to say of it, and the function that carries it out and gives its data.
/// Checks, envelope, form, faults, replays, limits and its part of /openapi.json follow.
struct Row {
  std::string_view method;
  std::string_view path;   ///< Below the version's base, with placeholders, such as "/contact/{contact_id}".
  std::string_view scope;  ///< What a key needs; empty: nothing.
  Json (*run)(Context&);
  std::string_view id;       ///< The vendor's operationId.
  std::string_view query{};  ///< The parameters, as fields of a schema.
  std::string_view
      body{};  ///< A schema; alternatives between bars, told apart by their first field; ? behind: optional.
  std::string_view answer{};  ///< A type; "page " or "flat " before it: a page of it, behind which
                              ///< " name:type" may stand for a field beside `data`. Empty: no data.
  int status = 200;           ///< When it worked; 204 has no body.
  bool reads = false;         ///< It only reads, although it is no GET.
};

/// One resource: its definitions and its operations.
struct Resource {
  int version = 1;
  std::string_view schemas{};
  std::vector<Row> rows{};
};

/// A row that was read.
struct Route : Row {
  Route(const Row& row, int of_version);

  int version;
  std::string shown;  ///< As faults and the journal name it: placeholders are {id}, version 2 begins with /v2/api.
  std::string full;   ///< With its base, as /openapi.json names it.
  std::vector<std::string> segments;
  Fields parameters;
  std::vector<std::string> bodies;  ///< The names of the alternatives.
  bool body_is_optional = false;
  bool is_page = false;
  bool is_flat_page = false;
  std::optional<Type> form;
  std::string sibling;  ///< The name of a field beside `data`; empty: none.
  Type sibling_form{};

  bool is_write() const { return method != "GET"; }
};

/// All routes, in the order of their resources.
const std::vector<Route>& routes();

/// True for a method and a template that belong together; an empty one stands for any.
bool has_route(std::string_view method, std::string_view shown);

/// Where a request leads.
struct Match {
  int version = 0;                          ///< 0: it is not for the API.
  const Route* route = nullptr;             ///< None for an unknown path or method.
  std::vector<std::string> path{};          ///< What stands for the placeholders, percent-decoded.
  std::vector<std::string_view> allowed{};  ///< The methods that the path knows.
};

/// A request, taken apart and routed once.
struct Routed : Request {
  Routed() = default;
  Routed(Request request);

  RequestTarget parsed{};
  Match match{};
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
