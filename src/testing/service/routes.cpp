#include "testing/service/routes.hpp"

#include "testing/service/resources.hpp"

#include <algorithm>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

bool is_placeholder(std::string_view segment) { return !segment.empty() && segment[0] == '{'; }

/// Compares decoded segments with a template's; those that stand for placeholders go to `out`.
bool matches(const Route& route, const std::vector<std::string>& segments, std::vector<std::string>& out) {
  if (segments.size() != route.segments.size() + 2) return false;
  for (std::size_t i = 0; i < route.segments.size(); ++i) {
    const std::string& given = segments[i + 2];
    if (is_placeholder(route.segments[i])) {
      if (given.empty()) return false;
      out.push_back(given);
    } else if (given != route.segments[i]) {
      return false;
    }
  }
  return true;
}

Match match_route(std::string_view method, const RequestTarget& target) {
  Match match;
  const auto& segments = target.segments;
  if (segments.size() < 2 || segments[1] != "api") return match;
  match.version = segments[0] == "v1" ? 1 : segments[0] == "v2" ? 2 : 0;
  for (const Route& route : routes()) {
    std::vector<std::string> path;
    if (route.version != match.version || !matches(route, segments, path)) continue;
    match.allowed.push_back(route.method);
    if (route.method != method || match.route != nullptr) continue;
    match.route = &route;
    match.path = std::move(path);
  }
  return match;
}

}  // namespace

Route::Route(const Row& row, int of_version) : Row(row), version(of_version) {
  const std::string base = "/v" + std::to_string(version) + "/api";
  full = base + std::string{path};
  shown = version == 1 ? "" : base;
  for (std::string_view rest = path.substr(1); !rest.empty();) {
    const std::string_view part = rest.substr(0, rest.find('/'));
    segments.emplace_back(part);
    shown += is_placeholder(part) ? "/{id}" : '/' + std::string{part};
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  }
  parameters = read_fields(query);
  std::string_view names = body;
  if (!names.empty() && names.back() == '?') {
    body_is_optional = true;
    names.remove_suffix(1);
  }
  while (!names.empty()) {
    const std::string_view name = names.substr(0, names.find('|'));
    bodies.emplace_back(name);
    names.remove_prefix(std::min(name.size() + 1, names.size()));
  }
  is_flat_page = answer.substr(0, 5) == "flat ";
  is_page = is_flat_page || answer.substr(0, 5) == "page ";
  std::string_view type = answer.substr(is_page ? 5 : 0);
  if (const std::size_t colon = type.find(':'); colon != std::string_view::npos) {
    const std::size_t space = type.find(' ');
    sibling = type.substr(space + 1, colon - space - 1);
    sibling_form = read_type(type.substr(colon + 1));
    type = type.substr(0, space);
  }
  if (!type.empty()) form = read_type(type);
}

const std::vector<Route>& routes() {
  static const std::vector<Route> table = [] {
    std::vector<Route> out;
    for (const auto& make : resources()) {
      const Resource resource = make();
      Schemas::all().define(resource.schemas);
      for (const Row& row : resource.rows) out.emplace_back(row, resource.version);
    }
    return out;
  }();
  return table;
}

bool has_route(std::string_view method, std::string_view shown) {
  return std::any_of(routes().begin(), routes().end(), [&](const Route& route) {
    return (method.empty() || route.method == method) && (shown.empty() || route.shown == shown);
  });
}

Routed::Routed(Request request) : Request(std::move(request)) {
  auto target_parts = parse_target(target);
  if (!target_parts) return;
  parsed = std::move(*target_parts);
  match = match_route(method, parsed);
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
