#include "core/core.hpp"

#include <allo/numbers.hpp>

#include <utility>

ALLO_NAMESPACE_BEGIN

using detail::Target;

NumbersResource::NumbersResource(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}

std::vector<PhoneNumber> NumbersResource::list(const RequestOptions& options) const {
  return core_->fetch<std::vector<PhoneNumber>>({HttpMethod::Get, Target{"/numbers"}}, options);
}

ALLO_NAMESPACE_END
