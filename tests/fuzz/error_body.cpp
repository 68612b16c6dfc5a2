// An error body of any kind fills the error or leaves it as it is; it never throws and never gives a negative wait.
#include "json/codec.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  allo::ApiError error;
  allo::detail::decode_error_body({reinterpret_cast<const char*>(data), size}, error);
  if (error.retry_after && error.retry_after->count() < 0) std::abort();
  return 0;
}
