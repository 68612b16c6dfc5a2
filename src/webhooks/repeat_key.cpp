#include "webhooks/repeat_key.hpp"

#include <allo/errors.hpp>

#include <openssl/evp.h>

#include <array>
#include <memory>

ALLO_NAMESPACE_BEGIN
namespace detail {

std::string repeat_key(WebhookTopic topic, std::string_view body) {
  // Fetched once: EVP_sha256() would be looked up again, under a lock, for each delivery.
  static const std::unique_ptr<EVP_MD, void (*)(EVP_MD*)> sha256{EVP_MD_fetch(nullptr, "SHA256", nullptr),
                                                                 &EVP_MD_free};
  std::array<unsigned char, 32> digest{};
  if (!sha256 || EVP_Digest(body.data(), body.size(), digest.data(), nullptr, sha256.get(), nullptr) != 1) {
    throw AlloException("OpenSSL could not compute a SHA-256");
  }
  const std::string_view name = to_string(topic);
  std::string key;
  key.reserve(name.size() + 1 + 2 * digest.size());
  key.append(name).push_back('.');
  for (const unsigned char byte : digest) {
    key += "0123456789abcdef"[byte >> 4];
    key += "0123456789abcdef"[byte & 15];
  }
  return key;
}

}  // namespace detail
ALLO_NAMESPACE_END
