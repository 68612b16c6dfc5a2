#ifndef ALLO_SRC_JSON_DECODER_HPP
#define ALLO_SRC_JSON_DECODER_HPP

#include "json/type_info.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// An object of a type, to decode into.
struct Slot {
  const TypeInfo* type = nullptr;
  void* target = nullptr;
};

/// Says where an object that is kept as text is to be decoded as well. Reading a delivery of 1.6 KB twice instead takes
/// 1.4 times as long (1.92 against 1.40 us when optimised).
class TwinOpener {
 public:
  /// Asked when such an object begins; no type: nowhere.
  virtual Slot open() = 0;

 protected:
  ~TwinOpener() = default;
};

/// Takes the events of a JSON tokenizer and writes their values straight into a C++ object, as the object's field
/// tables say. Each event returns false when the document is not what was promised; then the tokenizer stops, and
/// path() and problem() say why. The tokenizer answers for the grammar of JSON: begin and end match, keys come within
/// objects.
class Decoder {
 public:
  /// `target` is a fresh object of `type`. `root` is what paths begin with. `twins` is not asked within a twin.
  Decoder(const TypeInfo& type, void* target, std::string_view root, std::size_t max_depth,
          TwinOpener* twins = nullptr) noexcept;

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
    Frame& frame = *frame_;
    if (ignore_ || frame.next == frame.end) return false;
    const std::string_view name = frame.next->name;
    if (static_cast<std::size_t>(end - text) <= name.size() || text[name.size()] != '"' ||
        !same_bytes(text, name.data(), name.size())) {
      return false;
    }
    take_key(frame, frame.next, frame.next_bit);
    return true;
  }

  /// @{
  /// `at` points at the opening brace or bracket.
  bool begin_array(const char* at);
  bool begin_object(const char* at);
  /// @}

  /// @{
  /// `past` points past the closing brace or bracket; it is only looked at when wants_end() is true.
  bool end_array(const char* past);
  bool end_object(const char* past);
  /// @}

  /// True when the object or array that is about to end is kept as text.
  bool wants_end() const noexcept { return raw_ != nullptr || frame_ == twin_frame_; }

  /// True when what began just now is kept as text alone: of what is in it, the events may be left out.
  bool keeps_text() const noexcept { return raw_ != nullptr; }

  /// True when nobody reads the value that comes next: instead of its events, skipped() will do. Of what begins and
  /// ends in it, levels_left() may be open at one time.
  bool ignores_next() const noexcept { return ignore_; }
  std::size_t levels_left() const noexcept { return max_depth_ - level_; }
  bool skipped() noexcept { return skip_scalar(); }

  /// Records a failure at the current place, behind which no more events may come. Always false.
  bool fail(std::string problem);

  const std::string& path() const noexcept { return path_; }
  const std::string& problem() const noexcept { return problem_; }

 private:
  // An open list or object. The compiler must not clear all of them for each document.
  struct Frame {
    const TypeInfo* type;
    void* target;
    std::size_t count;   // List: elements so far.
    const Field* field;  // Object: the field whose value comes or came last; nullptr for an unknown one.
    const Field* next;   // Object: where the next key is looked for first; its bit in `seen`; behind the last one.
    std::uint64_t next_bit;
    const Field* end;
    std::uint64_t seen;  // Object: the fields that came, as bits.
  };

  bool skip_scalar() noexcept;
  bool enter() noexcept;
  Slot slot();
  bool push(const Slot& slot);
  template <class Value>
  bool number(Value value);
  template <class To, class From>
  bool store(void* target, From value);
  bool mismatch(const TypeInfo& expected, std::string_view found);
  bool keep_text(const Slot& slot, const char* at);
  void end_ignored(std::size_t level, const char* past);
  /// Keeps a scalar as text, where the slot takes all; the writing may differ from that of the document.
  template <class T>
  static bool keep_scalar(const Slot& slot, const T& value);
  static const Field* find(const Frame& frame, std::string_view name) noexcept;
  static void take_key(Frame& frame, const Field* field, std::uint64_t bit) noexcept {
    frame.field = field;
    frame.next = field + 1;
    frame.next_bit = bit << 1;
    // Of a name that comes twice the last value counts.
    if ((frame.seen & bit) != 0 && (field->flags & Merge) == 0) field->type->reset(field->member(frame.target));
    frame.seen |= bit;
  }

  /// memcmp for texts as short as names are, without the call.
  static bool same_bytes(const char* a, const char* b, std::size_t size) noexcept {
    if (size > 16) return std::memcmp(a, b, size) == 0;
    if (size >= 8) return same<std::uint64_t>(a, b) && same<std::uint64_t>(a + size - 8, b + size - 8);
    if (size >= 4) return same<std::uint32_t>(a, b) && same<std::uint32_t>(a + size - 4, b + size - 4);
    while (size > 0 && a[size - 1] == b[size - 1]) --size;
    return size == 0;
  }
  template <class Word>
  static bool same(const char* a, const char* b) noexcept {
    Word x;
    Word y;
    std::memcpy(&x, a, sizeof x);
    std::memcpy(&y, b, sizeof y);
    return x == y;
  }
  std::string current_path() const;

  // More than the deepest nesting of structs and lists in any model; what is skipped takes no frame.
  static constexpr std::size_t max_frames = 16;
  // Two bytes of a document, "{}", can stand for hundreds in memory; no document of the service comes near.
  static constexpr std::size_t max_opened = 1'000'000;

  Frame frames_[max_frames];
  Frame* frame_;  // The innermost. The first stands for the document: its type and target are the root's.
  std::size_t level_ = 0;
  std::size_t opened_ = 0;  // Of the objects and arrays that a field asked for, all until now.
  std::size_t max_depth_;
  // What no field asks for is let through: ignore_ is set for the next value, or while opaque_level_ is open.
  bool ignore_;
  std::size_t opaque_level_ = 0;
  Slot raw_slot_{};
  const char* raw_ = nullptr;  // Where the object that is kept as text alone begins.
  TwinOpener* twins_;
  const Frame* twin_frame_ = nullptr;  // The object that is kept as text and decoded, while it is open.
  Slot twin_slot_{};
  const char* twin_ = nullptr;  // Where it begins.
  std::string_view root_;
  std::string path_;
  std::string problem_;
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
