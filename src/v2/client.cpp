#include "core/core.hpp"
#include "json/model.hpp"
#include "v2/tables.hpp"

#include <allo/v2/client.hpp>

#include <utility>

ALLO_NAMESPACE_BEGIN

// One line per field.
// clang-format off
namespace detail {

template <>
struct Table<v2::Endpoint> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::Endpoint::method>("method"),
      field<&v2::Endpoint::path>("path"),
      field<&v2::Endpoint::description>("description"),
      field<&v2::Endpoint::scope>("scope"),
  };
};

template <>
struct Table<v2::Team> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::Team::id>("id"),
      field<&v2::Team::name>("name"),
  };
};

template <>
struct Table<v2::RateLimits> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::RateLimits::read_per_second>("read_per_second"),
      field<&v2::RateLimits::write_per_second>("write_per_second"),
  };
};

template <>
struct Table<v2::Me> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::Me::api_key_id>("api_key_id"),
      field<&v2::Me::scopes>("scopes"),
      field<&v2::Me::endpoints>("endpoints"),
      field<&v2::Me::team>("team"),
      field<&v2::Me::rate_limits>("rate_limits"),
  };
};

}  // namespace detail
// clang-format on

namespace v2 {

ALLO_MODEL(Endpoint)
ALLO_MODEL(Team)
ALLO_MODEL(RateLimits)
ALLO_MODEL(Me)
ALLO_MODEL(UserRef)
ALLO_MODEL(CompanyRef)
ALLO_MODEL(DateRange)
ALLO_MODEL(Pagination)

namespace {

constexpr auto get_me = detail::get<Me>("/me");

}  // namespace

std::shared_ptr<Pacer> make_pacer(const RateLimits& limits) {
  PacingPolicy policy;
  policy.reads_per_second = limits.read_per_second;
  policy.writes_per_second = limits.write_per_second;
  return allo::make_pacer(policy);
}

Client::Client(const AlloClient& client) : Client(client.core().for_version_2(detail::Core::BaseUrl::OfVersion1)) {}

// The transport that the library brings along is the affair of AlloClient.
Client::Client(AlloClientOptions options)
    : Client(AlloClient{std::move(options)}.core().for_version_2(detail::Core::BaseUrl::Chosen)) {}

Client::Client(const detail::Handle& core)
    : CoreHolder(core),
      users(core_),
      tags(core_),
      numbers(core_),
      summary_templates(core_),
      webhooks(core_),
      conversations(core_),
      items(core_),
      people(core_),
      companies(core_),
      deals(core_),
      dialing_queue(core_),
      analytics(core_),
      partner_accounts(core_) {}

Me Client::me(const RequestOptions& options) const { return core().run(get_me(), options); }

bool Client::test_connection(const RequestOptions& options) const noexcept {
  try {
    static_cast<void>(me(options));
    return true;
  } catch (...) {
    return false;
  }
}

JsonText Client::request(HttpMethod method, std::string_view path, const QueryParameters& query, std::string_view body,
                         const RequestOptions& options) const {
  return core().request(method, path, query, body, options);
}

}  // namespace v2
ALLO_NAMESPACE_END
