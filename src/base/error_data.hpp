#ifndef ALLO_SRC_BASE_ERROR_DATA_HPP
#define ALLO_SRC_BASE_ERROR_DATA_HPP

#include <allo/errors.hpp>

#include <memory>
#include <string>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// What an exception holds besides its message: shared, so that copying an exception cannot throw. It is one type for
/// all of them, because each std::shared_ptr of a type of its own is 6 of the 500 million instructions that
/// <allo/allo.hpp> adds to a compilation.
struct ErrorData {
  ApiError response{};  ///< As much of it as is known.
  std::string path{};   ///< Where a document is wrong.
};

inline std::shared_ptr<const ErrorData> make_error_data(ApiError response, std::string path = {}) {
  return std::make_shared<const ErrorData>(ErrorData{std::move(response), std::move(path)});
}

}  // namespace detail
ALLO_NAMESPACE_END

#endif
