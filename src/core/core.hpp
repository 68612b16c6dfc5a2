#ifndef ALLO_SRC_CORE_CORE_HPP
#define ALLO_SRC_CORE_CORE_HPP

#include "base/request_id.hpp"
#include "base/shared.hpp"
#include "core/api_version.hpp"
#include "core/operation.hpp"
#include "core/time_source.hpp"
#include "json/codec.hpp"

#include <allo/http.hpp>
#include <allo/json_text.hpp>
#include <allo/options.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// What the resources of a client share. Nothing of it changes after it was made, so every member is safe from any
/// thread. Kept by the handles of its clients.
class Core : public Shared {
 public:
  /// `options` must name a transport.
  /// @throws InvalidArgumentException for an option out of bounds; a key is never quoted.
  explicit Core(AlloClientOptions options, const ApiVersion& api = api_1, TimeSource time = {});

  /// Whose base URL a client of version 2 takes over.
  enum class BaseUrl {
    OfVersion1,  ///< A client's of version 1: refused where it ends in neither "/v1/api" nor "/v2/api".
    Chosen       ///< Its own: used as it is where it does not end in "/v1/api".
  };

  /// The core of a client of version 2 that shares key, transport, pacer, hooks and retries with this one.
  /// @throws InvalidArgumentException for a base URL that cannot be taken over
  SharedObject<Core> for_version_2(BaseUrl base_url) const;

  /// Carries a request out, retries included, and reads its answer.
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException, DecodeException
  template <class Result>
  Result run(Request<Result>&& request, const RequestOptions& options) const {
    if constexpr (std::is_void_v<Result>) {
      execute(std::move(request.parts()), options, nullptr, nullptr);
    } else {
      Result result{};
      const ReadAnswer read = [](std::string&& body, void* target) {
        decode_answer(std::move(body), info_of<Result>(), target);
      };
      execute(std::move(request.parts()), options, read, &result);
      return result;
    }
  }

  /// Reads the body of a 2xx answer into a target, and leaves the body as it is where it throws a DecodeException.
  using ReadAnswer = void (*)(std::string&& body, void* target);

  /// The same, for any way of reading; nullptr: nobody reads the answer, which must report no error unless the request
  /// deletes.
  void execute(RequestParts request, const RequestOptions& options, ReadAnswer read, void* target) const;

  /// An endpoint that no resource knows; see AlloClient::request.
  JsonText request(HttpMethod method, std::string_view path, const QueryParameters& query, std::string_view body,
                   const RequestOptions& options) const;

  const AlloClientOptions& options() const noexcept { return options_; }
  const TimeSource& time() const noexcept { return time_; }

  /// True when the caller gives the requests of such a call an `X-Request-Id`.
  bool names_request(const RequestOptions& options) const noexcept {
    return has_request_id_ || (!options.headers.empty() && options.headers.get(request_id_header));
  }

  /// Takes the key out of text that came from elsewhere: a proxy may send a request back in its answer.
  void redact(std::string& text) const;

 private:
  HttpRequest make_request(RequestParts& request, const RequestOptions& options, bool makes_key) const;

  AlloClientOptions options_;
  const ApiVersion& api_;
  TimeSource time_;
  HttpHeaders headers_;          // Of every request.
  bool has_request_id_ = false;  // Among them.
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
