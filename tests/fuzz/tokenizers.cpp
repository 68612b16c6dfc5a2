// Both tokenizers must give the same value or the same error for every input. Its length selects the type.
#include "json/both_tokenizers.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace {

template <class T>
void check(std::string_view text) {
  const allo::test::Comparison result = allo::test::compare<T>(text);
  if (result.agree()) return;
  std::fprintf(stderr, "nlohmann: %d %s %s\nsimdjson: %d %s %s\nsame decision alone: %d\n", result.nlohmann.accepted,
               result.nlohmann.value.c_str(), result.nlohmann.what.c_str(), result.simdjson.accepted,
               result.simdjson.value.c_str(), result.simdjson.what.c_str(), result.same_decision);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace allo;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  switch (size % 8) {
    case 0:
      check<detail::Response<Page<Call>>>(text);
      break;
    case 1:
      check<detail::Response<Page<Contact>>>(text);
      break;
    case 2:
      check<detail::Response<Contact>>(text);
      break;
    case 3:
      check<detail::Response<Page<ConversationEntry>>>(text);
      break;
    case 4:
      check<detail::Response<std::vector<Webhook>>>(text);
      break;
    case 5:
      check<WebhookEvent>(text);
      break;
    case 6:
      check<CallReceivedPayload>(text);
      break;
    default:
      check<std::vector<SmsReceivedPayload>>(text);
      break;
  }
  return 0;
}
