#ifndef ALLO_V2_ME_HPP
#define ALLO_V2_ME_HPP

#include <allo/export.hpp>
#include <allo/pacing.hpp>
#include <allo/v2/model.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace v2 {

/// An endpoint that a key may call.
struct Endpoint {
  std::string method{};       ///< Such as "GET".
  std::string path{};         ///< With placeholders, such as "/v2/api/users/{id}".
  std::string description{};  ///< What it does.
  std::string scope{};        ///< The scope that grants it.
};

/// The team that a key belongs to.
struct Team {
  std::string id{};    ///< Opaque.
  std::string name{};  ///< Such as "Acme".
};

/// How many requests a second a key may make.
struct RateLimits {
  int read_per_second = 0;   ///< GET requests.
  int write_per_second = 0;  ///< All other requests, those that only read included.
};

/// What a key is and what it may do.
struct Me {
  std::string api_key_id{};           ///< Of the key; not the key.
  std::vector<std::string> scopes{};  ///< Such as "CONVERSATIONS_READ".
  std::vector<Endpoint> endpoints{};  ///< What the scopes reach.
  std::optional<Team> team{};         ///< None when the user of the key has no team.
  RateLimits rate_limits{};           ///< Of this key.
};

/// @{
/// The fields of what stands above; see <allo/v2/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const Endpoint*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const Team*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const RateLimits*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const Me*) noexcept;
/// @}

/// Makes a pacer that keeps to a key's own limits, for AlloClientOptions::pacer.
/// @throws InvalidArgumentException for a limit below 1.
ALLO_EXPORT std::shared_ptr<Pacer> make_pacer(const RateLimits& limits);

}  // namespace v2

ALLO_NAMESPACE_END

#endif
