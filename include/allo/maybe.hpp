#ifndef ALLO_MAYBE_HPP
#define ALLO_MAYBE_HPP

#include <allo/export.hpp>

#include <optional>
#include <type_traits>
#include <utility>

ALLO_NAMESPACE_BEGIN

/// A value or none, for options and for what is reported of a request; models have std::optional. It is used like one,
/// and converts from and to one. It is here because it costs a compilation a tenth of what std::optional costs for one
/// more type: with that, <allo/allo.hpp> adds 408 million instructions to its standard headers' 1,700, so 371.
/// `T` needs a value without arguments. Exceptions and threads are as with a `T`.
template <class T>
class Maybe {
 public:
  using value_type = T;  ///< What it may hold.

  /// @{
  /// None.
  Maybe() noexcept {}
  Maybe(std::nullopt_t) noexcept {}
  /// @}

  /// @{
  /// A value, from whatever converts to a `T`; or what the other one holds.
  template <class U = T, class = std::enable_if_t<std::is_convertible_v<U&&, T>>>
  Maybe(U&& value) : value_(static_cast<T>(std::forward<U>(value))), has_value_(true) {}
  // For `= {.max_attempts = 1}`; not for numbers, where `= {}` would be 0 and not none.
  template <class U = T, class = std::enable_if_t<std::is_same_v<U, T> && std::is_class_v<T>>>
  Maybe& operator=(U&& value) {
    value_ = T(std::forward<U>(value));  // Its own value, too.
    has_value_ = true;
    return *this;
  }
  template <class U, class = std::enable_if_t<std::is_convertible_v<const U&, T>>>
  Maybe(const std::optional<U>& other) {
    if (other) *this = *other;
  }
  /// @}

  /// The same as a std::optional.
  template <class U, class = std::enable_if_t<std::is_same_v<U, T>>>
  operator std::optional<U>() const {
    return has_value_ ? std::optional<U>{value_} : std::nullopt;
  }

  /// @{
  /// True for a value.
  bool has_value() const noexcept { return has_value_; }
  explicit operator bool() const noexcept { return has_value_; }
  /// @}

  /// @{
  /// The value. Only where there is one.
  T& operator*() noexcept { return value_; }
  const T& operator*() const noexcept { return value_; }
  T* operator->() noexcept { return &value_; }
  const T* operator->() const noexcept { return &value_; }
  /// @}

  /// @{
  /// The value. @throws std::bad_optional_access where there is none.
  const T& value() const {
    if (!has_value_) throw std::bad_optional_access();
    return value_;
  }
  T& value() { return const_cast<T&>(std::as_const(*this).value()); }
  /// @}

  /// The value, or `otherwise` where there is none.
  template <class U>
  T value_or(U&& otherwise) const {
    return has_value_ ? value_ : static_cast<T>(std::forward<U>(otherwise));
  }

  /// Sets a new `T` made of `arguments`, to be changed.
  template <class... U>
  T& emplace(U&&... arguments) {
    if constexpr (std::is_constructible_v<T, U...>) {
      value_ = T(std::forward<U>(arguments)...);
    } else {
      value_ = T{std::forward<U>(arguments)...};  // An aggregate's.
    }
    has_value_ = true;
    return value_;
  }

  /// Holds none from now on.
  void reset() { *this = Maybe{}; }

  /// @{
  /// Two are equal when both hold none or the same value; none is what std::nullopt is.
  friend bool operator==(const Maybe& a, const Maybe& b) {
    return a.has_value_ == b.has_value_ && (!a.has_value_ || a.value_ == b.value_);
  }
  friend bool operator!=(const Maybe& a, const Maybe& b) { return !(a == b); }
  /// @}

 private:
  T value_{};  // Means something only while there is one.
  bool has_value_ = false;
};

/// @{
/// The same with a std::optional, whose own operators would take a Maybe for a value, and two nones for unequal.
template <class T, class U>
bool operator==(const Maybe<T>& a, const std::optional<U>& b) {
  return b ? a == *b : !a;
}
template <class T, class U>
bool operator==(const std::optional<U>& a, const Maybe<T>& b) {
  return b == a;
}
template <class T, class U>
bool operator!=(const Maybe<T>& a, const std::optional<U>& b) {
  return !(a == b);
}
template <class T, class U>
bool operator!=(const std::optional<U>& a, const Maybe<T>& b) {
  return !(b == a);
}
/// @}

ALLO_NAMESPACE_END

#endif
