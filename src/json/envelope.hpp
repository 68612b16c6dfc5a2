#ifndef ALLO_SRC_JSON_ENVELOPE_HPP
#define ALLO_SRC_JSON_ENVELOPE_HPP

#include "json/type_info.hpp"

#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// An object with one member that must be there, whose value is decoded into the target of the object itself.
class Enveloped {
 public:
  Enveloped(std::string_view name, const TypeInfo& type) noexcept
      : field_{name, &type, [](void* target) { return target; }, Required} {
    info_.shape = Shape::Object;
    info_.reset = type.reset;
    info_.fields = &field_;
    info_.field_count = 1;
    info_.required = 1;
  }
  Enveloped(const Enveloped&) = delete;
  Enveloped& operator=(const Enveloped&) = delete;

  const TypeInfo& info() const noexcept { return info_; }

 private:
  Field field_;
  TypeInfo info_{};
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
