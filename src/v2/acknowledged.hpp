#ifndef ALLO_SRC_V2_ACKNOWLEDGED_HPP
#define ALLO_SRC_V2_ACKNOWLEDGED_HPP

#include "core/core.hpp"

#include <allo/options.hpp>

ALLO_NAMESPACE_BEGIN
namespace v2 {

/// Carries out a change that the service confirms with any 2xx answer, whatever is in it but an error.
/// @throws InvalidArgumentException before sending; AlloApiException, TransportException; DecodeException for a 2xx
/// answer with the envelope of an error
void run_acknowledged(const detail::Core& core, detail::Request<void>&& request, const RequestOptions& options);

}  // namespace v2
ALLO_NAMESPACE_END

#endif
