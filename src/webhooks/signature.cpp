#include "webhooks/signature.hpp"

#include "base/text.hpp"
#include "webhooks/base64.hpp"

#include <allo/errors.hpp>
#include <allo/webhook_errors.hpp>
#include <allo/webhook_signature.hpp>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/params.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

ALLO_NAMESPACE_BEGIN

bool constant_time_equals(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

namespace detail {

namespace {

constexpr std::string_view secret_prefix = "whsec_";
constexpr std::size_t min_key_size = 16;
constexpr std::size_t max_delivery_id_size = 256;
constexpr std::size_t mac_size = 32;

constexpr const char* too_many_signatures = "the delivery carries too many signatures";

constexpr const char* secret_advice =
    "; copy it whole as the service showed it, \"whsec_\" and base64, without quotes, spaces or a line break";

std::vector<unsigned char> decode_secret(std::string_view secret) {
  if (secret.substr(0, secret_prefix.size()) == secret_prefix) secret.remove_prefix(secret_prefix.size());
  if (secret.empty()) throw InvalidArgumentException(std::string{"the signing secret is empty"} + secret_advice);
  auto key = base64_decode(secret);
  if (!key) throw InvalidArgumentException(std::string{"the signing secret is not valid base64"} + secret_advice);
  if (key->size() < min_key_size) {
    OPENSSL_cleanse(key->data(), key->size());
    throw InvalidArgumentException(std::string{"the signing secret is shorter than 16 bytes"} + secret_advice);
  }
  return *std::move(key);
}

void update(EVP_MAC_CTX* context, std::string_view text) {
  if (EVP_MAC_update(context, reinterpret_cast<const unsigned char*>(text.data()), text.size()) != 1) {
    throw AlloException("OpenSSL could not compute an HMAC");
  }
}

/// Digits only: no sign, space, exponent or digit of another script.
std::optional<std::int64_t> parse_unix_seconds(std::string_view text) noexcept {
  std::int64_t seconds = 0;
  const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  const std::errc error = std::from_chars(text.data(), text.data() + text.size(), seconds).ec;
  return digits && error == std::errc{} ? std::optional{seconds} : std::nullopt;
}

/// The distance of any two times, which a signed subtraction could overflow.
std::uint64_t distance(std::int64_t a, std::int64_t b) noexcept {
  const auto [low, high] = std::minmax(a, b);
  return static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
}

void check_time(std::int64_t sent, std::int64_t now, std::chrono::seconds tolerance) {
  const std::uint64_t off = distance(now, sent);
  if (off <= static_cast<std::uint64_t>(tolerance.count())) return;
  throw WebhookSignatureException(
      "the delivery's time stamp is " + std::to_string(off) + " s " + (sent < now ? "behind" : "ahead of") +
      " this machine's clock; " + std::to_string(tolerance.count()) +
      " s are let through. An old delivery was repeated by somebody, or the clock is wrong");
}

std::string_view required_header(const HttpHeaders& headers, std::string_view name) {
  const auto value = single_header(headers, name);
  if (!value) throw WebhookSignatureException("the delivery has no header " + std::string{name});
  return *value;
}

/// The values of all headers of a name, as one list.
std::string joined_header(const HttpHeaders& headers, std::string_view name) {
  std::string list;
  bool found = false;
  for (const HttpHeader header : headers) {
    if (!equal_ignoring_case(header.name, name)) continue;
    found = true;
    if (header.value.empty()) continue;
    if (!list.empty()) list.append(list.back() == ',' ? " " : ", ");
    list.append(header.value);
  }
  if (!found) throw WebhookSignatureException("the delivery has no header " + std::string{name});
  return list;
}

std::vector<std::string_view> split_words(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  std::vector<std::string_view> words;
  for (std::size_t begin = text.find_first_not_of(blanks); begin != std::string_view::npos;) {
    if (words.size() == 2 * max_signatures) throw WebhookSignatureException(too_many_signatures);
    const std::size_t end = std::min(text.find_first_of(blanks, begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(blanks, end);
  }
  return words;
}

}  // namespace

std::vector<std::string> split_signatures(std::string_view text) {
  constexpr std::string_view version = "v1,";
  std::vector<std::string> entries;
  if (text.find_first_of(" \t") == std::string_view::npos) {
    entries.emplace_back(text);  // One signature, as is the rule.
    return entries;
  }
  const std::vector<std::string_view> words = split_words(text);
  std::string_view before;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view word = words[i];
    const bool torn = std::exchange(before, word) == version;
    // A list that a proxy folded has commas behind its elements.
    if (i + 1 < words.size() && word != version && word.back() == ',') word.remove_suffix(1);
    if (word == version && i + 1 < words.size()) continue;
    if (torn) entries.push_back(std::string{version}.append(word));
    // Also behind a "v1," that nothing belongs to.
    if (!torn || word.substr(0, version.size()) == version) entries.emplace_back(word);
    if (entries.size() > max_signatures) throw WebhookSignatureException(too_many_signatures);
  }
  return entries;
}

SigningKey::SigningKey(std::string_view secret) {
  static const std::unique_ptr<EVP_MAC, void (*)(EVP_MAC*)> hmac{EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr),
                                                                 &EVP_MAC_free};
  std::vector<unsigned char> key = decode_secret(secret);
  char digest[] = "SHA256";
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                   OSSL_PARAM_construct_end()};
  keyed_.reset(hmac ? EVP_MAC_CTX_new(hmac.get()) : nullptr);
  const bool ready = keyed_ && EVP_MAC_init(keyed_.get(), key.data(), key.size(), parameters) == 1;
  OPENSSL_cleanse(key.data(), key.size());
  if (!ready) throw AlloException("OpenSSL could not prepare an HMAC-SHA256");
}

SignatureText SigningKey::sign(std::string_view id, std::string_view timestamp, std::string_view body) const {
  const Context context{EVP_MAC_CTX_dup(keyed_.get())};
  if (!context) throw AlloException("OpenSSL could not copy an HMAC");
  for (const std::string_view part : {id, std::string_view{"."}, timestamp, std::string_view{"."}, body}) {
    update(context.get(), part);
  }
  std::array<unsigned char, mac_size> mac{};
  std::size_t size = 0;
  if (EVP_MAC_final(context.get(), mac.data(), &size, mac.size()) != 1) {
    throw AlloException("OpenSSL could not compute an HMAC");
  }
  SignatureText text{'v', '1', ','};
  // OpenSSL writes a NUL after the last character.
  std::array<unsigned char, 45> encoded{};
  EVP_EncodeBlock(encoded.data(), mac.data(), static_cast<int>(mac.size()));
  std::copy_n(encoded.begin(), 44, text.begin() + 3);
  return text;
}

bool is_delivery_id(std::string_view id) noexcept {
  return !id.empty() && id.size() <= max_delivery_id_size &&
         std::all_of(id.begin(), id.end(), [](char c) { return is_visible(c) && c != '.'; });
}

std::optional<std::string_view> single_header(const HttpHeaders& headers, std::string_view name) {
  std::optional<std::string_view> found;
  for (const HttpHeader header : headers) {
    if (!equal_ignoring_case(header.name, name)) continue;
    if (found) throw WebhookSignatureException("the delivery has several headers " + std::string{name});
    found = header.value;
  }
  return found;
}

std::string_view verify_signature(const std::vector<SigningKey>& keys, const HttpHeaders& headers,
                                  std::string_view body, std::chrono::system_clock::time_point now,
                                  std::chrono::seconds tolerance) {
  const std::string_view id = required_header(headers, webhook_id_header);
  const std::string_view timestamp = required_header(headers, webhook_timestamp_header);
  const std::string signatures = joined_header(headers, webhook_signature_header);
  if (!is_delivery_id(id)) throw WebhookSignatureException("the header webhook-id is malformed");
  const auto sent = parse_unix_seconds(timestamp);
  if (!sent) throw WebhookSignatureException("the header webhook-timestamp is not a number of seconds");
  const std::int64_t current = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  check_time(*sent, current, tolerance);
  const std::vector<std::string> tokens = split_signatures(signatures);
  bool valid = false;
  // No early end: the time must not tell which secret or signature matched. Comparing the base64 texts leaves nothing
  // to decode, so another version, junk or another spelling of the same bytes is merely unequal.
  for (const SigningKey& key : keys) {
    const SignatureText expected = key.sign(id, timestamp, body);
    for (const std::string& token : tokens) {
      valid |= constant_time_equals(token, {expected.data(), expected.size()});
    }
  }
  if (!valid) {
    throw WebhookSignatureException(
        "the delivery carries no valid signature: it was made with another secret, or not over these bytes. The body "
        "must be the raw one as it arrived; the usual mistakes are one that was parsed and written again (key order, "
        "white space, escapes), one whose text was decoded to another encoding, and one that a gateway handed on in "
        "base64, or unpacked");
  }
  return id;
}

}  // namespace detail
ALLO_NAMESPACE_END
