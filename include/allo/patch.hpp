#ifndef ALLO_PATCH_HPP
#define ALLO_PATCH_HPP

#include <allo/version.hpp>

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

ALLO_NAMESPACE_BEGIN

/// The type of allo::null.
struct Null {};

/// Clears a field of an update: `input.website = allo::null;`.
inline constexpr Null null{};

namespace detail {
struct NotAList {};
template <class T, class = void>
struct ListElement {
  using type = NotAList;
};
template <class T>
struct ListElement<T, std::void_t<typename T::value_type, typename T::allocator_type>> {
  using type = std::conditional_t<std::is_same_v<typename T::value_type, char>, NotAList, typename T::value_type>;
};

template <class U, class T>
inline constexpr bool sets_patch_v = std::is_convertible_v<U&&, T> ||
                                     (std::is_same_v<T, std::string> && std::is_convertible_v<U&&, std::string_view>);
}  // namespace detail

/// One field of an update, in one of three states: left alone (the default; the field is not sent), set (`= value`),
/// or cleared (`= allo::null` or `= nullptr`; an explicit null is sent). An empty list is set with `=
/// std::vector<...>{}`;
/// `= {}` means the default, left alone.
template <class T>
class Patch {
  using Element = typename detail::ListElement<T>::type;

 public:
  /// Leaves the field alone.
  Patch() = default;

  /// Clears the field.
  Patch(Null) : state_(State::Cleared) {}

  /// Clears the field, as allo::null does. A template, so that a literal 0 is not taken for a null pointer.
  template <class N, std::enable_if_t<std::is_same_v<N, std::nullptr_t>, int> = 0>
  Patch(N) : state_(State::Cleared) {}

  /// Sets the field where `value` holds one, else clears it: what was read is so written back.
  static Patch from(const std::optional<T>& value) { return value ? Patch(*value) : Patch(null); }

  /// Sets the field; a text from whatever converts to std::string_view.
  template <class U = T,
            class = std::enable_if_t<detail::sets_patch_v<U, T> && !std::is_same_v<std::decay_t<U>, Patch> &&
                                     !std::is_same_v<std::decay_t<U>, std::nullptr_t>>>
  Patch(U&& value) : value_(std::forward<U>(value)), state_(State::Set) {}

  /// @{
  /// Sets a list field: `input.emails = {"a@example.com", "b@example.com"};`.
  Patch(std::initializer_list<Element> values) : value_(T(values)), state_(State::Set) {}
  // Without it, two literals within two pairs of braces would be the bounds of one std::string.
  template <class E = Element, class = std::enable_if_t<std::is_same_v<E, std::string>>>
  Patch(std::initializer_list<std::initializer_list<const char*>> lists) : state_(State::Set) {
    for (const auto& list : lists) value_.insert(value_.end(), list.begin(), list.end());
  }
  /// @}

  /// True unless the field is left alone.
  bool is_present() const noexcept { return state_ != State::LeftAlone; }

  /// True when the field is to be cleared.
  bool is_null() const noexcept { return state_ == State::Cleared; }

  /// The value to set; nullptr when the field is left alone or cleared.
  const T* value() const noexcept { return state_ == State::Set ? &value_ : nullptr; }

  /// @{
  /// Compares the states and, where both are set, the values.
  friend bool operator==(const Patch& a, const Patch& b) { return a.state_ == b.state_ && a.value_ == b.value_; }
  friend bool operator!=(const Patch& a, const Patch& b) { return !(a == b); }
  /// @}

 private:
  enum class State { LeftAlone, Cleared, Set };

  T value_{};  // Means something only while set.
  State state_ = State::LeftAlone;
};

ALLO_NAMESPACE_END

#endif
