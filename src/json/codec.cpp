#include "json/codec.hpp"

#include "json/document.hpp"
#include "json/encoder.hpp"
#include "v1/tables/contacts.hpp"
#include "v1/tables/numbers.hpp"
#include "v1/tables/page.hpp"
#include "v1/tables/webhooks.hpp"

#include <string>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace detail {

template <class T>
T decode_response(std::string&& body) {
  Response<T> response;
  reserve_padding(body);
  decode_document(body, body.capacity(), {TypeOf<Response<T>>::info, &response});
  return std::move(response.data);
}

template <class Input>
std::string encode_request(const Input& input) {
  return encode_json(TypeOf<Input>::info, &input);
}

template std::vector<PhoneNumber> decode_response(std::string&&);
template SmsMessage decode_response(std::string&&);
template Page<Call> decode_response(std::string&&);
template Contact decode_response(std::string&&);
template Page<Contact> decode_response(std::string&&);
template Page<ConversationEntry> decode_response(std::string&&);
template Webhook decode_response(std::string&&);
template std::vector<Webhook> decode_response(std::string&&);

template std::string encode_request(const SendSmsInput&);
template std::string encode_request(const SendSmsFranceInput&);
template std::string encode_request(const CreateContactInput&);
template std::string encode_request(const UpdateContactInput&);
template std::string encode_request(const CreateWebhookInput&);

}  // namespace detail
ALLO_NAMESPACE_END
