#include "testing/commands.hpp"
#include "testing/sandbox_impl.hpp"

#include <allo/errors.hpp>

#include <utility>

namespace allo::testing {

using Parts = detail::Service::Parts;

std::vector<PhoneNumber> Sandbox::numbers() const {
  return impl_->locked([](Parts& parts) { return parts.engine.state().numbers; });
}

std::vector<Contact> Sandbox::contacts() const {
  return impl_->locked([](Parts& parts) { return parts.engine.state().contacts(); });
}

std::vector<Call> Sandbox::calls() const {
  return impl_->locked([](Parts& parts) {
    std::vector<Call> calls;
    for (const auto& stored : parts.engine.state().calls) calls.push_back(stored.call);
    return calls;
  });
}

std::vector<SmsMessage> Sandbox::messages() const {
  return impl_->locked([](Parts& parts) {
    std::vector<SmsMessage> messages;
    for (const auto& stored : parts.engine.state().messages) messages.push_back(stored.message);
    return messages;
  });
}

std::vector<Webhook> Sandbox::webhooks() const {
  return impl_->locked([](Parts& parts) {
    std::vector<Webhook> webhooks;
    for (const auto& stored : parts.engine.state().webhooks) webhooks.push_back(stored.webhook);
    return webhooks;
  });
}

void Sandbox::add_number(PhoneNumber number) { detail::add_number(impl_->service, std::move(number)); }

void Sandbox::add_sender_id(std::string sender_id, bool active) {
  impl_->locked([&](Parts& parts) { parts.engine.state().sender_ids[std::move(sender_id)] = active; });
}

Contact Sandbox::add_contact(Contact contact) { return detail::add_contact(impl_->service, std::move(contact)); }

Call Sandbox::add_call(Call call) {
  return impl_->locked([&](Parts& parts) {
    detail::State& state = parts.engine.state();
    detail::StoredCall stored;
    const std::string to = call.to_number.value_or(std::string{});
    const bool outbound = call.type ? *call.type == CallDirection::Outbound : state.owns_number(call.from_number);
    stored.allo_number = outbound ? call.from_number : to;
    stored.other_number = outbound ? to : call.from_number;
    if (!state.owns_number(stored.allo_number)) {
      throw InvalidArgumentException("call: neither end is a number of the account");
    }
    if (call.id.empty()) call.id = state.next_id("call_");
    stored.call = call;
    state.add_call(std::move(stored));
    return call;
  });
}

}  // namespace allo::testing
