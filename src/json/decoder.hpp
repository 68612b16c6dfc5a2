#ifndef ALLO_SRC_JSON_DECODER_HPP
#define ALLO_SRC_JSON_DECODER_HPP

#include "json/type_info.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace allo::detail {

/// Takes the events of a JSON tokenizer and writes their values straight into a C++ object, as the object's field
/// tables say. Each event returns false when the document is not what was promised; then the tokenizer stops, and
/// path() and problem() say why. The tokenizer answers for the grammar of JSON: begin and end match, keys come within
/// objects.
class Decoder {
 public:
  /// `target` is a fresh object of `type`. `root` is what paths begin with.
  Decoder(const TypeInfo& type, void* target, std::string_view root, std::size_t max_depth) noexcept;

  bool null();
  bool boolean(bool value);
  bool integer(std::int64_t value);
  bool integer(std::uint64_t value);
  bool real(double value);
  bool string(std::string_view value);
  bool key(std::string_view name);

  /// A short cut for key(): takes the key whose text begins at `text`, behind its opening quote, when it is the one
  /// that comes next in the table, as is the rule. `end` bounds the text. False, with nothing done, for any other key.
  bool key_in_order(const char* text, const char* end) noexcept {
    Frame& frame = frames_[top_];
    if (ignore_ || frame.next >= frame.type->field_count) return false;
    const std::string_view name = frame.type->fields[frame.next].name;
    if (static_cast<std::size_t>(end - text) <= name.size() || text[name.size()] != '"' ||
        std::memcmp(text, name.data(), name.size()) != 0) {
      return false;
    }
    take_key(frame, frame.next);
    return true;
  }

  bool begin_array();
  bool end_array();

  /// `at` points at the opening brace.
  bool begin_object(const char* at);

  /// `past` points past the closing brace; it is only looked at when wants_end() was true before.
  bool end_object(const char* past);

  /// True when the object that ends next is kept as text.
  bool wants_end() const noexcept { return raw_ != nullptr && level_ == opaque_level_; }

  /// Records a failure at the current place, unless one was recorded before. Always false.
  bool fail(std::string problem);

  bool failed() const noexcept { return failed_; }
  const std::string& path() const noexcept { return path_; }
  const std::string& problem() const noexcept { return problem_; }

 private:
  struct Slot {
    const TypeInfo* type;
    void* target;
  };
  struct Frame {
    const TypeInfo* type = nullptr;
    void* target = nullptr;
    std::size_t next = 0;          // List: elements so far. Object: where the next key is looked for first.
    const Field* field = nullptr;  // Object: the field whose value comes or came last; nullptr for an unknown one.
    std::uint64_t seen = 0;        // Object: the fields that came, as bits.
  };

  bool skip_scalar() noexcept;
  bool enter() noexcept;
  Slot slot();
  Frame* push(const Slot& slot);
  template <class Integer>
  bool any_integer(Integer value);
  bool mismatch(const TypeInfo& expected, std::string_view found);
  const Field* find(const Frame& frame, std::string_view name) const noexcept;
  static void take_key(Frame& frame, std::size_t index) noexcept {
    frame.field = &frame.type->fields[index];
    frame.next = index + 1;
    const std::uint64_t bit = std::uint64_t{1} << index;
    // Of a name that comes twice the last value counts.
    if ((frame.seen & bit) != 0 && (frame.field->flags & Merge) == 0) {
      frame.field->type->reset(frame.field->member(frame.target));
    }
    frame.seen |= bit;
  }
  std::string current_path() const;

  // More than the deepest nesting of structs and lists in any model; what is skipped takes no frame.
  static constexpr std::size_t max_frames = 16;

  std::array<Frame, max_frames> frames_{};
  std::size_t top_ = 0;  // frames_[0] stands for the document: its type and target are the root's.
  std::size_t level_ = 0;
  std::size_t max_depth_;
  // What no field asks for is let through: ignore_ is set for the next value, or while opaque_level_ is open.
  bool ignore_;
  std::size_t opaque_level_ = 0;
  Slot raw_slot_{};
  const char* raw_ = nullptr;  // Where the object that is kept as text begins.
  std::string_view root_;
  bool failed_ = false;
  std::string path_;
  std::string problem_;
};

}  // namespace allo::detail

#endif
