#ifndef ALLO_SRC_RECORDINGS_RECORDING_URL_HPP
#define ALLO_SRC_RECORDINGS_RECORDING_URL_HPP

#include "core/url.hpp"

#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// The URL of a recording, without its fragment.
/// @throws InvalidArgumentException unless it may be asked for by a client with this base URL. It is not quoted: it may
/// hold the signature that gives access.
std::string checked_recording_url(std::string_view url, const HttpUrl& base, bool allow_any_host);

/// Where a redirect leads that came from `from` with this `Location`.
/// @throws TransportException where it must not be followed
std::string redirect_target(const std::string& from, std::string_view location, const HttpUrl& base);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
