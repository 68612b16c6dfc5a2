#ifndef ALLO_SRC_JSON_TYPE_INFO_HPP
#define ALLO_SRC_JSON_TYPE_INFO_HPP

#include <allo/json_text.hpp>
#include <allo/maybe.hpp>
#include <allo/open_enum.hpp>
#include <allo/patch.hpp>
#include <allo/timestamp.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// How the decoder and the encoder see a C++ type: one constant descriptor per type, made from the field tables.
ALLO_NAMESPACE_BEGIN
namespace detail {

/// Makes a JsonText of a text that is known to be valid JSON.
struct JsonTextAccess {
  static JsonText make(std::string&& text) noexcept {
    JsonText json;
    json.text_ = std::move(text);
    return json;
  }
  static std::string& text(JsonText& json) noexcept { return json.text_; }
};

enum class Shape : std::uint8_t {
  Anything,  ///< Any document; only checked.
  Nothing,   ///< An element of a list that must be empty.
  Text,
  Boolean,
  Integer,   ///< int
  Wide,      ///< long long
  Unsigned,  ///< std::uint64_t
  Number,
  Time,
  OpenWord,  ///< An enumeration.
  FreeObject,
  Optional,
  Patch,
  List,
  Object,
};

struct Field;

/// A C++ type with its type erased; which of the functions are there follows from the shape.
struct TypeInfo {
  Shape shape = Shape::Anything;
  void (*reset)(void*) = nullptr;                         ///< Back to a fresh value.
  void (*assign)(void*, std::string_view) = nullptr;      ///< OpenWord, FreeObject.
  std::string_view (*text)(const void*) = nullptr;        ///< OpenWord, FreeObject.
  void* (*open)(void*) = nullptr;                         ///< Optional: makes a value; List: appends one.
  bool (*is_absent)(const void*) = nullptr;               ///< OpenWord, Time, Optional, Patch, List: nothing to send.
  const void* (*value)(const void*) = nullptr;            ///< Optional, Patch: the value or nullptr.
  std::size_t (*size)(const void*) = nullptr;             ///< List.
  const void* (*at)(const void*, std::size_t) = nullptr;  ///< List.
  const TypeInfo* inner = nullptr;                        ///< Optional, Patch, List.
  const Field* fields = nullptr;                          ///< Object.
  std::size_t field_count = 0;                            ///< Object: of those on the wire, which come first.
  std::size_t local_count = 0;                            ///< Object: of the Local ones, which come last.
  std::uint64_t required = 0;                             ///< Object: the Required fields, as bits.
  const TypeInfo& (*list)() noexcept = nullptr;           ///< Object: a list of it.
  bool leaves_out_absent = false;                         ///< Object: an input, which does not send what is absent.
  bool takes_all = false;                                 ///< FreeObject: takes any value, not objects alone.
  bool is_answer = false;                                 ///< Object: see AnswerTable.
};

/// What is special about a field; to be combined with `|`.
enum FieldFlags : unsigned {
  Plain = 0,
  Required = 1,    ///< Must be there and not be null.
  Merge = 2,       ///< Null, and a second occurrence, leave what is there already.
  DecodeOnly = 4,  ///< Another spelling, never written.
  OmitEmpty = 8,   ///< An empty list, or an object of which nothing is sent, is not sent.
  Secret = 16,     ///< Written as JSON, but never printed.
  OrName = 64,     ///< A text, which may also come as an object with a `name`.
  Local = 32,      ///< Not on the wire at all; compared and printed. Stands at the end of its table.
};

/// One line of a field table.
struct Field {
  std::string_view name;  ///< On the wire, in snake_case.
  const TypeInfo* type;
  void* (*member)(void* object);
  unsigned flags;
};

/// The field table of a struct; specialised beside the struct's endpoints, or in a header where tables share it.
template <class T>
struct Table;

/// Base of the tables of request bodies.
struct InputTable {
  static constexpr bool leaves_out_absent = true;
};
/// Base of the tables of all else.
struct ModelTable {
  static constexpr bool leaves_out_absent = false;
};
/// Base of the tables of what is an answer as a whole, such as `{data, pagination}`; all else comes as `{"data": T}`.
struct AnswerTable : ModelTable {};

template <class T>
struct TypeOf;

template <class M>
struct MemberPointer;
template <class C, class M>
struct MemberPointer<M C::*> {
  using Class = C;
  using Member = M;
};

/// The line of a member: `field<&Call::id>("id")`.
template <auto Member>
constexpr Field field(std::string_view name, unsigned flags = Plain) {
  using Pointer = MemberPointer<decltype(Member)>;
  return {name, &TypeOf<typename Pointer::Member>::info,
          [](void* object) -> void* { return &(static_cast<typename Pointer::Class*>(object)->*Member); }, flags};
}

/// The line of a member that `Owner` inherits: `inherited<QueuePage, &Page<QueueNumber>::data>("data")`.
template <class Owner, auto Member>
constexpr Field inherited(std::string_view name, unsigned flags = Plain) {
  using Pointer = MemberPointer<decltype(Member)>;
  return {name, &TypeOf<typename Pointer::Member>::info,
          [](void* object) -> void* { return &(static_cast<Owner*>(object)->*Member); }, flags};
}

/// The line of a member of a member.
template <auto Outer, auto Member>
constexpr Field field(std::string_view name, unsigned flags = Plain) {
  using Pointer = MemberPointer<decltype(Outer)>;
  return {name, &TypeOf<typename MemberPointer<decltype(Member)>::Member>::info,
          [](void* object) -> void* { return &(static_cast<typename Pointer::Class*>(object)->*Outer.*Member); },
          flags};
}

template <class T>
void reset_value(void* target) {
  *static_cast<T*>(target) = T{};
}

template <class T>
constexpr TypeInfo plain_info(Shape shape) {
  TypeInfo info;
  info.shape = shape;
  info.reset = reset_value<T>;
  return info;
}

template <class T>
constexpr TypeInfo object_info() {
  static_assert(std::size(Table<T>::fields) <= 64, "the decoder notes the fields seen in 64 bits");
  TypeInfo info = plain_info<T>(Shape::Object);
  info.fields = Table<T>::fields;
  for (const Field& field : Table<T>::fields) {
    if ((field.flags & Required) != 0) info.required |= std::uint64_t{1} << info.field_count;
    ++((field.flags & Local) != 0 ? info.local_count : info.field_count);
  }
  info.list = []() noexcept -> const TypeInfo& { return TypeOf<std::vector<T>>::info; };
  info.leaves_out_absent = Table<T>::leaves_out_absent;
  info.is_answer = std::is_base_of_v<AnswerTable, Table<T>>;
  return info;
}

/// The descriptor of a type: `TypeOf<Call>::info`. This one is for structs.
template <class T>
struct TypeOf {
  static constexpr TypeInfo info = object_info<T>();
};

template <>
struct TypeOf<std::string> {
  static constexpr TypeInfo info = plain_info<std::string>(Shape::Text);
};
template <>
struct TypeOf<bool> {
  static constexpr TypeInfo info = plain_info<bool>(Shape::Boolean);
};
template <>
struct TypeOf<int> {
  static constexpr TypeInfo info = plain_info<int>(Shape::Integer);
};
template <>
struct TypeOf<long long> {
  static constexpr TypeInfo info = plain_info<long long>(Shape::Wide);
};
template <>
struct TypeOf<std::uint64_t> {
  static constexpr TypeInfo info = plain_info<std::uint64_t>(Shape::Unsigned);
};
template <>
struct TypeOf<double> {
  static constexpr TypeInfo info = plain_info<double>(Shape::Number);
};

constexpr TypeInfo time_info() {
  TypeInfo info = plain_info<Timestamp>(Shape::Time);
  info.is_absent = [](const void* value) { return *static_cast<const Timestamp*>(value) == Timestamp{}; };
  return info;
}
template <>
struct TypeOf<Timestamp> {
  static constexpr TypeInfo info = time_info();
};

constexpr TypeInfo free_object_info() {
  TypeInfo info = plain_info<JsonText>(Shape::FreeObject);
  info.assign = [](void* target, std::string_view text) {
    JsonTextAccess::text(*static_cast<JsonText*>(target)).assign(text);
  };
  info.text = [](const void* value) { return std::string_view{static_cast<const JsonText*>(value)->str()}; };
  return info;
}
template <>
struct TypeOf<JsonText> {
  static constexpr TypeInfo info = free_object_info();
};

constexpr TypeInfo any_value_info() {
  TypeInfo info = free_object_info();
  info.takes_all = true;
  return info;
}
inline constexpr TypeInfo any_value = any_value_info();

/// The line of a JsonText that takes any value.
template <auto Member>
constexpr Field any_field(std::string_view name, unsigned flags = Plain) {
  Field made = field<Member>(name, flags);
  made.type = &any_value;
  return made;
}

template <class E>
struct TypeOf<OpenEnum<E>> {
  static constexpr TypeInfo make() {
    TypeInfo made = plain_info<OpenEnum<E>>(Shape::OpenWord);
    made.assign = [](void* target, std::string_view text) {
      *static_cast<OpenEnum<E>*>(target) = OpenEnum<E>::parse(text);
    };
    made.text = [](const void* value) { return static_cast<const OpenEnum<E>*>(value)->text(); };
    made.is_absent = [](const void* value) { return static_cast<const OpenEnum<E>*>(value)->text().empty(); };
    return made;
  }
  static constexpr TypeInfo info = make();
};

/// std::optional and Maybe.
template <class Optional>
struct TypeOfOptional {
  static constexpr TypeInfo make() {
    TypeInfo made;
    made.shape = Shape::Optional;
    made.reset = [](void* target) { static_cast<Optional*>(target)->reset(); };
    made.open = [](void* target) -> void* { return &static_cast<Optional*>(target)->emplace(); };
    made.is_absent = [](const void* value) { return !static_cast<const Optional*>(value)->has_value(); };
    made.value = [](const void* value) -> const void* {
      const auto& optional = *static_cast<const Optional*>(value);
      return optional ? &*optional : nullptr;
    };
    made.inner = &TypeOf<typename Optional::value_type>::info;
    return made;
  }
  static constexpr TypeInfo info = make();
};
template <class T>
struct TypeOf<std::optional<T>> : TypeOfOptional<std::optional<T>> {};
template <class T>
struct TypeOf<Maybe<T>> : TypeOfOptional<Maybe<T>> {};

template <class T>
struct TypeOf<Patch<T>> {
  static constexpr TypeInfo make() {
    TypeInfo made;
    made.shape = Shape::Patch;
    made.is_absent = [](const void* value) { return !static_cast<const Patch<T>*>(value)->is_present(); };
    made.value = [](const void* value) -> const void* { return static_cast<const Patch<T>*>(value)->value(); };
    made.inner = &TypeOf<T>::info;
    return made;
  }
  static constexpr TypeInfo info = make();
};

template <class T>
struct TypeOf<std::vector<T>> {
  using List = std::vector<T>;
  static constexpr TypeInfo make() {
    TypeInfo made;
    made.shape = Shape::List;
    made.reset = [](void* target) { static_cast<List*>(target)->clear(); };
    made.open = [](void* target) -> void* {
      auto& list = *static_cast<List*>(target);
      // Saves the first two of the reallocations; most lists of the service are short or long, seldom of one element.
      if (list.capacity() == 0) list.reserve(4);
      return &list.emplace_back();
    };
    made.is_absent = [](const void* value) { return static_cast<const List*>(value)->empty(); };
    made.size = [](const void* value) { return static_cast<const List*>(value)->size(); };
    made.at = [](const void* value, std::size_t index) -> const void* {
      return &(*static_cast<const List*>(value))[index];
    };
    made.inner = &TypeOf<T>::info;
    return made;
  }
  static constexpr TypeInfo info = make();
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
