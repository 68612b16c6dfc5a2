#include "webhooks/base64.hpp"

#include <climits>
#include <openssl/evp.h>

#include <algorithm>
#include <cstddef>

ALLO_NAMESPACE_BEGIN
namespace detail {

std::string base64_encode(const unsigned char* data, std::size_t size) {
  // OpenSSL writes a NUL after the last character, which is where a std::string keeps its own.
  std::string text((size + 2) / 3 * 4, '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), data, static_cast<int>(size));
  return text;
}

std::optional<std::vector<unsigned char>> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0 || text.size() > INT_MAX) return std::nullopt;
  std::vector<unsigned char> data(text.size() / 4 * 3);
  EVP_DecodeBlock(data.data(), reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  const auto padding = std::count(text.begin(), text.end(), '=');
  data.resize(data.size() - static_cast<std::size_t>(std::min<std::ptrdiff_t>(padding, 2)));
  // OpenSSL lets white space, other characters, padding anywhere and several spellings pass; bytes have one only.
  if (base64_encode(data.data(), data.size()) != text) return std::nullopt;
  return data;
}

}  // namespace detail
ALLO_NAMESPACE_END
