// A small JSON endpoint of one's own that sends an SMS, so that a web page or another program needs no key of the
// account.
#include "support/account.hpp"
#include "support/program.hpp"
#include "webhook_support/web_server.hpp"

#include <allo/client.hpp>
#include <allo/e164.hpp>
#include <allo/errors.hpp>
#include <allo/json.hpp>
#include <allo/webhook_signature.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <string>
#include <variant>

namespace {

using Reply = example::WebServer::Reply;
using nlohmann::json;

constexpr std::size_t max_message_characters = 1'000;
constexpr std::size_t min_token_size = 22;  // 128 bits in base64.

Reply reply(int status, const json& body) {
  return {.status = status, .body = body.dump(-1, ' ', false, json::error_handler_t::replace)};
}

std::size_t count_characters(const std::string& utf8) {
  // The parser has checked that it is UTF-8; each character has one byte that is no continuation.
  std::size_t count = 0;
  for (const char c : utf8) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80 ? 1 : 0;
  return count;
}

/// The SMS that a body asks for, or what is wrong with each field.
std::variant<allo::SendSmsInput, json> read_sms(const std::string& body) {
  const json request = json::parse(body, nullptr, false);
  json errors = json::array();
  if (!request.is_object()) {
    errors.push_back({{"field", ""}, {"message", "the body must be a JSON object"}});
    return errors;
  }
  const auto text = [&](const char* field) {
    const auto position = request.find(field);
    return position != request.end() && position->is_string() ? position->get<std::string>() : std::string{};
  };
  allo::SendSmsInput sms{.from = text("from"), .to = text("to"), .message = text("message")};
  if (!allo::E164::is_valid(sms.from)) {
    errors.push_back({{"field", "from"}, {"message", "must be a number in E.164 form"}});
  }
  if (!allo::E164::is_valid(sms.to)) errors.push_back({{"field", "to"}, {"message", "must be a number in E.164 form"}});
  const std::size_t length = count_characters(sms.message);
  if (length < 1 || length > max_message_characters) {
    errors.push_back({{"field", "message"}, {"message", "must have 1 to 1000 characters"}});
  }
  if (!errors.empty()) return errors;
  return sms;
}

/// Passes on what the service said.
Reply refused(const allo::AlloApiException& error) {
  json details = json::array();
  for (const allo::ErrorDetail& detail : error.details()) {
    details.push_back({{"field", detail.field}, {"message", detail.message}});
  }
  // A redirect is an error here, and no answer that a caller should follow.
  Reply result = reply(error.status() < 400 ? 502 : error.status(), {{"error", error.code()}, {"details", details}});
  if (const auto wait = error.retry_after()) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*wait);
    result.headers.emplace_back("Retry-After", std::to_string(seconds.count()));
  }
  return result;
}

Reply failed(const allo::AlloException& error) {
  const auto* transport = dynamic_cast<const allo::TransportException*>(&error);
  const bool timeout = transport != nullptr && transport->kind() == allo::TransportError::Timeout;
  const bool maybe_sent = error.delivery() == allo::DeliveryState::MaybeSent;
  return reply(timeout ? 504 : 502, {{"error", "UPSTREAM_FAILED"}, {"maybe_sent", maybe_sent}});
}

Reply send(const allo::AlloClient& allo, const std::string& body) {
  const auto input = read_sms(body);
  if (const auto* errors = std::get_if<json>(&input))
    return reply(422, {{"error", "VALIDATION"}, {"details", *errors}});
  try {
    return reply(200, {{"sms", json(allo.sms.send(std::get<allo::SendSmsInput>(input)))}});
  } catch (const allo::AlloApiException& error) {
    example::print_error(error);
    return refused(error);
  } catch (const allo::AlloException& error) {
    example::print_error(error);
    return failed(error);
  }
}

}  // namespace

int main(int argc, char** argv) {
  example::WebServerOptions options;
  CLI::App app{
      "Sends an SMS for each POST of {\"from\", \"to\", \"message\"} to /sms with the header \"Authorization: Bearer\" "
      "and\n"
      "the token of ALLO_PROXY_TOKEN. Answers 200 with the SMS, 422 with the fields that are wrong, or what the "
      "service\n"
      "answered; 502 and 504 say in maybe_sent whether the SMS may have gone out."};
  options.add_to(app);

  return example::run(app, argc, argv, [&] {
    const char* token = std::getenv("ALLO_PROXY_TOKEN");
    if (token == nullptr) throw example::UsageError("ALLO_PROXY_TOKEN must be set: an SMS costs money");
    example::require_token("ALLO_PROXY_TOKEN", token, min_token_size);
    const std::string authorization = std::string{"Bearer "} + token;
    example::block_stop_signals();
    const example::Account account = example::connect();
    const allo::AlloClient allo{account.options};
    example::WebServer server{options, "/sms", [&](const example::WebServer::Request& request) {
                                const std::string_view given = request.headers.get("Authorization").value_or("");
                                if (!allo::constant_time_equals(given, authorization)) {
                                  return reply(401, {{"error", "UNAUTHORIZED"}});
                                }
                                return send(allo, request.body);
                              }};
    server.serve_until_stopped();
  });
}
