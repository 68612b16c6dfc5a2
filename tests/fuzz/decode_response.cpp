// Whatever a service sends is decoded or refused with a DecodeException; what was decoded can be written and read
// again.
#include "fuzz/reach.hpp"
#include "json/codec.hpp"

#include <allo/contacts.hpp>
#include <allo/json_text.hpp>
#include <allo/numbers.hpp>
#include <allo/sms.hpp>
#include <allo/webhooks.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

Reach& goals() {
  // Never destroyed: it reports at the very end.
  static Reach& reach =
      *new Reach{"a page of calls",   "a page of contacts", "a contact",          "a page of a conversation",
                 "a list of numbers", "a webhook",          "a list of webhooks", "a sent message"};
  return reach;
}

/// Marks `goal` where what was decoded has a value at `path`: an empty document decodes to empty values.
template <class T>
void check(std::string_view text, std::string_view goal, std::string_view path) {
  try {
    const T value = allo::detail::decode_response<T>(std::string{text});
    const allo::JsonText written = allo::to_json_text(value);
    if (allo::to_json_text(allo::from_json_text<T>(written.str())) != written) std::abort();
    if (written.get(path)) goals().mark(goal);
  } catch (const allo::DecodeException&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  check<allo::Page<allo::Call>>(text, "a page of calls", "results.0.from_number");
  check<allo::Page<allo::Contact>>(text, "a page of contacts", "results.0.numbers.0");
  check<allo::Contact>(text, "a contact", "numbers.0");
  check<allo::Page<allo::ConversationEntry>>(text, "a page of a conversation", "results.0.type");
  check<std::vector<allo::PhoneNumber>>(text, "a list of numbers", "0.number");
  check<allo::Webhook>(text, "a webhook", "topics.0");
  check<std::vector<allo::Webhook>>(text, "a list of webhooks", "0.topics.0");
  check<allo::SentSms>(text, "a sent message", "content");
  return 0;
}
