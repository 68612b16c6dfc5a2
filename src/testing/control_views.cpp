#include "testing/commands.hpp"
#include "testing/control.hpp"
#include "testing/input.hpp"
#include "testing/time_text.hpp"
#include "testing/validate.hpp"
#include "testing/words.hpp"

#include <algorithm>
#include <limits>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

using Parts = Service::Parts;

namespace {

/// Views show everything plainly, whatever the quirks of the API are.
const Quirks plain{};

std::string zulu(Timestamp time) { return time_text(time, TimeForm::Fraction); }

Json delivery_json(const Delivery& delivery) {
  Json attempts = Json::array();
  for (const DeliveryAttempt& attempt : delivery.attempts) {
    attempts.push_back({{"time", zulu(attempt.time)}, {"status", attempt.status}, {"error", attempt.error}});
  }
  return {{"id", delivery.id},
          {"message_id", delivery.message_id},
          {"webhook_id", delivery.webhook_id},
          {"url", delivery.url},
          {"topic", delivery.topic},
          {"body", delivery.body},
          {"signed", delivery.is_signed},
          {"status", to_word(delivery.status)},
          {"attempts", std::move(attempts)},
          {"next_attempt", delivery.next_attempt ? Json(zulu(*delivery.next_attempt)) : Json(nullptr)}};
}

Json request_json(const RecordedRequest& request) {
  Json headers = Json::array();
  for (const HttpHeader header : request.headers) headers.push_back({{"name", header.name}, {"value", header.value}});
  return {{"id", request.id},
          {"time", zulu(request.time)},
          {"method", request.method},
          {"target", request.target},
          {"route", request.route},
          {"path_id", request.path_id},
          {"headers", std::move(headers)},
          {"body", request.body},
          {"status", request.status},
          {"fault", request.fault ? Json(to_string(*request.fault)) : Json(nullptr)},
          {"carried_out", request.carried_out},
          {"reused_connection", request.reused_connection}};
}

/// The parameter `last`: so many of the newest entries are asked for.
std::size_t how_many(const Target& target) {
  constexpr int all = std::numeric_limits<int>::max();
  QueryReader query{target, {"last"}};
  const int most = query.number("last", all, 1, all);
  if (!query.ok()) {
    const Json& finding = query.findings()[0];
    throw InputError(finding.at("field"), finding.at("message").get<std::string>());
  }
  return static_cast<std::size_t>(most);
}

/// The newest of `list`, as many as are asked for, oldest first.
template <class T, class Show>
Json newest(const std::vector<T>& list, const Target& target, Show show) {
  Json out = Json::array();
  for (std::size_t i = list.size() - std::min(how_many(target), list.size()); i < list.size(); ++i) {
    out.push_back(show(list[i]));
  }
  return out;
}

Json webhook_json(const StoredWebhook& stored) {
  Json out = Renderer{plain}.webhook(stored.webhook);
  out["signing_secrets"] = stored.secrets;
  return out;
}

}  // namespace

Json Control::get_state(const Input&) {
  return service_.locked([](Parts& parts) -> Json {
    const State& state = parts.engine.state();
    const Renderer render{plain};
    Json out = {{"now", zulu(parts.engine.clock().now())}};
    out["numbers"] = Json::array();
    for (const PhoneNumber& number : state.numbers) out["numbers"].push_back(render.number(number));
    out["sender_ids"] = Json::object();
    for (const auto& [name, active] : state.sender_ids) out["sender_ids"][name] = active;
    out["contacts"] = Json::array();
    for (const Contact& contact : state.contacts()) {
      Json shown = render.contact(contact);
      shown["emails"] = contact.emails;
      out["contacts"].push_back(std::move(shown));
    }
    out["webhooks"] = Json::array();
    for (const StoredWebhook& stored : state.webhooks) out["webhooks"].push_back(webhook_json(stored));
    out["calls"] = state.calls.size();
    out["messages"] = state.messages.size();
    return out;
  });
}

Json Control::get_conversation(const Input& input) {
  return service_.locked([&](Parts& parts) -> Json {
    const Contact* contact = parts.engine.state().find_contact(input.id);
    if (contact == nullptr) throw InputError("id", "no such contact");
    return parts.engine.account().whole_conversation(*contact);
  });
}

Json Control::get_calls(const Input& input) {
  return service_.locked([&](Parts& parts) {
    return newest(parts.engine.state().calls, input.target,
                  [](const StoredCall& stored) { return Renderer{plain}.call(stored.call, true); });
  });
}

Json Control::get_sms(const Input& input) {
  return service_.locked([&](Parts& parts) {
    return newest(parts.engine.state().messages, input.target,
                  [](const StoredMessage& stored) { return Renderer{plain}.message(stored.message); });
  });
}

Json Control::get_requests(const Input& input) {
  const std::size_t most = how_many(input.target);
  const auto entries = service_.locked([&](Parts& parts) { return parts.journal.entries(most); });
  Json out = Json::array();
  for (const RecordedRequest& request : entries) out.push_back(request_json(request));
  return out;
}

Json Control::delete_requests(const Input&) {
  service_.locked([](Parts& parts) { parts.journal.clear(); });
  return nullptr;
}

Json Control::get_deliveries(const Input& input) {
  Json out = Json::array();
  for (const Delivery& delivery : service_.deliveries().log(how_many(input.target)))
    out.push_back(delivery_json(delivery));
  return out;
}

Json Control::redeliver(const Input& input) {
  if (!service_.deliveries().redeliver(read_id(input.id))) throw InputError("id", "no such delivery");
  return nullptr;
}

Json Control::hold_deliveries(const Input&) {
  service_.deliveries().hold();
  return nullptr;
}

Json Control::release_deliveries(const Input& input) {
  ObjectReader reader{input.body};
  bool reversed = false;
  reader.read("reversed", reversed);
  reader.finish();
  service_.deliveries().release(reversed);
  return nullptr;
}

Json Control::duplicate_deliveries(const Input& input) {
  ObjectReader reader{input.body};
  int copies = 1;
  reader.read("copies", copies);
  reader.finish();
  service_.deliveries().set_duplicates(copies);
  return nullptr;
}

Json Control::wait_for_deliveries(const Input& input) {
  ObjectReader reader{input.body};
  std::chrono::milliseconds timeout{10'000};
  reader.read("timeout_ms", timeout);
  reader.finish();
  constexpr std::chrono::milliseconds longest{60'000};
  return {{"quiet", service_.deliveries().wait(std::min(timeout, longest))}};
}

Json Control::rotate_secret(const Input& input) { return {{"signing_secret", service_.rotate_secret(input.id)}}; }

Json Control::retire_secrets(const Input& input) {
  service_.retire_old_secrets(input.id);
  return nullptr;
}

Json Control::get_faults(const Input&) {
  return service_.locked([](Parts& parts) -> Json {
    Json out = Json::array();
    for (const ArmedFault& armed : parts.faults.armed()) out.push_back(fault_json(armed));
    return out;
  });
}

Json Control::delete_faults(const Input&) {
  service_.locked([](Parts& parts) { parts.faults.disarm_all(); });
  return nullptr;
}

Json Control::delete_fault(const Input& input) {
  const std::uint64_t id = read_id(input.id);
  if (!service_.locked([&](Parts& parts) { return parts.faults.disarm(id); })) throw InputError("id", "no such fault");
  return nullptr;
}

Json Control::get_quirks(const Input&) {
  return service_.locked([](Parts& parts) { return quirks_json(parts.engine.quirks()); });
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
