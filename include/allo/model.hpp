#ifndef ALLO_MODEL_HPP
#define ALLO_MODEL_HPP

/// @file
/// What every model and every request body can do: compare with `==` and `!=`, print with `<<` or `to_string`, and, by
/// `<allo/json_text.hpp>` and `<allo/json.hpp>`, convert to and from JSON. All of it follows from one declaration
/// beside the struct, `model_info(const Model*)` or, for what is only sent, `input_info(const Input*)`.

#include <allo/export.hpp>

#include <iosfwd>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

ALLO_NAMESPACE_BEGIN

template <class E>
class OpenEnum;

namespace detail {

/// The fields of a model, as the library sees them.
struct TypeInfo;

template <class T, class = void>
struct IsModel : std::false_type {};
template <class T>
struct IsModel<T, std::void_t<decltype(model_info(static_cast<const T*>(nullptr)))>> : std::true_type {};

template <class T, class = void>
struct IsInput : std::false_type {};
template <class T>
struct IsInput<T, std::void_t<decltype(input_info(static_cast<const T*>(nullptr)))>> : std::true_type {};

/// A list of what `element` describes.
ALLO_EXPORT const TypeInfo& list_of(const TypeInfo& element) noexcept;

template <class T>
struct InfoOf {
  static const TypeInfo& get() noexcept {
    if constexpr (IsInput<T>::value) {
      return input_info(static_cast<const T*>(nullptr));
    } else {
      return model_info(static_cast<const T*>(nullptr));
    }
  }
};
template <class T>
struct InfoOf<std::vector<T>> {
  static const TypeInfo& get() noexcept { return list_of(InfoOf<T>::get()); }
};

/// The fields of a model, of an input or of a list of models.
template <class T>
const TypeInfo& info_of() noexcept {
  return InfoOf<T>::get();
}

/// Where T is a model.
template <class T>
using IfModel = std::enable_if_t<IsModel<T>::value>;
/// Where T is a model or an input.
template <class T>
using IfDescribed = std::enable_if_t<IsModel<T>::value || IsInput<T>::value>;

/// Made of what people take for something that prints: an optional or a list of what this library declares.
struct Unprintable {
  template <class T, class = IfModel<T>>
  Unprintable(const std::optional<T>&);
  template <class T, class = IfModel<T>>
  Unprintable(const std::vector<T>&);
  template <class E>
  Unprintable(const std::optional<OpenEnum<E>>&);
};

ALLO_EXPORT bool equal(const TypeInfo& type, const void* a, const void* b) noexcept;
ALLO_EXPORT std::string print(const TypeInfo& type, const void* object);
ALLO_EXPORT std::ostream& print(std::ostream& out, const TypeInfo& type, const void* object);

}  // namespace detail

/// @{
/// Compares two models or two inputs field by field; free objects by their text.
template <class T, class = detail::IfDescribed<T>>
bool operator==(const T& a, const T& b) noexcept {
  return detail::equal(detail::info_of<T>(), &a, &b);
}
template <class T, class = detail::IfDescribed<T>>
bool operator!=(const T& a, const T& b) noexcept {
  return !(a == b);
}
/// @}

/// @{
/// Writes a model or an input for people to read, such as `{from: "+33612345678", to: null}`. Secrets read `<secret>`,
/// fields of an input that would not be sent are left out. The form may change: for programs there is to_json_text.
template <class T, class = detail::IfDescribed<T>>
std::string to_string(const T& model) {
  return detail::print(detail::info_of<T>(), &model);
}
template <class T, class = detail::IfDescribed<T>>
std::ostream& operator<<(std::ostream& out, const T& model) {
  return detail::print(out, detail::info_of<T>(), &model);
}
/// @}

/// Not there, so that the compiler says this and little more: an optional prints as `*optional` once it holds a value,
/// a list item by item. An `operator<<` of your own for them goes first.
std::ostream& operator<<(std::ostream&, const detail::Unprintable&) = delete;  // print *optional, or each item

ALLO_NAMESPACE_END

#endif
