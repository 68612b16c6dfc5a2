// Both tokenizers must give the same value or the same error for every input, and a receiver of webhooks the same event
// and payload, or the same error, in one pass as in two.
#include "fuzz/reach.hpp"
#include "json/both_tokenizers.hpp"
#include "webhooks/passes.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

Reach& goals() {
  // Never destroyed: it reports at the very end.
  static Reach& reach = *new Reach{"a page of calls",          "a page of contacts",         "a contact",
                                   "a page of a conversation", "a list of webhooks",         "an event",
                                   "a call's event",           "a list of messages' events", "refused"};
  return reach;
}

template <class T>
void check(std::string_view text, std::string_view goal) {
  const allo::test::Comparison result = allo::test::compare<T>(text);
  if (!result.agree()) {
    std::fprintf(stderr, "nlohmann: %d %s %s\nsimdjson: %d %s %s\nsame decision alone: %d\n", result.nlohmann.accepted,
                 result.nlohmann.value.c_str(), result.nlohmann.what.c_str(), result.simdjson.accepted,
                 result.simdjson.value.c_str(), result.simdjson.what.c_str(), result.same_decision);
    std::abort();
  }
  goals().mark(result.nlohmann.accepted ? goal : "refused");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace allo;
  using allo::test::Response;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  check<Response<Page<Call>>>(text, "a page of calls");
  check<Response<Page<Contact>>>(text, "a page of contacts");
  check<Response<Contact>>(text, "a contact");
  check<Response<Page<ConversationEntry>>>(text, "a page of a conversation");
  check<Response<std::vector<Webhook>>>(text, "a list of webhooks");
  check<WebhookEvent>(text, "an event");
  check<CallReceivedPayload>(text, "a call's event");
  check<std::vector<SmsReceivedPayload>>(text, "a list of messages' events");
  if (const std::string difference = deliveries::difference_of_passes(text); !difference.empty()) {
    std::fprintf(stderr, "%s\n", difference.c_str());
    std::abort();
  }
  return 0;
}
