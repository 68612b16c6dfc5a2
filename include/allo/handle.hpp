#ifndef ALLO_HANDLE_HPP
#define ALLO_HANDLE_HPP

/// @file
/// What clients, their resources, tokens and exceptions are made of. Nothing here is for programs.

#include <allo/export.hpp>

ALLO_NAMESPACE_BEGIN
namespace detail {

class Core;
class Shared;

/// Keeps an object of the library alive, as every copy of it does; the object goes with the last of them. One class for
/// objects of every type, and none of it a template: a std::shared_ptr of each of these types is 4 % of the
/// instructions and 5 % of the memory that <allo/allo.hpp> adds to a compilation. Copies may be made and dropped by any
/// thread at once; one handle belongs to one thread at a time.
class ALLO_EXPORT Handle {
 public:
  /// @{
  /// Keeps nothing, `object`, or what `other` keeps.
  Handle() noexcept = default;
  explicit Handle(Shared* object) noexcept : object_(object) {
    if (object_ != nullptr) retain();
  }
  Handle(const Handle& other) noexcept : Handle(other.object_) {}
  Handle(Handle&& other) noexcept : object_(other.object_) { other.object_ = nullptr; }
  Handle& operator=(const Handle& other) noexcept;
  Handle& operator=(Handle&& other) noexcept;
  /// @}
  ~Handle() {
    if (object_ != nullptr) release();
  }

  /// What is kept; null for nothing.
  Shared* get() const noexcept { return object_; }

 private:
  void retain() noexcept;
  void release() noexcept;

  Shared* object_ = nullptr;
};

/// Base of the clients and of their resources: keeps what they send their requests through.
class ALLO_EXPORT CoreHolder {
 protected:
  explicit CoreHolder(const Handle& core) noexcept : core_(core) {}
  const Core& core() const noexcept;

  Handle core_;
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
