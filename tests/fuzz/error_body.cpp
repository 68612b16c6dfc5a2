// An error body of any kind fills the error or leaves it as it is; it never throws and never gives a negative wait.
#include "fuzz/reach.hpp"
#include "json/codec.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

Reach& goals() {
  // Never destroyed: it reports at the very end.
  static Reach& reach = *new Reach{"no error form", "a code",    "a message",     "details",
                                   "a request id",  "retryable", "not retryable", "a wait"};
  return reach;
}

void mark(const allo::ApiError& error) {
  if (error.code.empty() && error.message.empty()) goals().mark("no error form");
  if (!error.code.empty()) goals().mark("a code");
  if (!error.message.empty()) goals().mark("a message");
  if (!error.details.empty()) goals().mark("details");
  if (!error.request_id.empty()) goals().mark("a request id");
  if (error.retryable) goals().mark(*error.retryable ? "retryable" : "not retryable");
  if (error.retry_after) goals().mark("a wait");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  allo::ApiError error;
  allo::detail::decode_error_body({reinterpret_cast<const char*>(data), size}, error);
  if (error.retry_after && error.retry_after->count() < 0) std::abort();
  mark(error);
  return 0;
}
