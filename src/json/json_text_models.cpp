#include "json/document.hpp"
#include "json/encoder.hpp"
#include "v1/tables/contacts.hpp"
#include "v1/tables/numbers.hpp"
#include "v1/tables/page.hpp"
#include "v1/tables/webhook_events.hpp"
#include "v1/tables/webhooks.hpp"

#include <allo/json_text.hpp>

#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN

template <class Model>
JsonText to_json_text(const Model& model) {
  return detail::JsonTextAccess::make(detail::encode_json(detail::TypeOf<Model>::info, &model));
}

template <class Model>
Model from_json_text(std::string_view json) {
  Model model;
  detail::decode_document(json, json.size(), {detail::TypeOf<Model>::info, &model, {}, 128, DeliveryState::NotSent});
  return model;
}

#define ALLO_JSON_TEXT_OF_INPUT(Input) template ALLO_EXPORT JsonText to_json_text<Input>(const Input&);
#define ALLO_JSON_TEXT_OF_ONE(Model) \
  ALLO_JSON_TEXT_OF_INPUT(Model)     \
  template ALLO_EXPORT Model from_json_text<Model>(std::string_view);
#define ALLO_JSON_TEXT_OF(Model)            \
  ALLO_JSON_TEXT_OF_ONE(Model)              \
  ALLO_JSON_TEXT_OF_ONE(std::vector<Model>) \
  ALLO_JSON_TEXT_OF_ONE(Page<Model>)

ALLO_JSON_TEXT_OF(PhoneNumber)
ALLO_JSON_TEXT_OF(SmsMessage)
ALLO_JSON_TEXT_OF(TranscriptLine)
ALLO_JSON_TEXT_OF(Call)
ALLO_JSON_TEXT_OF(Company)
ALLO_JSON_TEXT_OF(ContactActivity)
ALLO_JSON_TEXT_OF(Contact)
ALLO_JSON_TEXT_OF(ConversationEntry)
ALLO_JSON_TEXT_OF(Webhook)
ALLO_JSON_TEXT_OF_ONE(Pagination)
ALLO_JSON_TEXT_OF_ONE(PageMetadata)
ALLO_JSON_TEXT_OF_ONE(WebhookEvent)
ALLO_JSON_TEXT_OF_ONE(TransferParty)
ALLO_JSON_TEXT_OF_ONE(IvrChoice)
ALLO_JSON_TEXT_OF_ONE(CallReceivedPayload)
ALLO_JSON_TEXT_OF_ONE(SmsReceivedPayload)
ALLO_JSON_TEXT_OF_ONE(ContactEventPayload)
ALLO_JSON_TEXT_OF_INPUT(SendSmsInput)
ALLO_JSON_TEXT_OF_INPUT(SendSmsFranceInput)
ALLO_JSON_TEXT_OF_INPUT(CreateContactInput)
ALLO_JSON_TEXT_OF_INPUT(UpdateContactInput)
ALLO_JSON_TEXT_OF_INPUT(CreateWebhookInput)

ALLO_NAMESPACE_END
