#include "json/decoder.hpp"

#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace allo::detail {
namespace {

std::string_view name_of(const TypeInfo& type) {
  switch (type.shape) {
    case Shape::Boolean:
      return "a boolean";
    case Shape::Integer:
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

Decoder::Decoder(const TypeInfo& type, void* target, std::string_view root, std::size_t max_depth) noexcept
    : max_depth_(max_depth), ignore_(type.shape == Shape::Anything), root_(root) {
  frames_[0].type = &type;
  frames_[0].target = target;
}

bool Decoder::fail(std::string problem) {
  if (!failed_) {
    failed_ = true;
    path_ = current_path();
    problem_ = std::move(problem);
  }
  return false;
}

bool Decoder::mismatch(const TypeInfo& expected, std::string_view found) {
  std::string text{"expected "};
  text.append(name_of(expected)).append(", found ").append(found);
  return fail(std::move(text));
}

std::string Decoder::current_path() const {
  std::string path{root_};
  for (std::size_t i = 1; i <= top_; ++i) {
    const Frame& frame = frames_[i];
    if (frame.type->shape == Shape::List) {
      if (frame.next > 0) path.append("[").append(std::to_string(frame.next - 1)).append("]");
    } else if (frame.field != nullptr) {
      if (!path.empty()) path += '.';
      path.append(frame.field->name);
    }
  }
  return path;
}

bool Decoder::skip_scalar() noexcept {
  if (!ignore_) return false;
  if (opaque_level_ == 0) ignore_ = false;
  return true;
}

Decoder::Slot Decoder::slot() {
  Frame& frame = frames_[top_];
  Slot slot{frame.type, frame.target};
  if (top_ > 0) {
    if (frame.type->shape == Shape::List) {
      ++frame.next;
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
  Frame& frame = frames_[top_];
  if (top_ > 0 && frame.type->shape == Shape::Object) {
    return (frame.field->flags & Required) == 0 || mismatch(*frame.field->type, "null");
  }
  return mismatch(*slot().type, "null");
}

bool Decoder::boolean(bool value) {
  if (skip_scalar()) return true;
  const Slot to = slot();
  if (to.type->shape != Shape::Boolean) return mismatch(*to.type, "a boolean");
  *static_cast<bool*>(to.target) = value;
  return true;
}

template <class Integer>
bool Decoder::any_integer(Integer value) {
  if (skip_scalar()) return true;
  const Slot to = slot();
  if (to.type->shape == Shape::Number) {
    *static_cast<double*>(to.target) = static_cast<double>(value);
    return true;
  }
  if (to.type->shape != Shape::Integer) return mismatch(*to.type, "a number");
  constexpr auto largest = static_cast<Integer>(std::numeric_limits<int>::max());
  if (value > largest) return fail("the number is out of range");
  if constexpr (std::numeric_limits<Integer>::is_signed) {
    if (value < std::numeric_limits<int>::min()) return fail("the number is out of range");
  }
  *static_cast<int*>(to.target) = static_cast<int>(value);
  return true;
}

bool Decoder::integer(std::int64_t value) { return any_integer(value); }
bool Decoder::integer(std::uint64_t value) { return any_integer(value); }

bool Decoder::real(double value) {
  if (skip_scalar()) return true;
  const Slot to = slot();
  if (to.type->shape == Shape::Number) {
    *static_cast<double*>(to.target) = value;
    return true;
  }
  if (to.type->shape != Shape::Integer) return mismatch(*to.type, "a number");
  // 5.0 is an integer that some writers of JSON spell with a point.
  if (std::trunc(value) != value) return mismatch(*to.type, "a number with a fraction");
  if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max()) {
    return fail("the number is out of range");
  }
  *static_cast<int*>(to.target) = static_cast<int>(value);
  return true;
}

bool Decoder::string(std::string_view value) {
  if (skip_scalar()) return true;
  const Slot to = slot();
  switch (to.type->shape) {
    case Shape::Text:
      static_cast<std::string*>(to.target)->assign(value);
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
      return mismatch(*to.type, "a string");
  }
}

const Field* Decoder::find(const Frame& frame, std::string_view name) const noexcept {
  const TypeInfo& type = *frame.type;
  // Services write fields in one order, mostly that of the table: the search begins after the last hit.
  std::size_t index = frame.next;
  for (std::size_t tries = 0; tries < type.field_count; ++tries, ++index) {
    if (index >= type.field_count) index = 0;
    if (type.fields[index].name == name) return &type.fields[index];
  }
  if (!has_upper(name)) return nullptr;
  for (std::size_t i = 0; i < type.field_count; ++i) {
    if (same_name(name, type.fields[i].name)) return &type.fields[i];
  }
  return nullptr;
}

bool Decoder::key(std::string_view name) {
  if (ignore_) return true;
  Frame& frame = frames_[top_];
  frame.field = find(frame, name);
  if (frame.field == nullptr) {
    ignore_ = true;
  } else {
    take_key(frame, static_cast<std::size_t>(frame.field - frame.type->fields));
  }
  return true;
}

bool Decoder::enter() noexcept {
  if (ignore_ && opaque_level_ == 0) opaque_level_ = level_;
  return ignore_;
}

Decoder::Frame* Decoder::push(const Slot& slot) {
  if (top_ + 1 >= max_frames) {
    fail("nested too deeply");
    return nullptr;
  }
  Frame& frame = frames_[++top_];
  frame = Frame{};
  frame.type = slot.type;
  frame.target = slot.target;
  return &frame;
}

bool Decoder::begin_object(const char* at) {
  if (++level_ > max_depth_) return fail("nested deeper than " + std::to_string(max_depth_) + " levels");
  if (enter()) return true;
  const Slot to = slot();
  if (to.type->shape == Shape::FreeObject) {
    raw_slot_ = to;
    raw_ = at;
    ignore_ = true;
    opaque_level_ = level_;
    return true;
  }
  if (to.type->shape != Shape::Object) return mismatch(*to.type, "an object");
  return push(to) != nullptr;
}

bool Decoder::end_object(const char* past) {
  const std::size_t level = level_--;
  if (ignore_) {
    if (level != opaque_level_) return true;
    ignore_ = false;
    opaque_level_ = 0;
    if (raw_ != nullptr) {
      raw_slot_.type->assign(raw_slot_.target, {raw_, static_cast<std::size_t>(past - raw_)});
      raw_ = nullptr;
    }
    return true;
  }
  Frame& frame = frames_[top_];
  if (const std::uint64_t missing = frame.type->required & ~frame.seen; missing != 0) {
    frame.field = frame.type->fields;
    for (std::uint64_t bits = missing; (bits & 1) == 0; bits >>= 1) ++frame.field;
    return fail("missing");
  }
  --top_;
  return true;
}

bool Decoder::begin_array() {
  if (++level_ > max_depth_) return fail("nested deeper than " + std::to_string(max_depth_) + " levels");
  if (enter()) return true;
  const Slot to = slot();
  if (to.type->shape != Shape::List) return mismatch(*to.type, "an array");
  return push(to) != nullptr;
}

bool Decoder::end_array() {
  const std::size_t level = level_--;
  if (ignore_) {
    if (level == opaque_level_) {
      ignore_ = false;
      opaque_level_ = 0;
    }
    return true;
  }
  --top_;
  return true;
}

}  // namespace allo::detail
