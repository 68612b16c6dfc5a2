// Whatever a service sends is decoded or refused with a DecodeException; what was decoded can be written and read
// again.
#include "json/codec.hpp"

#include <allo/contacts.hpp>
#include <allo/json_text.hpp>
#include <allo/numbers.hpp>
#include <allo/webhooks.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

template <class T>
void check(std::string_view text) {
  try {
    const T value = allo::detail::decode_response<T>(std::string{text});
    const allo::JsonText written = allo::to_json_text(value);
    if (allo::to_json_text(allo::from_json_text<T>(written.str())) != written) std::abort();
    static_cast<void>(written.get("results.0.id"));
  } catch (const allo::DecodeException&) {
  } catch (const allo::InvalidArgumentException&) {
    // A time outside the years 0 to 9999, by its offset, cannot be written.
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  check<allo::Page<allo::Call>>(text);
  check<allo::Contact>(text);
  check<allo::Page<allo::ConversationEntry>>(text);
  check<std::vector<allo::PhoneNumber>>(text);
  check<allo::Webhook>(text);
  return 0;
}
