#include "json/codec.hpp"
#include "json/document.hpp"
#include "json/encoder.hpp"
#include "json/envelope.hpp"

#include <allo/json_text.hpp>
#include <allo/model.hpp>

#include <ostream>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

template <class T>
bool same(const void* a, const void* b) noexcept {
  return *static_cast<const T*>(a) == *static_cast<const T*>(b);
}

/// The tables serve the decoder too and so hand out mutable members; nothing is written through this one.
const void* member(const Field& field, const void* object) noexcept { return field.member(const_cast<void*>(object)); }

bool equal_optionals(const TypeInfo& type, const void* a, const void* b) noexcept {
  if (type.is_absent(a) != type.is_absent(b)) return false;
  const void* const inner_a = type.value(a);
  const void* const inner_b = type.value(b);
  return inner_a != nullptr && inner_b != nullptr ? equal(*type.inner, inner_a, inner_b) : inner_a == inner_b;
}

bool equal_lists(const TypeInfo& type, const void* a, const void* b) noexcept {
  const std::size_t size = type.size(a);
  if (type.size(b) != size) return false;
  for (std::size_t i = 0; i < size; ++i) {
    if (!equal(*type.inner, type.at(a, i), type.at(b, i))) return false;
  }
  return true;
}

bool equal_objects(const TypeInfo& type, const void* a, const void* b) noexcept {
  const Field* const end = type.fields + type.field_count + type.local_count;
  for (const Field* field = type.fields; field != end; ++field) {
    if (!equal(*field->type, member(*field, a), member(*field, b))) return false;
  }
  return true;
}

}  // namespace

const TypeInfo& list_of(const TypeInfo& element) noexcept { return element.list(); }

bool equal(const TypeInfo& type, const void* a, const void* b) noexcept {
  switch (type.shape) {
    case Shape::Text:
      return same<std::string>(a, b);
    case Shape::Boolean:
      return same<bool>(a, b);
    case Shape::Integer:
      return same<int>(a, b);
    case Shape::Wide:
      return same<long long>(a, b);
    case Shape::Unsigned:
      return same<std::uint64_t>(a, b);
    case Shape::Number:
      return same<double>(a, b);
    case Shape::Time:
      return same<Timestamp>(a, b);
    case Shape::OpenWord:
    case Shape::FreeObject:
      return type.text(a) == type.text(b);
    case Shape::Optional:
    case Shape::Patch:
      return equal_optionals(type, a, b);
    case Shape::List:
      return equal_lists(type, a, b);
    case Shape::Object:
      return equal_objects(type, a, b);
    case Shape::Anything:
    case Shape::Nothing:
      break;
  }
  return true;
}

std::string print(const TypeInfo& type, const void* object) { return print_value(type, object); }

std::ostream& print(std::ostream& out, const TypeInfo& type, const void* object) {
  return out << print_value(type, object);
}

JsonText encode_model(const TypeInfo& type, const void* object) {
  return JsonTextAccess::make(encode_json(type, object));
}

void decode_model(std::string_view json, const TypeInfo& type, void* target) {
  decode_document(json, json.size(), {type, target, {}, max_json_depth, DeliveryState::NotSent});
}

std::string encode_body(const TypeInfo& type, const void* input) { return encode_json(type, input); }

void decode_answer(std::string&& body, const TypeInfo& type, void* target) {
  reserve_padding(body);
  if (type.is_answer) {
    decode_document(body, body.capacity(), {type, target});
    return;
  }
  const Enveloped around{"data", type};
  decode_document(body, body.capacity(), {around.info(), target});
}

void decode_free_answer(std::string&& body, JsonText& json) {
  if (body.empty()) return;
  if (body.compare(0, byte_order_mark.size(), byte_order_mark) == 0) {
    check_json(std::string_view{body}.substr(byte_order_mark.size()));
    body.erase(0, byte_order_mark.size());
  } else {
    check_json(body);
  }
  json = JsonTextAccess::make(std::move(body));
}

}  // namespace detail
ALLO_NAMESPACE_END
