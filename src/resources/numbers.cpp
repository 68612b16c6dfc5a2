#include "core/core.hpp"

#include <allo/numbers.hpp>

namespace allo {

using detail::Target;

std::vector<PhoneNumber> NumbersResource::list(const RequestOptions& options) const {
  return core_->fetch<std::vector<PhoneNumber>>({HttpMethod::Get, Target{"/numbers"}}, options);
}

}  // namespace allo
