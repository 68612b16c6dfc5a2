#include "core/core.hpp"
#include "http/default_transport.hpp"

#include <allo/client.hpp>

#include <utility>

ALLO_NAMESPACE_BEGIN
namespace {

/// Only here the library knows which transport it brings along.
AlloClientOptions with_transport(AlloClientOptions options) {
  if (!options.transport) options.transport = detail::default_transport();
  return options;
}

}  // namespace

AlloClient::AlloClient(AlloClientOptions options)
    : AlloClient(detail::make_shared_object<detail::Core>(with_transport(std::move(options)))) {}

AlloClient::AlloClient(const detail::Handle& core)
    : CoreHolder(core), webhooks(core_), calls(core_), contacts(core_), sms(core_), numbers(core_) {}

bool AlloClient::test_connection(const RequestOptions& options) const noexcept {
  try {
    static_cast<void>(numbers.list(options));
    return true;
  } catch (...) {
    return false;
  }
}

const QueryParameters& detail::no_query() noexcept {
  static const QueryParameters none;
  return none;
}

JsonText AlloClient::request(HttpMethod method, std::string_view path, const QueryParameters& query,
                             std::string_view body, const RequestOptions& options) const {
  return core().request(method, path, query, body, options);
}

ALLO_NAMESPACE_END
