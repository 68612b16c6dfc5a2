#ifndef ALLO_SRC_CORE_REDACTION_HPP
#define ALLO_SRC_CORE_REDACTION_HPP

#include <allo/version.hpp>

#include <cstddef>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// The first `bound` bytes of `text` with "[api key]" in place of the key, also where that is written in the escapes of
/// JSON, URLs or HTML, and where the bound cuts it in two. A key of fewer than six characters is left alone.
std::string without_key(std::string_view text, std::string_view key, std::size_t bound = std::string_view::npos);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
