#include "testing/commands.hpp"
#include "testing/sandbox_impl.hpp"

#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing {

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

Call Sandbox::add_call(Call call) { return detail::add_past_call(impl_->service, std::move(call)); }

}  // namespace testing
ALLO_NAMESPACE_END
