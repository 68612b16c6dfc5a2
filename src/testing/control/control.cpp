#include "testing/control/control.hpp"

#include "testing/control/assets.hpp"
#include "testing/service/urls.hpp"

#include <allo/errors.hpp>

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

constexpr std::string_view prefix = "/_sandbox/";

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

/// Matches a path against a template; what stands for {id} goes to `id`, percent-decoded. An id that cannot be decoded
/// is left as it is, and no such thing will be found.
bool matches(std::string_view pattern, std::string_view path, std::string& id) {
  const std::size_t mark = pattern.find("{id}");
  if (mark == std::string_view::npos) return pattern == path;
  const std::string_view tail = pattern.substr(mark + 4);
  if (path.size() <= mark + tail.size() || path.substr(0, mark) != pattern.substr(0, mark)) return false;
  if (path.substr(path.size() - tail.size()) != tail) return false;
  id = path.substr(mark, path.size() - mark - tail.size());
  if (id.find('/') != std::string::npos) return false;
  const auto target = parse_target('/' + id);
  if (target && !target->segments.empty()) id = target->segments[0];
  return true;
}

Response asset_response(std::string_view content_type, std::string_view content) {
  Response response;
  response.content_type = content_type;
  // The page asks nobody but the sandbox for anything, and nobody may frame it.
  response.headers.emplace_back("Content-Security-Policy",
                                "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
                                "connect-src 'self'; img-src data:; frame-ancestors 'none'");
  response.body = content;
  return response;
}

bool is_allowed(const Request& request) {
  if (!is_loopback_host(request.remote_address)) return false;
  // A page of another site may send requests here through the developer's browser; it cannot hide its origin, and a
  // name that it had resolved to this machine shows in the Host header.
  const std::string* host = find_header(request.headers, "Host");
  if (host != nullptr && !is_loopback_host(host_of_authority(*host))) return false;
  const std::string* origin = find_header(request.headers, "Origin");
  if (origin == nullptr) return true;
  const std::size_t slashes = origin->find("://");
  return host != nullptr && slashes != std::string::npos && origin->substr(slashes + 3) == *host;
}

/// The parameter `last`, which every endpoint takes; the others have no parameters.
std::size_t read_last(const RequestTarget& target) {
  std::size_t most = std::numeric_limits<std::size_t>::max();
  for (const auto& [name, value] : target.query) {
    if (name != "last") throw InputError(name, "unknown parameter");
    const char* const end = value.data() + value.size();
    const auto read = std::from_chars(value.data(), end, most);
    if (read.ec != std::errc{} || read.ptr != end || most == 0) throw InputError(name, "must be a whole number from 1");
  }
  return most;
}

}  // namespace

Control::Control(Service& service) : service_(service) {
  // All schemas are known before a request is answered: from then on threads read them at once.
  endpoints();
}

bool Control::owns(std::string_view target) {
  const std::string_view path = path_of(target);
  return path == "/" || path == "/openapi.json" || path.substr(0, prefix.size()) == prefix;
}

Response Control::handle(const Routed& request) {
  const std::string_view path = path_of(request.target);
  if (path.substr(0, prefix.size()) != prefix && (request.method == "GET" || request.method == "HEAD")) {
    return path == "/" ? asset_response("text/html; charset=utf-8", page_html())
                       : asset_response("application/json", openapi_json());
  }
  if (!is_allowed(request)) return error_response(403, "LOOPBACK_ONLY");
  std::string allowed;
  for (const Endpoint& endpoint : endpoints()) {
    Input input{service_, *this};
    const bool is_http = !endpoint.method.empty() && path.size() >= prefix.size();
    if (!is_http || !matches(endpoint.path, path.substr(prefix.size()), input.id)) continue;
    if (endpoint.method == request.method) return perform(endpoint, request, std::move(input));
    allowed.append(allowed.empty() ? "" : ", ").append(endpoint.method);
  }
  Response refusal = allowed.empty() ? error_response(404, "NOT_FOUND") : error_response(405, "METHOD_NOT_ALLOWED");
  if (!allowed.empty()) refusal.headers.emplace_back("Allow", allowed);
  return refusal;
}

Response Control::perform(const Endpoint& endpoint, const Routed& request, Input input) {
  try {
    input.last = read_last(request.parsed);
    if (!request.body.empty()) input.body = parse_json(request.body);
    check_input(endpoint, input.body);
    return data_response(200, endpoint.run(input));
  } catch (const InputError& error) {
    return invalid_request(Json::array({detail(error.field(), error.what())}));
  } catch (const InvalidArgumentException& error) {
    return invalid_request(Json::array({detail("", error.what())}));
  } catch (const JsonError& error) {
    return invalid_request(Json::array({detail("", error.what())}));
  }
}

void check_input(const Endpoint& endpoint, Json& body) {
  if (endpoint.body.empty()) return;
  if (!body.is_object()) throw InputError("", "must be a JSON object");
  const auto findings = check(Schemas::all().get(std::string{endpoint.body}).fields, body, true);
  if (findings.empty()) return;
  // A list is named as a whole.
  const std::string& field = findings[0].field;
  throw InputError(field.substr(0, field.find('[')), findings[0].message);
}

std::uint64_t Control::keep(Snapshot snapshot) {
  constexpr std::size_t most = 100;
  constexpr std::size_t most_things = 200'000;
  const std::lock_guard lock{mutex_};
  things_ += snapshot.data().state.size();
  snapshots_.push_back(std::move(snapshot));
  while (snapshots_.size() > 1 && (snapshots_.size() > most || things_ > most_things)) {
    things_ -= snapshots_.front().data().state.size();
    snapshots_.pop_front();
    ++first_snapshot_;
  }
  return first_snapshot_ + snapshots_.size() - 1;
}

Snapshot Control::kept(std::uint64_t id) {
  const std::lock_guard lock{mutex_};
  if (id < first_snapshot_ || id >= first_snapshot_ + snapshots_.size()) throw InputError("id", "no such snapshot");
  return snapshots_[id - first_snapshot_];
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
