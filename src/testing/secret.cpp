#include "testing/secret.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstddef>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

std::string new_signing_secret(State& state) {
  std::array<unsigned char, 24> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<unsigned char>(state.next_random() >> 32);
  std::array<unsigned char, 33> text{};
  const int length = EVP_EncodeBlock(text.data(), bytes.data(), static_cast<int>(bytes.size()));
  return "whsec_" + std::string(text.begin(), text.begin() + length);
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
