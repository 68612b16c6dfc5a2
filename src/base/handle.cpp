#include "base/shared.hpp"

ALLO_NAMESPACE_BEGIN
namespace detail {

Shared::~Shared() = default;

void Handle::retain() noexcept { object_->handles_.fetch_add(1, std::memory_order_relaxed); }

// What was written through any handle happens before the end of the object.
void Handle::release() noexcept {
  if (object_->handles_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete object_;
}

Handle& Handle::operator=(const Handle& other) noexcept {
  Handle copy{other};
  std::swap(object_, copy.object_);
  return *this;
}

Handle& Handle::operator=(Handle&& other) noexcept {
  Handle taken{std::move(other)};
  std::swap(object_, taken.object_);
  return *this;
}

}  // namespace detail
ALLO_NAMESPACE_END
