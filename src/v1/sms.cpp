#include "v1/tables/sms.hpp"

#include "core/core.hpp"
#include "json/model.hpp"
#include "v1/checks.hpp"
#include "v1/tables/page.hpp"

#include <allo/sms.hpp>

ALLO_NAMESPACE_BEGIN
ALLO_MODEL(SmsMessage)
ALLO_INPUT(SendSmsInput)
ALLO_INPUT(SendSmsFranceInput)
ALLO_PAGE_OF(SmsMessage)

namespace {

// The same route for both: which fields the body has tells them apart.
constexpr auto send_sms = detail::post<SentSms>("/sms");

}  // namespace

SentSms SmsResource::send(const SendSmsInput& input, const RequestOptions& options) const {
  detail::check_number("from", input.from);
  detail::check_number("to", input.to);
  detail::check_message(input.message);
  return core().run(send_sms().body(input), options);
}

SentSms SmsResource::send_france(const SendSmsFranceInput& input, const RequestOptions& options) const {
  detail::check_sender_id(input.sender_id);
  detail::check_number("to", input.to);
  detail::check_message(input.message);
  return core().run(send_sms().body(input), options);
}

ALLO_NAMESPACE_END
