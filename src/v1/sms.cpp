#include "core/core.hpp"
#include "v1/checks.hpp"

#include <allo/sms.hpp>

#include <utility>

ALLO_NAMESPACE_BEGIN

using detail::Target;

SmsResource::SmsResource(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}

SentSms SmsResource::send(const SendSmsInput& input, const RequestOptions& options) const {
  detail::check_number("from", input.from);
  detail::check_number("to", input.to);
  detail::check_message(input.message);
  return core_->fetch<SentSms>({HttpMethod::Post, Target{"/sms"}, detail::encode_request(input)}, options);
}

SentSms SmsResource::send_france(const SendSmsFranceInput& input, const RequestOptions& options) const {
  detail::check_sender_id(input.sender_id);
  detail::check_number("to", input.to);
  detail::check_message(input.message);
  return core_->fetch<SentSms>({HttpMethod::Post, Target{"/sms"}, detail::encode_request(input)}, options);
}

ALLO_NAMESPACE_END
