#include "json/tokenizer.hpp"

#ifdef ALLO_WITH_SIMDJSON

#include <simdjson.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>

namespace allo::detail {
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
      return document_.get_object().get(object) == simdjson::SUCCESS && walk(object, at);
    }
    ondemand::array array;
    return *at == '[' && document_.get_array().get(array) == simdjson::SUCCESS && walk(array);
  }

 private:
  // Values go by reference and are not copied out of results: the copies cost as much as all else in here.
  bool walk(ondemand::value&& value) {
    const std::string_view token = value.raw_json_token();
    if (token.size() > static_cast<std::size_t>(end_ - token.data())) return false;
    switch (*token.data()) {
      case '{': {
        ondemand::object object;
        return value.get_object().get(object) == simdjson::SUCCESS && walk(object, token.data());
      }
      case '[': {
        ondemand::array array;
        return value.get_array().get(array) == simdjson::SUCCESS && walk(array);
      }
      case '"':
        return string(value, token);
      case 'n': {
        bool is_null = false;
        return simdjson::simdjson_result<bool>(value.is_null()).get(is_null) == simdjson::SUCCESS && is_null &&
               decoder_.null();
      }
      case 't':
      case 'f': {
        bool boolean = false;
        return value.get_bool().get(boolean) == simdjson::SUCCESS && decoder_.boolean(boolean);
      }
      default:
        return number(value, token);
    }
  }

  bool walk(ondemand::object& object, const char* at) {
    if (!decoder_.begin_object(at)) return false;
    for (simdjson::simdjson_result<ondemand::field> result : object) {
      if (result.error() != simdjson::SUCCESS) return false;
      ondemand::field&& field = std::move(result).value_unsafe();
      if (!key(field) || !walk(std::move(field.value()))) return false;
    }
    return decoder_.end_object(decoder_.wants_end() ? end_of_last_token() : nullptr);
  }

  bool walk(ondemand::array& array) {
    if (!decoder_.begin_array()) return false;
    for (simdjson::simdjson_result<ondemand::value> result : array) {
      if (result.error() != simdjson::SUCCESS || !walk(std::move(result).value_unsafe())) return false;
    }
    return decoder_.end_array();
  }

  /// The end of the object that was walked over just now: it lies before the token that comes next.
  const char* end_of_last_token() {
    const char* end = end_;
    if (document_.current_location().get(end) != simdjson::SUCCESS) end = end_;
    while (is_space(end[-1])) --end;
    return end;
  }

  // The index has made sure that strings are closed, valid UTF-8 and without control characters. One that has no escape
  // is taken from the document as it stands; simdjson unescapes the others, and refuses lone surrogates.
  bool key(ondemand::field& field) {
    const char* const begin = field.key().raw();
    if (decoder_.key_in_order(begin, end_)) return true;
    const char* end = begin;
    while (*end != '"' && *end != '\\') ++end;
    if (*end == '"') return decoder_.key({begin, static_cast<std::size_t>(end - begin)});
    std::string_view unescaped;
    return field.unescaped_key().get(unescaped) == simdjson::SUCCESS && decoder_.key(unescaped);
  }

  bool string(ondemand::value& value, std::string_view token) {
    while (!token.empty() && is_space(token.back())) token.remove_suffix(1);
    if (token.size() < 2 || token.back() != '"') return false;
    const std::string_view raw = token.substr(1, token.size() - 2);
    if (!has_escape(raw)) {
      ondemand::raw_json_string consumed;
      return value.get_raw_json_string().get(consumed) == simdjson::SUCCESS && decoder_.string(raw);
    }
    std::string_view unescaped;
    return value.get_string().get(unescaped) == simdjson::SUCCESS && decoder_.string(unescaped);
  }

  bool number(ondemand::value& value, std::string_view token) {
    // get_number() of simdjson 3.0 reads 0 for a real number of more than 19 digits; get_double() does not.
    ondemand::number number;
    if (!is_real(token) && value.get_number().get(number) == simdjson::SUCCESS) {
      switch (number.get_number_type()) {
        case ondemand::number_type::signed_integer:
          return decoder_.integer(number.get_int64());
        case ondemand::number_type::unsigned_integer:
          return decoder_.integer(number.get_uint64());
        default:
          return false;
      }
    }
    // A real number, or an integer beyond 64 bits.
    double real = 0;
    return value.get_double().get(real) == simdjson::SUCCESS && decoder_.real(real);
  }

  const char* end_;
  ondemand::document& document_;
  Decoder& decoder_;
};

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

}  // namespace allo::detail

#else

namespace allo::detail {

std::size_t simdjson_padding() noexcept { return 0; }
bool tokenize_simdjson(std::string_view, Decoder&) { return false; }

}  // namespace allo::detail

#endif
