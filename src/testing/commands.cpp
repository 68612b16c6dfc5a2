#include "testing/commands.hpp"

#include "testing/input.hpp"
#include "testing/render.hpp"

#include <allo/errors.hpp>

#include <algorithm>
#include <charconv>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

using Parts = Service::Parts;

Json add_call(Service& service, const Json& input) {
  const Call call = service.receive(read_call(input));
  const Quirks plain{};
  return Renderer{plain}.call(call, true);
}

Call add_past_call(Service& service, Call call) {
  return service.locked([&](Parts& parts) {
    State& state = parts.engine.state();
    StoredCall stored;
    const std::string to = call.to_number.value_or(std::string{});
    const bool outbound = call.type ? *call.type == CallDirection::Outbound : state.owns_number(call.from_number);
    stored.allo_number = outbound ? call.from_number : to;
    stored.other_number = outbound ? to : call.from_number;
    if (!state.owns_number(stored.allo_number)) {
      throw InvalidArgumentException("call: neither end is a number of the account");
    }
    if (call.id.empty()) call.id = state.next_id("call_");
    const bool taken = std::any_of(state.calls.begin(), state.calls.end(),
                                   [&](const StoredCall& other) { return other.call.id == call.id; });
    if (taken) throw InvalidArgumentException("id: is taken: " + call.id);
    stored.call = call;
    state.add_call(std::move(stored));
    return call;
  });
}

Json add_past_call(Service& service, const Json& input) {
  const Timestamp now = service.locked([](Parts& parts) { return parts.engine.clock().now(); });
  const Quirks plain{};
  return Renderer{plain}.call(add_past_call(service, read_past_call(input, now)), true);
}

Json add_sms(Service& service, const Json& input) {
  const SmsMessage message = service.receive(read_sms(input));
  const Quirks plain{};
  return Renderer{plain}.message(message);
}

Json add_event(Service& service, const Json& input) { return {{"deliveries", service.announce(read_event(input))}}; }

Json arm_fault(Service& service, const Json& input) {
  Fault fault = read_fault(input);
  return {{"id", service.locked([&](Parts& parts) { return parts.faults.arm(std::move(fault)); })}};
}

Json change_quirks(Service& service, const Json& input) {
  return service.locked([&](Parts& parts) {
    read_quirks(input, parts.engine.quirks());
    return quirks_json(parts.engine.quirks());
  });
}

void add_key(Service& service, std::string key, std::vector<std::string> scopes) {
  if (key.empty()) throw InvalidArgumentException("key: must not be empty");
  const auto& known = all_scopes();
  for (const std::string& scope : scopes) {
    if (std::find(known.begin(), known.end(), scope) == known.end()) {
      throw InvalidArgumentException("scopes: no such scope: " + scope);
    }
  }
  service.locked([&](Parts& parts) { parts.engine.keys().add(std::move(key), std::move(scopes)); });
}

Json add_key(Service& service, const Json& input) {
  ObjectReader reader{input};
  std::string key = reader.required_text("key");
  std::vector<std::string> scopes = all_scopes();
  reader.read("scopes", scopes);
  reader.finish();
  add_key(service, std::move(key), std::move(scopes));
  return nullptr;
}

void add_number(Service& service, PhoneNumber number) {
  service.locked([&](Parts& parts) {
    State& state = parts.engine.state();
    if (number.number && state.owns_number(*number.number)) {
      throw InvalidArgumentException("number: is taken: " + *number.number);
    }
    state.numbers.push_back(std::move(number));
  });
}

Json add_number(Service& service, const Json& input) {
  add_number(service, read_number(input));
  return nullptr;
}

Json add_sender_id(Service& service, const Json& input) {
  ObjectReader reader{input};
  std::string name = reader.required_text("sender_id");
  bool active = true;
  reader.read("active", active);
  reader.finish();
  service.locked([&](Parts& parts) { parts.engine.state().sender_ids[std::move(name)] = active; });
  return nullptr;
}

Contact add_contact(Service& service, Contact contact) {
  return service.locked([&](Parts& parts) {
    State& state = parts.engine.state();
    if (contact.id.empty()) contact.id = state.next_id("cnt_");
    if (state.find_contact(contact.id) != nullptr) throw InvalidArgumentException("id: is taken: " + contact.id);
    return state.add_contact(std::move(contact));
  });
}

Json add_contact(Service& service, const Json& input) { return {{"id", add_contact(service, read_contact(input)).id}}; }

Json add_webhook(Service& service, const Json& input) {
  const Response response = service.locked([&](Parts& parts) { return parts.engine.account().create_webhook(input); });
  const Json answer = Json::parse(response.body);
  if (response.status < 300) return answer.at("data");
  const Json& finding = answer.at("details").at(0);
  throw InputError(finding.at("field"), finding.at("message").get<std::string>());
}

Json advance_clock(Service& service, const Json& input) {
  ObjectReader reader{input};
  double seconds = 0.0;
  if (reader.find("seconds") == nullptr) throw InputError("seconds", "is required");
  reader.read("seconds", seconds);
  reader.finish();
  service.advance(std::chrono::microseconds{static_cast<long long>(seconds * 1e6)});
  return nullptr;
}

std::uint64_t read_id(const std::string& text) {
  std::uint64_t id = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), id);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) throw InputError("id", "must be a number");
  return id;
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
