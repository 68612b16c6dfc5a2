#include "testing/control.hpp"

#include "testing/addresses.hpp"
#include "testing/assets.hpp"
#include "testing/commands.hpp"
#include "testing/input.hpp"

#include <allo/errors.hpp>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

constexpr std::string_view prefix = "/_sandbox/";

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

/// Matches a path against a template; what stands for {id} goes to `id`, as it is.
bool matches(std::string_view pattern, std::string_view path, std::string& id) {
  const std::size_t mark = pattern.find("{id}");
  if (mark == std::string_view::npos) return pattern == path;
  const std::string_view tail = pattern.substr(mark + 4);
  if (path.size() <= mark + tail.size() || path.substr(0, mark) != pattern.substr(0, mark)) return false;
  if (path.substr(path.size() - tail.size()) != tail) return false;
  id = path.substr(mark, path.size() - mark - tail.size());
  return id.find('/') == std::string::npos;
}

/// Percent-decodes an id; one that cannot be decoded is left as it is, and no such thing will be found.
std::string decoded(const std::string& id) {
  const auto target = parse_target('/' + id);
  return target && !target->segments.empty() ? target->segments[0] : id;
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

}  // namespace

const std::vector<Control::Endpoint>& Control::endpoints() {
  static const std::vector<Endpoint> table{
      {"GET", "state", &Control::get_state},
      {"GET", "contacts/{id}/conversation", &Control::get_conversation},
      {"GET", "requests", &Control::get_requests},
      {"DELETE", "requests", &Control::delete_requests},
      {"GET", "deliveries", &Control::get_deliveries},
      {"POST", "deliveries/hold", &Control::hold_deliveries},
      {"POST", "deliveries/release", &Control::release_deliveries},
      {"POST", "deliveries/duplicate", &Control::duplicate_deliveries},
      {"POST", "deliveries/wait", &Control::wait_for_deliveries},
      {"POST", "deliveries/{id}/redeliver", &Control::redeliver},
      {"POST", "webhooks/{id}/rotate-secret", &Control::rotate_secret},
      {"POST", "webhooks/{id}/retire-old-secrets", &Control::retire_secrets},
      {"GET", "calls", &Control::get_calls},
      {"POST", "calls", &Control::post_call},
      {"POST", "past-calls", &Control::post_past_call},
      {"GET", "sms", &Control::get_sms},
      {"POST", "sms", &Control::post_sms},
      {"POST", "events", &Control::post_event},
      {"GET", "faults", &Control::get_faults},
      {"POST", "faults", &Control::post_fault},
      {"DELETE", "faults", &Control::delete_faults},
      {"DELETE", "faults/{id}", &Control::delete_fault},
      {"GET", "quirks", &Control::get_quirks},
      {"PATCH", "quirks", &Control::patch_quirks},
      {"POST", "keys", &Control::post_key},
      {"POST", "numbers", &Control::post_number},
      {"POST", "sender-ids", &Control::post_sender_id},
      {"POST", "contacts", &Control::post_contact},
      {"POST", "clock/advance", &Control::advance},
      {"POST", "reset", &Control::reset},
      {"POST", "snapshots", &Control::take_snapshot},
      {"POST", "snapshots/{id}/restore", &Control::restore_snapshot},
      {"POST", "expectations", &Control::post_expectation},
      {"GET", "expectations", &Control::get_expectations},
      {"DELETE", "expectations", &Control::delete_expectations},
  };
  return table;
}

std::vector<std::pair<std::string_view, std::string_view>> Control::operations() {
  std::vector<std::pair<std::string_view, std::string_view>> out;
  for (const Endpoint& endpoint : endpoints()) out.emplace_back(endpoint.method, endpoint.path);
  return out;
}

bool Control::owns(std::string_view target) {
  const std::string_view path = path_of(target);
  return path == "/" || path == "/openapi.json" || path.substr(0, prefix.size()) == prefix;
}

bool Control::is_allowed(const Request& request) {
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

Response Control::handle(const Request& request) {
  const std::string_view path = path_of(request.target);
  if (path.substr(0, prefix.size()) != prefix && (request.method == "GET" || request.method == "HEAD")) {
    return path == "/" ? asset_response("text/html; charset=utf-8", page_html())
                       : asset_response("application/json", openapi_json());
  }
  if (!is_allowed(request)) return error_response(403, "LOOPBACK_ONLY");
  std::string allowed;
  for (const Endpoint& endpoint : endpoints()) {
    Input input;
    if (path.size() < prefix.size() || !matches(endpoint.path, path.substr(prefix.size()), input.id)) continue;
    if (endpoint.method == request.method) return perform(endpoint, request, std::move(input));
    allowed.append(allowed.empty() ? "" : ", ").append(endpoint.method);
  }
  Response refusal = allowed.empty() ? error_response(404, "NOT_FOUND") : error_response(405, "METHOD_NOT_ALLOWED");
  if (!allowed.empty()) refusal.headers.emplace_back("Allow", allowed);
  return refusal;
}

Response Control::perform(const Endpoint& endpoint, const Request& request, Input input) {
  try {
    input.target = parse_target(request.target).value_or(Target{});
    input.id = decoded(input.id);
    if (!request.body.empty()) input.body = parse_json(request.body);
    return data_response(200, (this->*endpoint.perform)(input));
  } catch (const InputError& error) {
    return invalid_request(Json::array({detail(error.field(), error.what())}));
  } catch (const InvalidArgumentException& error) {
    return invalid_request(Json::array({detail("", error.what())}));
  } catch (const JsonError& error) {
    return invalid_request(Json::array({detail("", error.what())}));
  }
}

Json Control::post_call(const Input& input) { return add_call(service_, input.body); }
Json Control::post_past_call(const Input& input) { return add_past_call(service_, input.body); }
Json Control::post_sms(const Input& input) { return add_sms(service_, input.body); }
Json Control::post_event(const Input& input) { return add_event(service_, input.body); }
Json Control::post_fault(const Input& input) { return arm_fault(service_, input.body); }
Json Control::patch_quirks(const Input& input) { return change_quirks(service_, input.body); }
Json Control::post_key(const Input& input) { return add_key(service_, input.body); }
Json Control::post_number(const Input& input) { return add_number(service_, input.body); }
Json Control::post_sender_id(const Input& input) { return add_sender_id(service_, input.body); }
Json Control::post_contact(const Input& input) { return add_contact(service_, input.body); }
Json Control::advance(const Input& input) { return advance_clock(service_, input.body); }

Json Control::reset(const Input&) {
  service_.reset();
  return nullptr;
}

Json Control::take_snapshot(const Input&) {
  constexpr std::size_t most = 100;
  Snapshot snapshot = service_.snapshot();
  const std::lock_guard lock{mutex_};
  snapshots_.push_back(std::move(snapshot));
  if (snapshots_.size() > most) {
    snapshots_.pop_front();
    ++first_snapshot_;
  }
  return {{"id", first_snapshot_ + snapshots_.size() - 1}};
}

Json Control::restore_snapshot(const Input& input) {
  const std::uint64_t id = read_id(input.id);
  const Snapshot snapshot = [&] {
    const std::lock_guard lock{mutex_};
    if (id < first_snapshot_ || id >= first_snapshot_ + snapshots_.size()) throw InputError("id", "no such snapshot");
    return snapshots_[id - first_snapshot_];
  }();
  service_.restore(snapshot);
  return nullptr;
}

Json Control::post_expectation(const Input& input) {
  ExpectedRequest expected = read_expectation(input.body);
  service_.locked([&](Service::Parts& parts) { parts.expectations.add(std::move(expected)); });
  return nullptr;
}

Json Control::get_expectations(const Input&) {
  const std::string report = service_.locked([](Service::Parts& parts) { return parts.expectations.report(); });
  return {{"met", report.empty()}, {"report", report}};
}

Json Control::delete_expectations(const Input&) {
  service_.locked([](Service::Parts& parts) { parts.expectations.clear(); });
  return nullptr;
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
