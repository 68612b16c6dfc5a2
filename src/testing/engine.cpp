#include "testing/engine.hpp"

#include "testing/seed.hpp"

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

Response wrong_method(const Match& match) {
  Response response = error_response(405, "METHOD_NOT_ALLOWED");
  std::string allowed;
  for (const std::string_view method : match.allowed) allowed.append(allowed.empty() ? "" : ", ").append(method);
  response.headers.emplace_back("Allow", allowed);
  return response;
}

}  // namespace

Engine::Engine(EngineOptions options, std::function<void(const Change&)> on_change)
    : options_(std::move(options)),
      quirks_(options_.quirks),
      clock_(options_.standing_time),
      keys_(options_.rate_limits),
      account_(state_, clock_, quirks_, std::move(on_change)) {
  if (!options_.empty_account) state_ = seed_state(options_.seed);
  if (options_.empty_account) state_.random = options_.seed;
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

Response Engine::handle(const Request& request) {
  const auto target = parse_target(request.target);
  return handle(request, target.value_or(Target{}), target ? match_route(request.method, *target) : Match{});
}

Response Engine::handle(const Request& request, const Target& target, const Match& match) {
  HeaderList headers;
  Response response = answer(request, target, match, headers);
  for (auto& header : headers) response.headers.push_back(std::move(header));
  response.headers.emplace_back("X-Request-Id", request_id(request));
  return response;
}

Response Engine::answer(const Request& request, const Target& target, const Match& match, HeaderList& headers) {
  if (!match.in_api) return error_response(404, "NOT_FOUND");
  const std::string* key = find_header(request.headers, "Authorization");
  if (key == nullptr || !keys_.knows(*key)) return error_response(401, "API_KEY_INVALID");
  if (match.allowed.empty()) return error_response(404, "NOT_FOUND");
  if (match.route == nullptr) return wrong_method(match);
  if (!keys_.allows(*key, match.route->scope)) {
    return error_response(403, "API_KEY_INSUFFICIENT_SCOPE",
                          Json::array({detail("scope", "required=" + std::string{match.route->scope})}));
  }
  if (auto refusal = keys_.count(*key, match.route->is_write(), clock_.now(), headers)) return std::move(*refusal);
  const Route& route = *match.route;
  const std::string* idempotency_key = find_header(request.headers, "Idempotency-Key");
  if (!quirks_.idempotency_keys || !route.is_write() || idempotency_key == nullptr) {
    return perform(route, request, target, match.id);
  }
  return replays_.answer(*key, *idempotency_key, route, clock_.now(),
                         [&] { return perform(route, request, target, match.id); });
}

Response Engine::perform(const Route& route, const Request& request, const Target& target, const std::string& id) {
  Json body;
  if (route.has_body()) {
    if (!is_json_content(request)) return error_response(415, "UNSUPPORTED_MEDIA_TYPE");
    try {
      body = parse_json(request.body);
    } catch (const JsonError& error) {
      return invalid_request(
          Json::array({detail("", std::string{"must be a JSON document in UTF-8: "} + error.what())}));
    }
  }
  switch (route.operation) {
    case Operation::ListWebhooks:
      return account_.list_webhooks(target);
    case Operation::CreateWebhook:
      return account_.create_webhook(body);
    case Operation::DeleteWebhook:
      return account_.delete_webhook(id);
    case Operation::SearchCalls:
      return account_.search_calls(target);
    case Operation::SearchContacts:
      return account_.search_contacts(target);
    case Operation::GetContact:
      return account_.get_contact(id, target);
    case Operation::CreateContact:
      return account_.create_contact(body);
    case Operation::UpdateContact:
      return account_.update_contact(id, body);
    case Operation::Conversation:
      return account_.conversation(id, target);
    case Operation::SendSms:
      return account_.send_sms(body);
    case Operation::ListNumbers:
      return account_.list_numbers(target);
  }
  return error_response(404, "NOT_FOUND");
}

std::string Engine::request_id(const Request& request) {
  ++requests_;
  const std::string* given = find_header(request.headers, "X-Request-Id");
  return given != nullptr && !given->empty() ? *given : "req_" + std::to_string(requests_);
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
