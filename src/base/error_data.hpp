#ifndef ALLO_SRC_BASE_ERROR_DATA_HPP
#define ALLO_SRC_BASE_ERROR_DATA_HPP

#include "base/shared.hpp"

#include <allo/api_error.hpp>

#include <string>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// What an exception holds besides its message: shared, so that copying an exception cannot throw.
class ErrorData : public Shared {
 public:
  explicit ErrorData(ApiError known, std::string where = {}) : response(std::move(known)), path(std::move(where)) {}

  const ApiError response;  ///< As much of it as is known.
  const std::string path;   ///< Where a document is wrong.
};

inline Handle make_error_data(ApiError known, std::string where = {}) {
  return make_shared_object<ErrorData>(std::move(known), std::move(where));
}

/// What make_error_data() made.
inline const ErrorData& error_data(const Handle& handle) noexcept { return object_of<const ErrorData>(handle); }

}  // namespace detail
ALLO_NAMESPACE_END

#endif
