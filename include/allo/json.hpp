#ifndef ALLO_JSON_HPP
#define ALLO_JSON_HPP

/// @file
/// Optional bridge to nlohmann::json, the only public header that needs nlohmann/json.hpp. With it every model converts
/// to and from any `nlohmann::basic_json`, and every request body to it:
///
///     nlohmann::json j = allo.contacts.get(id);
///     allo::Contact contact = j.get<allo::Contact>();
///
/// The form is that of allo::to_json_text: wire names in snake_case, no value as null, enumerations as their text,
/// times as ISO 8601 in UTC. Reading throws DecodeException for what is no such model, writing InvalidArgumentException
/// for a string that is not UTF-8. nlohmann's types do not cross into the library, so that any version from 3.10 on
/// will do.

#include <allo/calls.hpp>
#include <allo/contacts.hpp>
#include <allo/errors.hpp>
#include <allo/json_text.hpp>
#include <allo/model.hpp>
#include <allo/numbers.hpp>
#include <allo/open_enum.hpp>
#include <allo/page.hpp>
#include <allo/sms.hpp>
#include <allo/timestamp.hpp>
#include <allo/webhook_events.hpp>
#include <allo/webhooks.hpp>

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// An enumeration of the wire, which has an enumerator for what this version does not know.
template <class T, class = void>
struct IsWireEnum : std::false_type {};
template <class T>
struct IsWireEnum<T, std::void_t<decltype(T::Unknown), decltype(to_string(std::declval<T>())),
                                 decltype(from_string(std::string_view{}, std::declval<T&>()))>> : std::is_enum<T> {};

}  // namespace detail
ALLO_NAMESPACE_END

namespace nlohmann {

/// Models, in both directions.
template <class T>
struct adl_serializer<T, std::enable_if_t<allo::detail::IsModel<T>::value>> {
  template <class Json>
  static void to_json(Json& json, const T& model) {
    json = Json::parse(allo::detail::parseable(allo::to_json_text(model)));
  }
  template <class Json>
  static void from_json(const Json& json, T& model) {
    model = allo::from_json_text<T>(json.dump());
  }
};

/// Request bodies, which are only written.
template <class T>
struct adl_serializer<T, std::enable_if_t<allo::detail::IsInput<T>::value>> {
  template <class Json>
  static void to_json(Json& json, const T& input) {
    json = Json::parse(allo::detail::parseable(allo::to_json_text(input)));
  }
};

/// Enumerations, as their text; one that this version does not know reads as Unknown.
template <class T>
struct adl_serializer<T, std::enable_if_t<allo::detail::IsWireEnum<T>::value>> {
  template <class Json>
  static void to_json(Json& json, T value) {
    json = std::string{to_string(value)};
  }
  template <class Json>
  static void from_json(const Json& json, T& value) {
    from_string(json.template get<std::string>(), value);
  }
};

/// Enumerations that keep the text of an unknown value; no value is null.
template <class E>
struct adl_serializer<allo::OpenEnum<E>, void> {
  /// Writes the wire's text.
  template <class Json>
  static void to_json(Json& json, const allo::OpenEnum<E>& value) {
    json = nullptr;
    if (!value.text().empty()) json = std::string{value.text()};
  }
  /// Reads any text; null is no value.
  template <class Json>
  static void from_json(const Json& json, allo::OpenEnum<E>& value) {
    value = json.is_null() ? allo::OpenEnum<E>{} : allo::OpenEnum<E>::parse(json.template get<std::string>());
  }
};

/// Times, as ISO 8601 in UTC; a default-constructed one is null.
template <>
struct adl_serializer<allo::Timestamp, void> {
  /// Writes the time, or null.
  template <class Json>
  static void to_json(Json& json, allo::Timestamp time) {
    json = nullptr;
    if (time != allo::Timestamp{}) json = allo::to_iso8601(time);
  }
  /// Reads the time. @throws allo::DecodeException for what is no ISO 8601 time
  template <class Json>
  static void from_json(const Json& json, allo::Timestamp& time) {
    if (json.is_null()) {
      time = {};
      return;
    }
    const std::optional<allo::Timestamp> parsed = allo::parse_iso8601(json.template get<std::string>());
    if (!parsed) throw allo::DecodeException("", "expected an ISO 8601 time", allo::DeliveryState::NotSent);
    time = *parsed;
  }
};

/// Free objects, as the document that they hold.
template <>
struct adl_serializer<allo::JsonText, void> {
  /// Writes the document, parsed.
  template <class Json>
  static void to_json(Json& json, const allo::JsonText& text) {
    json = Json::parse(allo::detail::parseable(text));
  }
  /// Keeps the document as text.
  template <class Json>
  static void from_json(const Json& json, allo::JsonText& text) {
    text = allo::JsonText{json.dump()};
  }
};

}  // namespace nlohmann

#endif
