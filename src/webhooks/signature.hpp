#ifndef ALLO_SRC_WEBHOOKS_SIGNATURE_HPP
#define ALLO_SRC_WEBHOOKS_SIGNATURE_HPP

#include <allo/http.hpp>

#include <openssl/evp.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Signatures of deliveries after the Standard Webhooks specification.
ALLO_NAMESPACE_BEGIN
namespace detail {

inline constexpr std::string_view webhook_id_header = "webhook-id";
inline constexpr std::string_view webhook_timestamp_header = "webhook-timestamp";
inline constexpr std::string_view webhook_signature_header = "webhook-signature";

/// The most signatures that one delivery may carry; a rotation needs two.
inline constexpr std::size_t max_signatures = 32;

/// "v1," and the base64 of 32 bytes.
using SignatureText = std::array<char, 3 + 44>;

/// A signing secret, ready to sign. Immutable, so any number of threads may sign with it at once.
class SigningKey {
 public:
  /// @throws InvalidArgumentException for a malformed secret, which it does not quote
  explicit SigningKey(std::string_view secret);

  SignatureText sign(std::string_view id, std::string_view timestamp, std::string_view body) const;

 private:
  struct FreeContext {
    void operator()(EVP_MAC_CTX* context) const noexcept { EVP_MAC_CTX_free(context); }
  };
  using Context = std::unique_ptr<EVP_MAC_CTX, FreeContext>;

  Context keyed_;
};

/// True for what may be the id of a delivery: 1 to 256 visible ASCII characters but the dot, which separates the parts
/// of the signed text.
bool is_delivery_id(std::string_view id) noexcept;

/// The only header of that name; none when there is none.
/// @throws WebhookSignatureException when there are several
std::optional<std::string_view> single_header(const HttpHeaders& headers, std::string_view name);

/// The entries "v1,<base64>" of a list of signatures, and all else that may stand in it. They have blanks between them;
/// one that a proxy tore behind the comma is put together again, and a comma that it set behind an entry is dropped.
/// @throws WebhookSignatureException when there are more than max_signatures
std::vector<std::string> split_signatures(std::string_view text);

/// Checks the signature of a delivery and returns its id, a view into `headers`.
/// @throws WebhookSignatureException
std::string_view verify_signature(const std::vector<SigningKey>& keys, const HttpHeaders& headers,
                                  std::string_view body, std::chrono::system_clock::time_point now,
                                  std::chrono::seconds tolerance);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
