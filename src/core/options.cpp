#include <allo/errors.hpp>
#include <allo/options.hpp>

#include <cstdlib>
#include <string_view>

ALLO_NAMESPACE_BEGIN

AlloClientOptions AlloClientOptions::from_environment() {
  const char* key = std::getenv("ALLO_API_KEY");
  if (key == nullptr || *key == '\0')
    throw InvalidArgumentException("the environment variable ALLO_API_KEY is not set");
  AlloClientOptions options;
  options.api_key = key;
  const char* url = std::getenv("ALLO_BASE_URL");
  if (url != nullptr && *url != '\0') options.base_url = url;
  const char* insecure = std::getenv("ALLO_ALLOW_INSECURE_HTTP");
  options.allow_insecure_http = insecure != nullptr && std::string_view{insecure} == "1";
  return options;
}

ALLO_NAMESPACE_END
