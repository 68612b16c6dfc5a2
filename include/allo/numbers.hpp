#ifndef ALLO_NUMBERS_HPP
#define ALLO_NUMBERS_HPP

#include <allo/handle.hpp>
#include <allo/model.hpp>
#include <allo/options.hpp>

#include <optional>
#include <string>
#include <vector>

ALLO_NAMESPACE_BEGIN

/// A telephone number of the account.
struct PhoneNumber {
  std::optional<std::string> number{};   ///< E.164.
  std::optional<std::string> name{};     ///< The label that the team gave it.
  std::optional<std::string> country{};  ///< ISO 3166-1 alpha-2, such as "FR".
  bool is_shared_number = false;         ///< True when several team members use it.
};

/// @{
/// The fields of what stands above; see <allo/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const PhoneNumber*) noexcept;
/// @}

/// The telephone numbers of the account, `/numbers`. A handle: cheap to copy, safe from any thread, independent of the
/// lifetime of the client that it came from.
class ALLO_EXPORT NumbersResource : private detail::CoreHolder {
 public:
  /// Lists the connected numbers (GET /numbers, scope CONVERSATIONS_READ).
  /// @throws AlloApiException, TransportException, DecodeException
  std::vector<PhoneNumber> list(const RequestOptions& options = {}) const;

 private:
  friend class AlloClient;
  explicit NumbersResource(const detail::Handle& core) noexcept : CoreHolder(core) {}
};

ALLO_NAMESPACE_END

#endif
