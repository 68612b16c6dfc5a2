#include "json/encoder.hpp"

#include "json/nlohmann.hpp"

#include <allo/errors.hpp>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

/// One step of the way to a value, for error messages; lives on the stack.
struct Step {
  const Step* outer;
  std::string_view name;  // Of a field; empty for an element of a list.
  std::size_t index;
};

std::string path_of(const Step* step) {
  if (step == nullptr) return {};
  std::string path = path_of(step->outer);
  if (step->name.empty()) return path.append("[").append(std::to_string(step->index)).append("]");
  if (!path.empty()) path += '.';
  return path.append(step->name);
}

[[noreturn]] void refuse(const Step* step, std::string_view problem) {
  std::string text = path_of(step);
  if (!text.empty()) text += ": ";
  throw InvalidArgumentException(text.append(problem));
}

/// Writes structure itself and leaves strings and numbers to nlohmann, so that free objects keep their bytes.
class Encoder {
 public:
  void value(const TypeInfo& type, const void* value, const Step* step) {
    switch (type.shape) {
      case Shape::Text:
        string(*static_cast<const std::string*>(value), step);
        break;
      case Shape::Boolean:
        out_ += *static_cast<const bool*>(value) ? "true" : "false";
        break;
      case Shape::Integer:
        integer(*static_cast<const int*>(value));
        break;
      case Shape::Wide:
        integer(*static_cast<const long long*>(value));
        break;
      case Shape::Unsigned:
        integer(*static_cast<const std::uint64_t*>(value));
        break;
      case Shape::Number:
        out_ += nlohmann::json(*static_cast<const double*>(value)).dump();
        break;
      case Shape::Time:
        time(*static_cast<const Timestamp*>(value), step);
        break;
      case Shape::OpenWord:
        word(type.text(value), step);
        break;
      case Shape::FreeObject:
        out_ += type.text(value);
        break;
      case Shape::Optional:
      case Shape::Patch:
        optional(type, value, step);
        break;
      case Shape::List:
        list(type, value, step);
        break;
      case Shape::Object:
        object(type, value, step);
        break;
      case Shape::Anything:
      case Shape::Nothing:
        break;
    }
  }

  std::string take() { return std::move(out_); }

 private:
  template <class Integer>
  void integer(Integer value) {
    char digits[24];
    const auto written = std::to_chars(digits, digits + sizeof digits, value);
    out_.append(digits, written.ptr);
  }

  void string(std::string_view text, const Step* step) {
    try {
      out_ += nlohmann::json(text).dump();
    } catch (const nlohmann::json::type_error&) {
      refuse(step, "not valid UTF-8");
    }
  }

  void time(Timestamp time, const Step* step) {
    if (time == Timestamp{}) {
      out_ += "null";
      return;
    }
    try {
      out_.append("\"").append(to_iso8601(time)).append("\"");
    } catch (const InvalidArgumentException&) {
      refuse(step, "the year is outside 0 to 9999");
    }
  }

  void word(std::string_view text, const Step* step) {
    if (text.empty()) {
      out_ += "null";
    } else {
      string(text, step);
    }
  }

  void optional(const TypeInfo& type, const void* optional, const Step* step) {
    if (const void* inner = type.value(optional)) {
      value(*type.inner, inner, step);
    } else {
      out_ += "null";
    }
  }

  void list(const TypeInfo& type, const void* list, const Step* outer) {
    out_ += '[';
    const std::size_t size = type.size(list);
    for (std::size_t i = 0; i < size; ++i) {
      if (i > 0) out_ += ',';
      const Step step{outer, {}, i};
      value(*type.inner, type.at(list, i), &step);
    }
    out_ += ']';
  }

  void object(const TypeInfo& type, const void* object, const Step* outer) {
    out_ += '{';
    bool first = true;
    for (std::size_t i = 0; i < type.field_count; ++i) {
      const Field& field = type.fields[i];
      // The tables serve the decoder too and so hand out mutable members; nothing is written through this one.
      const void* member = field.member(const_cast<void*>(object));
      if (is_left_out(type, field, member)) continue;
      const std::size_t before = out_.size();
      if (!first) out_ += ',';
      out_.append("\"").append(field.name).append("\":");
      const std::size_t begin = out_.size();
      const Step step{outer, field.name, 0};
      value(*field.type, member, &step);
      if ((field.flags & OmitEmpty) != 0 && std::string_view{out_}.substr(begin) == "{}") {
        out_.resize(before);
      } else {
        first = false;
      }
    }
    out_ += '}';
  }

  static bool is_left_out(const TypeInfo& type, const Field& field, const void* member) {
    if ((field.flags & DecodeOnly) != 0) return true;
    if (!type.leaves_out_absent || field.type->is_absent == nullptr) return false;
    const bool may_be_left_out = field.type->shape != Shape::List || (field.flags & OmitEmpty) != 0;
    return may_be_left_out && field.type->is_absent(member);
  }

  std::string out_;
};

}  // namespace

std::string encode_json(const TypeInfo& type, const void* object) {
  Encoder encoder;
  encoder.value(type, object, nullptr);
  return encoder.take();
}

}  // namespace detail
ALLO_NAMESPACE_END
