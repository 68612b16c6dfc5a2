#include "base/random.hpp"

#include <allo/errors.hpp>

#include <openssl/rand.h>

#include <array>
#include <cstdint>

ALLO_NAMESPACE_BEGIN
namespace detail {

double random_unit() noexcept {
  std::array<unsigned char, 8> bytes{};
  // Without random bytes the longest wait is the safe choice.
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) bytes.fill(0xFF);
  std::uint64_t bits = 0;
  for (const unsigned char byte : bytes) bits = (bits << 8U) | byte;
  return static_cast<double>(bits >> 11U) * 0x1.0p-53;
}

std::string random_key() {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw AlloException("no random bytes for an idempotency key");
  }
  constexpr std::string_view digits = "0123456789abcdef";
  std::string key;
  key.reserve(2 * bytes.size());
  for (const unsigned char byte : bytes) {
    key += digits[byte >> 4U];
    key += digits[byte & 0x0FU];
  }
  return key;
}

}  // namespace detail
ALLO_NAMESPACE_END
