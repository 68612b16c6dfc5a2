#ifndef ALLO_SRC_CORE_SECRETS_HPP
#define ALLO_SRC_CORE_SECRETS_HPP

#include <allo/version.hpp>

#include <string>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// Puts "[secret]" in place of what the service hands out once and nobody should read again: the values of members
/// named `signing_secret` and `api_key`, in either spelling and also in JSON that is quoted in JSON, and everything
/// that begins like a signing secret.
void hide_secrets(std::string& text);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
