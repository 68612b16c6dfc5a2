#include "json/numbers.hpp"
#include "json/strings.hpp"
#include "json/tokenizer.hpp"

#ifdef ALLO_WITH_SIMDJSON

#include <simdjson.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

namespace ondemand = simdjson::ondemand;

bool is_space(char c) noexcept { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// True for the text of a number with a point or an exponent.
bool is_real(std::string_view number) noexcept {
  for (const char c : number) {
    if (c == '.' || c == 'e' || c == 'E') return true;
  }
  return false;
}

/// get_double() of simdjson 3.0 loses digits of a number below 1 that has more than 19: such a one is read again.
void mend(std::string_view number, double& real) {
  constexpr std::size_t harmless = 2 + 19;  // The zero, the point and the digits.
  if (number.size() <= harmless || number[number[0] == '-' ? 1 : 0] != '0') return;
  while (is_space(number.back())) number.remove_suffix(1);
  if (const std::optional<double> value = read_real(number)) real = *value;
}

bool has_escape(std::string_view text) noexcept {
  return !text.empty() && std::memchr(text.data(), '\\', text.size()) != nullptr;
}

/// Keeps parsers for reuse, because their buffers take about five times the bytes of a document. One per thread would
/// hold that for every thread that ever decoded; a few serve as many threads as decode at the same moment. Takes no
/// lock: the receiver of webhooks promises that to its callers, and a forked child could find one held by a thread that
/// it does not have. A parser in a slot is idle, in the child as well.
class ParserPool {
 public:
  std::unique_ptr<ondemand::parser> take() {
    for (std::atomic<ondemand::parser*>& idle : idle_) {
      // Looking first leaves other processors their copy of an empty slot.
      if (idle.load(std::memory_order_relaxed) == nullptr) continue;
      if (ondemand::parser* parser = idle.exchange(nullptr, std::memory_order_acquire)) {
        return std::unique_ptr<ondemand::parser>{parser};
      }
    }
    return std::make_unique<ondemand::parser>();
  }

  void give_back(std::unique_ptr<ondemand::parser> parser) noexcept {
    if (parser->capacity() > max_capacity) return;
    for (std::atomic<ondemand::parser*>& idle : idle_) {
      ondemand::parser* none = nullptr;
      if (idle.compare_exchange_strong(none, parser.get(), std::memory_order_release, std::memory_order_relaxed)) {
        static_cast<void>(parser.release());
        return;
      }
    }
  }

  static ParserPool& instance() noexcept {
    // Made before the program begins and never destroyed, so that threads may decode while it ends.
    static ParserPool pool;
    return pool;
  }

 private:
  static constexpr std::size_t max_idle = 4;
  static constexpr std::size_t max_capacity = std::size_t{2} << 20;

  std::array<std::atomic<ondemand::parser*>, max_idle> idle_{};
};

class BorrowedParser {
 public:
  BorrowedParser() : parser_(ParserPool::instance().take()) {}
  BorrowedParser(const BorrowedParser&) = delete;
  BorrowedParser& operator=(const BorrowedParser&) = delete;
  ~BorrowedParser() { ParserPool::instance().give_back(std::move(parser_)); }

  ondemand::parser& operator*() const noexcept { return *parser_; }

 private:
  std::unique_ptr<ondemand::parser> parser_;
};

/// Takes the events of values that nobody reads: only their grammar and depth count.
class Skipper {
 public:
  explicit Skipper(std::size_t levels) noexcept : levels_(levels) {}

  bool null() noexcept { return true; }
  bool boolean(bool) noexcept { return true; }
  template <class Integer>
  bool integer(Integer) noexcept {
    return true;
  }
  bool real(double) noexcept { return true; }
  bool string(std::string_view) noexcept { return true; }
  bool begin() noexcept { return levels_-- > 0; }
  bool end() noexcept {
    ++levels_;
    return true;
  }

 private:
  std::size_t levels_;  // That may still be opened.
};

/// Walks over every value of a document, the skipped ones too: On-Demand checks only what is read.
class Walker {
 public:
  Walker(std::string_view text, ondemand::document& document, Decoder& decoder) noexcept
      : end_(text.data() + text.size()), document_(document), decoder_(decoder) {}

  bool root() {
    const char* at = nullptr;
    if (document_.current_location().get(at) != simdjson::SUCCESS) return false;
    if (*at == '{') {
      ondemand::object object;
      return document_.get_object().get(object) == simdjson::SUCCESS && walk(object, at, decoder_);
    }
    ondemand::array array;
    return *at == '[' && document_.get_array().get(array) == simdjson::SUCCESS && walk(array, at, decoder_);
  }

 private:
  bool take(ondemand::value&& value, Skipper& skipper) { return walk(std::move(value), skipper); }
  bool take(ondemand::value&& value, Decoder& decoder) {
    if (!decoder.ignores_next()) return walk(std::move(value), decoder);
    Skipper skipper{decoder.levels_left()};
    return walk(std::move(value), skipper) && decoder.skipped();
  }

  // Values go by reference and are not copied out of results: the copies cost as much as all else in here.
  template <class Events>
  bool walk(ondemand::value&& value, Events& events) {
    const std::string_view token = value.raw_json_token();
    if (token.size() > static_cast<std::size_t>(end_ - token.data())) return false;
    switch (*token.data()) {
      case '{': {
        ondemand::object object;
        return value.get_object().get(object) == simdjson::SUCCESS && walk(object, token.data(), events);
      }
      case '[': {
        ondemand::array array;
        return value.get_array().get(array) == simdjson::SUCCESS && walk(array, token.data(), events);
      }
      case '"':
        return string(value, token, events);
      case 'n': {
        bool is_null = false;
        return simdjson::simdjson_result<bool>(value.is_null()).get(is_null) == simdjson::SUCCESS && is_null &&
               events.null();
      }
      case 't':
      case 'f': {
        bool boolean = false;
        return value.get_bool().get(boolean) == simdjson::SUCCESS && events.boolean(boolean);
      }
      default:
        return number(value, token, events);
    }
  }

  bool walk(ondemand::object& object, const char*, Skipper& skipper) {
    return skipper.begin() && members(object, skipper) && skipper.end();
  }

  bool walk(ondemand::object& object, const char* at, Decoder& decoder) {
    if (!decoder.begin_object(at)) return false;
    if (decoder.keeps_text()) {
      Skipper skipper{decoder.levels_left()};
      if (!members(object, skipper)) return false;
    } else if (!members(object, decoder)) {
      return false;
    }
    return decoder.end_object(decoder.wants_end() ? end_of_last_token() : nullptr);
  }

  template <class Events>
  bool members(ondemand::object& object, Events& events) {
    for (simdjson::simdjson_result<ondemand::field> result : object) {
      if (result.error() != simdjson::SUCCESS) return false;
      ondemand::field&& field = std::move(result).value_unsafe();
      if (!key(field, events) || !take(std::move(field.value()), events)) return false;
    }
    return true;
  }

  bool walk(ondemand::array& array, const char*, Skipper& skipper) {
    return skipper.begin() && elements(array, skipper) && skipper.end();
  }

  bool walk(ondemand::array& array, const char* at, Decoder& decoder) {
    if (!decoder.begin_array(at)) return false;
    if (decoder.keeps_text()) {
      Skipper skipper{decoder.levels_left()};
      if (!elements(array, skipper)) return false;
    } else if (!elements(array, decoder)) {
      return false;
    }
    return decoder.end_array(decoder.wants_end() ? end_of_last_token() : nullptr);
  }

  template <class Events>
  bool elements(ondemand::array& array, Events& events) {
    for (simdjson::simdjson_result<ondemand::value> result : array) {
      if (result.error() != simdjson::SUCCESS || !walk(std::move(result).value_unsafe(), events)) return false;
    }
    return true;
  }

  /// The end of the object that was walked over just now: it lies before the token that comes next.
  const char* end_of_last_token() {
    const char* end = end_;
    if (document_.current_location().get(end) != simdjson::SUCCESS) end = end_;
    while (is_space(end[-1])) --end;
    return end;
  }

  // The index has made sure that strings are closed, valid UTF-8 and without control characters. One that has no escape
  // is taken from the document as it stands; simdjson unescapes the others, but for those with surrogates, of which it
  // does not take halves.
  bool key(ondemand::field& field, Decoder& decoder) {
    const char* const begin = field.key().raw();
    if (decoder.key_in_order(begin, end_)) return true;
    const char* end = begin;
    while (*end != '"' && *end != '\\') ++end;
    if (*end == '"') return decoder.key({begin, static_cast<std::size_t>(end - begin)});
    std::string_view unescaped;
    return unescaped_key(field, begin, unescaped) && decoder.key(unescaped);
  }

  bool key(ondemand::field& field, Skipper&) {
    const char* const begin = field.key().raw();
    const char* const value = field.value().raw_json_token().data();
    if (!has_escape({begin, static_cast<std::size_t>(value - begin)})) return true;
    std::string_view unescaped;
    return unescaped_key(field, begin, unescaped);
  }

  bool unescaped_key(ondemand::field& field, const char* begin, std::string_view& unescaped) {
    const char* end = begin;
    while (*end != '"') end += *end == '\\' ? 2 : 1;
    const std::string_view raw{begin, static_cast<std::size_t>(end - begin)};
    if (!may_hold_surrogates(raw)) return field.unescaped_key().get(unescaped) == simdjson::SUCCESS;
    return unescape(raw, unescaped_) && (unescaped = unescaped_, true);
  }

  template <class Events>
  bool string(ondemand::value& value, std::string_view token, Events& events) {
    while (!token.empty() && is_space(token.back())) token.remove_suffix(1);
    if (token.size() < 2 || token.back() != '"') return false;
    const std::string_view raw = token.substr(1, token.size() - 2);
    const bool escaped = has_escape(raw);
    if (!escaped || may_hold_surrogates(raw)) {
      ondemand::raw_json_string consumed;
      if (value.get_raw_json_string().get(consumed) != simdjson::SUCCESS) return false;
      if (!escaped) return events.string(raw);
      return unescape(raw, unescaped_) && events.string(unescaped_);
    }
    std::string_view unescaped;
    return value.get_string().get(unescaped) == simdjson::SUCCESS && events.string(unescaped);
  }

  // Not inlined: the strings, most of the values, shall not save registers for it.
  template <class Events>
  [[gnu::noinline]] bool number(ondemand::value& value, std::string_view token, Events& events) {
    // get_number() of simdjson 3.0 reads 0 for a real number of more than 19 digits; get_double() does not.
    ondemand::number number;
    if (!is_real(token) && value.get_number().get(number) == simdjson::SUCCESS) {
      switch (number.get_number_type()) {
        case ondemand::number_type::signed_integer:
          return events.integer(number.get_int64());
        case ondemand::number_type::unsigned_integer:
          return events.integer(number.get_uint64());
        default:
          return false;
      }
    }
    // A real number, or an integer beyond 64 bits.
    double real = 0;
    if (value.get_double().get(real) != simdjson::SUCCESS) return false;
    mend(token, real);
    return events.real(real);
  }

  const char* end_;
  ondemand::document& document_;
  Decoder& decoder_;
  std::string unescaped_{};
};

/// simdjson chooses the code for this processor at its first use, in statics of functions, which are made under a lock:
/// a child that is forked meanwhile would wait for it for ever. So the choice is made while the program is loaded,
/// before there is a thread that could fork.
[[maybe_unused]] const bool chosen = [] {
  ondemand::parser parser;
  return parser.allocate(64) == simdjson::SUCCESS;
}();

/// A power of two, so that a parser is not enlarged for each document that is a little longer than the last.
std::size_t capacity_for(std::size_t size) noexcept {
  std::size_t capacity = 4096;
  while (capacity < size) capacity *= 2;
  return capacity;
}

}  // namespace

std::size_t simdjson_padding() noexcept { return simdjson::SIMDJSON_PADDING; }

bool tokenize_simdjson(std::string_view text, Decoder& decoder) {
  const BorrowedParser borrowed;
  ondemand::parser& parser = *borrowed;
  if (parser.capacity() < text.size() && parser.allocate(capacity_for(text.size())) != simdjson::SUCCESS) return false;
  ondemand::document document;
  const simdjson::padded_string_view padded{text.data(), text.size(), text.size() + simdjson::SIMDJSON_PADDING};
  if (parser.iterate(padded).get(document) != simdjson::SUCCESS) return false;
  // Out of bounds means that no token is left.
  return Walker{text, document, decoder}.root() && document.current_location().error() == simdjson::OUT_OF_BOUNDS;
}

}  // namespace detail
ALLO_NAMESPACE_END

#else

ALLO_NAMESPACE_BEGIN
namespace detail {

std::size_t simdjson_padding() noexcept { return 0; }
bool tokenize_simdjson(std::string_view, Decoder&) { return false; }

}  // namespace detail
ALLO_NAMESPACE_END

#endif
