#ifndef ALLO_SRC_BASE_SHARED_HPP
#define ALLO_SRC_BASE_SHARED_HPP

#include <allo/handle.hpp>

#include <atomic>
#include <cstddef>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// Base of what a Handle keeps. Made by make_shared_object(), and destroyed with the last of its handles.
class Shared {
 public:
  Shared() = default;
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;
  virtual ~Shared();

  /// One more handle of this object, which has one.
  Handle kept() const noexcept { return Handle{const_cast<Shared*>(this)}; }  // None of these objects is const.

 private:
  friend class Handle;
  std::atomic<std::size_t> handles_{0};
};

/// The object of a handle that keeps a `T`.
template <class T>
T& object_of(const Handle& handle) noexcept {
  return *static_cast<T*>(handle.get());
}

/// A handle that knows the type of its object. `T` derives from Shared.
template <class T>
class SharedObject : public Handle {
 public:
  using Handle::Handle;

  T* operator->() const noexcept { return &object_of<T>(*this); }
};

template <class T, class... Arguments>
SharedObject<T> make_shared_object(Arguments&&... arguments) {
  return SharedObject<T>{new T(std::forward<Arguments>(arguments)...)};
}

}  // namespace detail
ALLO_NAMESPACE_END

#endif
