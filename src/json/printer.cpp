#include "json/encoder.hpp"

#include <allo/errors.hpp>

#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

/// Writes values for people: names without quotation marks, nothing that an input would not send, no secret.
class Printer {
 public:
  void value(const TypeInfo& type, const void* value) {
    switch (type.shape) {
      case Shape::Text:
        string(*static_cast<const std::string*>(value));
        break;
      case Shape::Time:
        time(*static_cast<const Timestamp*>(value));
        break;
      case Shape::OpenWord:
        word(type.text(value));
        break;
      case Shape::FreeObject:
        out_ += type.text(value);
        break;
      case Shape::Optional:
      case Shape::Patch:
        optional(type, value);
        break;
      case Shape::List:
        list(type, value);
        break;
      case Shape::Object:
        object(type, value);
        break;
      default:
        out_ += encode_json(type, value);
    }
  }

  std::string take() { return std::move(out_); }

 private:
  /// What might be taken for the end of the text is escaped, and so is what a terminal would act upon.
  void string(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    out_ += '"';
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') {
        out_ += '\\';
        out_ += c;
      } else if (c == '\n') {
        out_ += "\\n";
      } else if (byte < 0x20 || byte == 0x7F) {
        out_ += "\\x";
        out_ += digits[byte >> 4];
        out_ += digits[byte & 15];
      } else {
        out_ += c;
      }
    }
    out_ += '"';
  }

  void time(Timestamp time) {
    if (time == Timestamp{}) {
      out_ += "null";
      return;
    }
    try {
      out_ += to_iso8601(time);
    } catch (const InvalidArgumentException&) {
      out_ += "a year outside 0 to 9999";
    }
  }

  void word(std::string_view text) {
    // A word is bare; another text might hold anything.
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";
    if (text.empty()) {
      out_ += "null";
    } else if (text.find_first_not_of(letters) == std::string_view::npos) {
      out_ += text;
    } else {
      string(text);
    }
  }

  void optional(const TypeInfo& type, const void* optional) {
    if (const void* inner = type.value(optional)) {
      value(*type.inner, inner);
    } else {
      out_ += "null";
    }
  }

  void list(const TypeInfo& type, const void* list) {
    out_ += '[';
    const std::size_t size = type.size(list);
    for (std::size_t i = 0; i < size; ++i) {
      if (i > 0) out_ += ", ";
      value(*type.inner, type.at(list, i));
    }
    out_ += ']';
  }

  void object(const TypeInfo& type, const void* object) {
    out_ += '{';
    const char* separator = "";
    const Field* const end = type.fields + type.field_count + type.local_count;
    for (const Field* field = type.fields; field != end; ++field) {
      const void* const member = field->member(const_cast<void*>(object));
      const bool absent = field->type->is_absent != nullptr && field->type->is_absent(member);
      if ((field->flags & DecodeOnly) != 0 || (absent && type.leaves_out_absent)) continue;
      out_.append(separator).append(field->name).append(": ");
      separator = ", ";
      if ((field->flags & Secret) != 0 && !absent) {
        out_ += "<secret>";
      } else {
        value(*field->type, member);
      }
    }
    out_ += '}';
  }

  std::string out_;
};

}  // namespace

std::string print_value(const TypeInfo& type, const void* object) {
  Printer printer;
  printer.value(type, object);
  return printer.take();
}

}  // namespace detail
ALLO_NAMESPACE_END
