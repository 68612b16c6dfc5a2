#ifndef ALLO_SRC_CORE_CORE_HPP
#define ALLO_SRC_CORE_CORE_HPP

#include "core/url.hpp"
#include "json/codec.hpp"

#include <allo/http.hpp>
#include <allo/options.hpp>

#include <memory>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// What one operation sends.
struct Operation {
  HttpMethod method;
  Target target;
  std::string body{};  ///< JSON, or empty for none.
};

/// What the resources of a client share. Nothing of it changes after it was made, so every member is safe from any
/// thread. Owned by std::shared_ptr.
class Core : public std::enable_shared_from_this<Core> {
 public:
  /// @throws InvalidArgumentException for an option out of bounds; a key is never quoted.
  explicit Core(AlloClientOptions options);

  /// Carries an operation out, retries included, and gives the body of the 2xx answer.
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException
  std::string execute(Operation operation, const RequestOptions& options) const;

  /// The same, read into `T`.
  /// @throws DecodeException besides
  template <class T>
  T fetch(Operation operation, const RequestOptions& options) const {
    return decode_response<T>(execute(std::move(operation), options));
  }

  const AlloClientOptions& options() const noexcept { return options_; }

  /// Takes the key out of text that came from elsewhere: a proxy may send a request back in its answer.
  void redact(std::string& text) const;

 private:
  HttpRequest make_request(Operation operation, const RequestOptions& options, const RetryPolicy& policy) const;

  AlloClientOptions options_;
  HttpHeaders headers_;  // Of every request.
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
