#include "json/decoder.hpp"

#include "json/encoder.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

constexpr TypeInfo nothing_info() {
  TypeInfo info;
  info.shape = Shape::Nothing;
  return info;
}
constexpr TypeInfo nothing = nothing_info();

/// How PHP writes an empty object.
constexpr TypeInfo no_elements_info() {
  TypeInfo info;
  info.shape = Shape::List;
  info.open = [](void* target) { return target; };
  info.inner = &nothing;
  return info;
}
constexpr TypeInfo no_elements = no_elements_info();

/// A text that comes as an object with a name, written into the field of the text.
constexpr Field name_fields[] = {
    {"name", &TypeOf<std::optional<std::string>>::info, [](void* target) { return target; }, Plain}};
constexpr TypeInfo named_info() {
  TypeInfo info;
  info.shape = Shape::Object;
  info.fields = name_fields;
  info.field_count = 1;
  info.required = 1;  // Though it may be null.
  return info;
}
constexpr TypeInfo named = named_info();

std::string_view name_of(const TypeInfo& type) {
  switch (type.shape) {
    case Shape::Boolean:
      return "a boolean";
    case Shape::Integer:
    case Shape::Wide:
    case Shape::Unsigned:
      return "an integer";
    case Shape::Number:
      return "a number";
    case Shape::List:
      return "an array";
    case Shape::FreeObject:
    case Shape::Object:
      return "an object";
    case Shape::Optional:
      return name_of(*type.inner);
    default:
      return "a string";
  }
}

/// True when `key`, in snake_case or camelCase, spells the snake_case `name`.
bool same_name(std::string_view key, std::string_view name) noexcept {
  std::size_t i = 0;
  for (const char c : key) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && (i >= name.size() || name[i++] != '_')) return false;
    if (i >= name.size() || name[i++] != (upper ? static_cast<char>(c - 'A' + 'a') : c)) return false;
  }
  return i == name.size();
}

bool has_upper(std::string_view key) noexcept {
  for (const char c : key) {
    if (c >= 'A' && c <= 'Z') return true;
  }
  return false;
}

}  // namespace

Decoder::Decoder(const TypeInfo& type, void* target, std::string_view root, std::size_t max_depth,
                 TwinOpener* twins) noexcept
    : frame_(frames_), max_depth_(max_depth), ignore_(type.shape == Shape::Anything), twins_(twins), root_(root) {
  frame_->type = &type;
  frame_->target = target;
}

bool Decoder::fail(std::string problem) {
  path_ = current_path();
  problem_ = std::move(problem);
  return false;
}

bool Decoder::mismatch(const TypeInfo& expected, std::string_view found) {
  if (expected.shape == Shape::Nothing) {
    --frame_;
    return fail("expected an object, found an array");
  }
  std::string text{"expected "};
  text.append(name_of(expected)).append(", found ").append(found);
  return fail(std::move(text));
}

std::string Decoder::current_path() const {
  std::string path{root_};
  for (const Frame* frame = frames_ + 1; frame <= frame_; ++frame) {
    if (frame->type->shape == Shape::List) {
      if (frame->count > 0) path.append("[").append(std::to_string(frame->count - 1)).append("]");
    } else if (frame->field != nullptr) {
      if (!path.empty()) path += '.';
      path.append(frame->field->name);
    }
  }
  return path;
}

bool Decoder::skip_scalar() noexcept {
  if (!ignore_) return false;
  if (opaque_level_ == 0) ignore_ = false;
  return true;
}

inline Slot Decoder::slot() {
  Frame& frame = *frame_;
  Slot slot{frame.type, frame.target};
  if (frame_ != frames_) {
    if (frame.type->shape == Shape::List) {
      ++frame.count;
      slot = {frame.type->inner, frame.type->open(frame.target)};
    } else {
      slot = {frame.field->type, frame.field->member(frame.target)};
    }
  }
  while (slot.type->shape == Shape::Optional) slot = {slot.type->inner, slot.type->open(slot.target)};
  return slot;
}

bool Decoder::null() {
  if (skip_scalar()) return true;
  const Frame& frame = *frame_;
  if (frame_ != frames_ && frame.type->shape == Shape::Object) {
    return (frame.field->flags & Required) == 0 || mismatch(*frame.field->type, "null");
  }
  return mismatch(*slot().type, "null");
}

template <class T>
bool Decoder::keep_scalar(const Slot& slot, const T& value) {
  if (!slot.type->takes_all) return false;
  slot.type->assign(slot.target, encode_json(TypeOf<T>::info, &value));
  return true;
}

bool Decoder::boolean(bool value) {
  if (skip_scalar()) return true;
  const Slot to = slot();
  if (keep_scalar(to, value)) return true;
  if (to.type->shape != Shape::Boolean) return mismatch(*to.type, "a boolean");
  *static_cast<bool*>(to.target) = value;
  return true;
}

/// Stores a number where the type can hold it.
template <class To, class From>
bool Decoder::store(void* target, From value) {
  constexpr To smallest = std::numeric_limits<To>::min();
  constexpr To largest = std::numeric_limits<To>::max();
  if constexpr (std::is_floating_point_v<From>) {
    // 5.0 is an integer that some writers of JSON spell with a point. The bounds are powers of two, which a double
    // holds where it may not hold `largest`.
    constexpr From above = static_cast<From>(largest / 2 + 1) * 2;
    if (std::trunc(value) != value) return fail("expected an integer, found a number with a fraction");
    if (value < static_cast<From>(smallest) || value >= above) return fail("the number is out of range");
  } else {
    const bool below =
        std::is_signed_v<From> && value < 0 &&
        (!std::is_signed_v<To> || static_cast<std::int64_t>(value) < static_cast<std::int64_t>(smallest));
    const bool above = value > 0 && static_cast<std::uint64_t>(value) > static_cast<std::uint64_t>(largest);
    if (below || above) return fail("the number is out of range");
  }
  *static_cast<To*>(target) = static_cast<To>(value);
  return true;
}

template <class Value>
bool Decoder::number(Value value) {
  if (skip_scalar()) return true;
  const Slot to = slot();
  switch (to.type->shape) {
    case Shape::Number:
      *static_cast<double*>(to.target) = static_cast<double>(value);
      return true;
    case Shape::Integer:
      return store<int>(to.target, value);
    case Shape::Wide:
      return store<long long>(to.target, value);
    case Shape::Unsigned:
      return store<std::uint64_t>(to.target, value);
    default:
      if constexpr (std::is_same_v<Value, std::int64_t>) {
        if (keep_scalar(to, static_cast<long long>(value))) return true;
      } else if (keep_scalar(to, value)) {
        return true;
      }
      return mismatch(*to.type, "a number");
  }
}

bool Decoder::integer(std::int64_t value) { return number(value); }
bool Decoder::integer(std::uint64_t value) { return number(value); }
bool Decoder::real(double value) { return number(value); }

bool Decoder::string(std::string_view value) {
  if (skip_scalar()) return true;
  const Slot to = slot();
  switch (to.type->shape) {
    case Shape::Text:
      // Half the work of assign(), which would have to look for a buffer to use again.
      *static_cast<std::string*>(to.target) = std::string{value};
      return true;
    case Shape::OpenWord:
      to.type->assign(to.target, value);
      return true;
    case Shape::Time: {
      const std::optional<Timestamp> time = parse_iso8601(value);
      if (!time) return fail("expected an ISO 8601 time");
      *static_cast<Timestamp*>(to.target) = *time;
      return true;
    }
    default:
      return keep_scalar(to, std::string{value}) || mismatch(*to.type, "a string");
  }
}

const Field* Decoder::find(const Frame& frame, std::string_view name) noexcept {
  const Field* const first = frame.type->fields;
  const auto has_name = [&](const Field& field) {
    return field.name.size() == name.size() && same_bytes(field.name.data(), name.data(), name.size());
  };
  // Services write fields in one order, mostly that of the table: the search begins after the last hit.
  if (const Field* const found = std::find_if(frame.next, frame.end, has_name); found != frame.end) return found;
  if (const Field* const found = std::find_if(first, frame.next, has_name); found != frame.next) return found;
  if (!has_upper(name)) return nullptr;
  const auto is_spelling = [&](const Field& field) { return same_name(name, field.name); };
  const Field* const found = std::find_if(first, frame.end, is_spelling);
  return found != frame.end ? found : nullptr;
}

bool Decoder::key(std::string_view name) {
  if (ignore_) return true;
  Frame& frame = *frame_;
  if (const Field* const field = find(frame, name)) {
    take_key(frame, field, std::uint64_t{1} << (field - frame.type->fields));
  } else {
    frame.field = nullptr;
    ignore_ = true;
  }
  return true;
}

bool Decoder::enter() noexcept {
  if (ignore_ && opaque_level_ == 0) opaque_level_ = level_;
  return ignore_;
}

bool Decoder::push(const Slot& slot) {
  if (frame_ == frames_ + max_frames - 1) return fail("nested too deeply");
  if (++opened_ > max_opened) return fail("more than " + std::to_string(max_opened) + " objects and arrays");
  const Field* const fields = slot.type->fields;
  *++frame_ = {slot.type, slot.target, 0, nullptr, fields, 1, fields + slot.type->field_count, 0};
  return true;
}

bool Decoder::keep_text(const Slot& slot, const char* at) {
  raw_slot_ = slot;
  raw_ = at;
  ignore_ = true;
  opaque_level_ = level_;
  return true;
}

void Decoder::end_ignored(std::size_t level, const char* past) {
  if (level != opaque_level_) return;
  ignore_ = false;
  opaque_level_ = 0;
  if (raw_ == nullptr) return;
  raw_slot_.type->assign(raw_slot_.target, {raw_, static_cast<std::size_t>(past - raw_)});
  raw_ = nullptr;
}

bool Decoder::begin_object(const char* at) {
  if (++level_ > max_depth_) return fail("nested deeper than " + std::to_string(max_depth_) + " levels");
  if (enter()) return true;
  const Slot to = slot();
  if (to.type->shape == Shape::FreeObject) {
    if (twins_ != nullptr && twin_frame_ == nullptr) {
      if (const Slot twin = twins_->open(); twin.type != nullptr) {
        twin_slot_ = to;
        twin_ = at;
        if (!push(twin)) return false;
        twin_frame_ = frame_;
        return true;
      }
    }
    return keep_text(to, at);
  }
  if (to.type->shape == Shape::Text && frame_->field != nullptr && (frame_->field->flags & OrName) != 0) {
    void* const member = frame_->field->member(frame_->target);
    frame_->field->type->reset(member);
    return push({&named, member});
  }
  if (to.type->shape != Shape::Object) return mismatch(*to.type, "an object");
  return push(to);
}

bool Decoder::end_object(const char* past) {
  const std::size_t level = level_--;
  if (ignore_) {
    end_ignored(level, past);
    return true;
  }
  Frame& frame = *frame_;
  if (const std::uint64_t missing = frame.type->required & ~frame.seen; missing != 0) {
    frame.field = frame.type->fields;
    for (std::uint64_t bits = missing; (bits & 1) == 0; bits >>= 1) ++frame.field;
    return fail("missing");
  }
  if (frame_ == twin_frame_) {
    twin_slot_.type->assign(twin_slot_.target, {twin_, static_cast<std::size_t>(past - twin_)});
    twin_frame_ = nullptr;
  }
  --frame_;
  return true;
}

bool Decoder::begin_array(const char* at) {
  if (++level_ > max_depth_) return fail("nested deeper than " + std::to_string(max_depth_) + " levels");
  if (enter()) return true;
  const Slot to = slot();
  if (to.type->takes_all) return keep_text(to, at);
  if (to.type->shape == Shape::FreeObject) {
    to.type->reset(to.target);
    return push({&no_elements, to.target});
  }
  if (to.type->shape != Shape::List) return mismatch(*to.type, "an array");
  return push(to);
}

bool Decoder::end_array(const char* past) {
  const std::size_t level = level_--;
  if (ignore_) {
    end_ignored(level, past);
    return true;
  }
  --frame_;
  return true;
}

}  // namespace detail
ALLO_NAMESPACE_END
