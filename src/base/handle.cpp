#include "base/shared.hpp"

ALLO_NAMESPACE_BEGIN
namespace detail {

Shared::~Shared() = default;

Handle::Handle(Shared* object) noexcept : object_(object) {
  if (object_ != nullptr) object_->handles_.fetch_add(1, std::memory_order_relaxed);
}

Handle::Handle(const Handle& other) noexcept : Handle(other.object_) {}

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

// What was written through any handle happens before the end of the object.
Handle::~Handle() {
  if (object_ != nullptr && object_->handles_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete object_;
}

}  // namespace detail
ALLO_NAMESPACE_END
