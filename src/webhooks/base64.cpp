#include "webhooks/base64.hpp"

#include <climits>
#include <openssl/evp.h>

ALLO_NAMESPACE_BEGIN
namespace detail {

namespace {

bool is_base64_character(char c) noexcept {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

std::size_t count_padding(std::string_view text) noexcept {
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  return padding;
}

}  // namespace

std::string base64_encode(const unsigned char* data, std::size_t size) {
  // OpenSSL writes a NUL after the last character, which is where a std::string keeps its own.
  std::string text((size + 2) / 3 * 4, '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), data, static_cast<int>(size));
  return text;
}

std::optional<std::vector<unsigned char>> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0 || text.size() > INT_MAX) return std::nullopt;
  const std::size_t padding = count_padding(text);
  // OpenSSL skips white space at both ends and takes padding anywhere, so the alphabet is checked here.
  for (const char c : text.substr(0, text.size() - padding)) {
    if (!is_base64_character(c)) return std::nullopt;
  }
  std::vector<unsigned char> data(text.size() / 4 * 3);
  if (EVP_DecodeBlock(data.data(), reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size())) <
      0) {
    return std::nullopt;
  }
  data.resize(data.size() - padding);
  if (base64_encode(data.data(), data.size()) != text) return std::nullopt;
  return data;
}

}  // namespace detail
ALLO_NAMESPACE_END
