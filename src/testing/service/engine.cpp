#include "testing/service/engine.hpp"

#include "testing/model/seed.hpp"
#include "testing/service/answers.hpp"
#include "testing/service/recordings.hpp"
#include "testing/service/urls.hpp"

#include <charconv>
#include <set>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

bool is_json_content(const Request& request) {
  const std::string* type = find_header(request.headers, "Content-Type");
  if (type == nullptr) return false;
  std::string_view media{*type};
  media = media.substr(0, media.find(';'));
  while (!media.empty() && (media.back() == ' ' || media.back() == '\t')) media.remove_suffix(1);
  return equal_ignoring_case(media, "application/json");
}

/// A parameter as the value that its type wants; the text itself where it is no such value.
Json parameter(const Type& type, const std::string& text) {
  if (type.kind == Type::Kind::Bool && (text == "true" || text == "false")) return text == "true";
  if (type.kind != Type::Kind::Int) return text;
  long long number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc{} && read.ptr == end ? Json(number) : Json(text);
}

/// The alternative that a body means: the last whose first field it has, else the first.
const Fields& alternative(const Route& route, const Json& body) {
  for (auto name = route.bodies.rbegin(); name != route.bodies.rend(); ++name) {
    const Fields& fields = Schemas::all().get(*name).fields;
    if (body.is_object() && body.contains(fields[0].first)) return fields;
  }
  return Schemas::all().get(route.bodies[0]).fields;
}

}  // namespace

Engine::Engine(EngineOptions options, Tell tell)
    : options_(std::move(options)),
      quirks_(options_.quirks),
      clock_(options_.standing_time),
      keys_(options_.rate_limits),
      tell_(std::move(tell)) {
  if (!options_.empty_account) state_ = seed_state(options_.seed, clock_.now());
  if (options_.empty_account) state_ = empty_state(options_.seed);
  remember_start();
}

void Engine::remember_start() {
  start_ = state_;
  start_offset_ = clock_.offset();
}

void Engine::reset() {
  restore(start_, start_offset_);
  keys_.forget_usage();
}

void Engine::restore(const State& state, std::chrono::microseconds clock_offset) {
  state_ = state;
  clock_.set_offset(clock_offset);
  replays_.clear();
}

Response Engine::handle(const Routed& request) {
  ++requests_;
  const std::string* given = find_header(request.headers, "X-Request-Id");
  const std::string request_id = given != nullptr && !given->empty() ? *given : "req_" + std::to_string(requests_);
  HeaderList headers;
  Response response = answer(request, headers, request_id);
  for (auto& header : headers) response.headers.push_back(std::move(header));
  response.headers.emplace_back("X-Request-Id", request_id);
  return response;
}

Response Engine::answer(const Routed& request, HeaderList& headers, const std::string& request_id) {
  const Match& match = request.match;
  const auto refuse = [&](const Refusal& refusal) { return refusal_response(match.version, refusal, request_id); };
  if (match.version == 0 && is_recording(request.parsed.path)) return recording(request);
  if (match.version == 0) return error_response(404, "NOT_FOUND");
  const std::string* credentials = find_header(request.headers, "Authorization");
  const std::string key = credentials == nullptr ? "" : key_of(*credentials, match.version);
  if (!keys_.knows(key)) return refuse({401, "API_KEY_INVALID"});
  if (match.allowed.empty()) return refuse({404, "NOT_FOUND"});
  if (match.route == nullptr) {
    Response response = refuse({405, "METHOD_NOT_ALLOWED"});
    std::string allowed;
    for (const std::string_view method : match.allowed) allowed.append(allowed.empty() ? "" : ", ").append(method);
    response.headers.emplace_back("Allow", allowed);
    return response;
  }
  const Route& route = *match.route;
  if (!route.scope.empty() && !keys_.allows(key, route.scope)) {
    return refuse({403, "API_KEY_INSUFFICIENT_SCOPE", "This key lacks the scope " + std::string{route.scope} + '.',
                   Json::array({detail("scope", "required=" + std::string{route.scope})})});
  }
  if (auto refusal = keys_.count(key, route.is_write(), clock_.now(), headers)) {
    Response response = refuse(*refusal);
    if (refusal->retry_after) response.headers.emplace_back("Retry-After", std::to_string(*refusal->retry_after));
    return response;
  }
  const auto perform_it = [&] {
    try {
      return carry_out(request, key);
    } catch (const Refusal& refusal) {
      return refuse(refusal);
    }
  };
  const std::string* idempotency_key = find_header(request.headers, "Idempotency-Key");
  const bool honoured = route.version == 2 || quirks_.idempotency_keys;
  if (!honoured || !route.is_write() || route.reads || idempotency_key == nullptr) return perform_it();
  try {
    return replays_.answer(key, *idempotency_key, route, clock_.now(), perform_it);
  } catch (const Refusal& refusal) {
    return refuse(refusal);
  }
}

Response Engine::carry_out(const Routed& request, const std::string& key) {
  const Route& route = *request.match.route;
  Context c = context(route);
  c.path = request.match.path;
  c.key = key;
  c.scopes = keys_.scopes_of(key);
  c.reads_per_second = keys_.limits().reads_per_second;
  c.writes_per_second = keys_.limits().writes_per_second;
  read_query(request, c);
  read_body(request, c);
  Json data = route.run(c);
  return success_response(route, c, std::move(data));
}

Json Engine::perform(const Route& route, Json body) {
  Context c = context(route);
  refuse_findings(check(alternative(route, body), body, true), route);
  c.body = std::move(body);
  return route.run(c);
}

void Engine::listens_at(const std::string& origin) {
  origin_ = origin;
  for (State* state : {&state_, &start_}) {
    for (Item& item : state->items) {
      if (item.call.recording_url) item.call.recording_url = served_recording_url(*item.call.recording_url, origin);
    }
  }
}

Response Engine::recording(const Routed& request) {
  const std::string* credentials = find_header(request.headers, "Authorization");
  const bool known =
      credentials != nullptr && (keys_.knows(key_of(*credentials, 1)) || keys_.knows(key_of(*credentials, 2)));
  return recording_response(request, request.parsed.path, state_, known);
}

void Engine::read_query(const Routed& request, Context& c) const {
  const Route& route = *request.match.route;
  std::set<std::string_view> seen;
  std::vector<Finding> findings;
  for (const auto& [name, value] : request.parsed.query) {
    const auto known = std::find_if(route.parameters.begin(), route.parameters.end(),
                                    [&, &wanted = name](const auto& field) { return field.first == wanted; });
    if (!seen.insert(name).second) findings.push_back({name, "given more than once"});
    c.query[name] = known == route.parameters.end() ? Json(value) : parameter(known->second, value);
  }
  for (Finding& finding : check(route.parameters, c.query, route.version == 1)) findings.push_back(std::move(finding));
  refuse_findings(findings, route);
}

void Engine::read_body(const Routed& request, Context& c) const {
  const Route& route = *request.match.route;
  if (route.bodies.empty() || (route.body_is_optional && request.body.empty())) {
    if (!route.bodies.empty()) refuse_findings(check(alternative(route, c.body), c.body, false), route);
    return;
  }
  if (!is_json_content(request)) throw Refusal{415, "UNSUPPORTED_MEDIA_TYPE"};
  try {
    c.body = parse_json(request.body);
  } catch (const JsonError& error) {
    refuse_findings({{"", std::string{"must be a JSON document in UTF-8: "} + error.what()}}, route);
  }
  refuse_findings(check(alternative(route, c.body), c.body, route.version == 1), route);
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
