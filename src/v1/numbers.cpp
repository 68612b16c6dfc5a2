#include "core/core.hpp"

#include <allo/numbers.hpp>

#include <utility>

ALLO_NAMESPACE_BEGIN
namespace {

constexpr auto list_numbers = detail::get<std::vector<PhoneNumber>>("/numbers");

}  // namespace

NumbersResource::NumbersResource(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}

std::vector<PhoneNumber> NumbersResource::list(const RequestOptions& options) const {
  return core_->run(list_numbers(), options);
}

ALLO_NAMESPACE_END
