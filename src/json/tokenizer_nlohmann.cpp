#include "json/cursor.hpp"
#include "json/nlohmann.hpp"
#include "json/numbers.hpp"
#include "json/strings.hpp"
#include "json/tokenizer.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

/// What nlohmann collects a token in, byte by byte. The compiler inlines a push_back that is defined in its class, and
/// not that of std::string: 2.0 times as fast as nlohmann's tree instead of 1.7.
struct TokenText : std::string {
  using std::string::string;
  void push_back(char c) { std::string::push_back(c); }
};

using Json = nlohmann::basic_json<std::map, std::vector, TokenText>;

/// nlohmann's SAX interface on top of a decoder. What is parsed may be another text than the document, of the same
/// length; objects that are kept as text are those of the document.
class Events {
 public:
  Events(std::string_view document, std::string_view text, std::size_t offset, Decoder& decoder)
      : decoder_(decoder), document_(document), text_(text), offset_(offset), read_(text) {}

  bool parse() { return Json::sax_parse(read_.begin(), read_.end(), this); }

  bool null() { return decoder_.null(); }
  bool boolean(bool value) { return decoder_.boolean(value); }
  bool number_integer(Json::number_integer_t value) { return decoder_.integer(static_cast<std::int64_t>(value)); }
  bool number_unsigned(Json::number_unsigned_t value) { return decoder_.integer(static_cast<std::uint64_t>(value)); }
  bool number_float(Json::number_float_t, const std::string&) {
    const std::string_view number = number_before(text_.data(), read_.at());
    if (const std::optional<double> value = read_real(number)) return decoder_.real(*value);
    return not_json(static_cast<std::size_t>(number.data() + number.size() - text_.data()) - 1, true);
  }
  bool string(std::string& value) { return decoder_.string(value); }
  bool binary(Json::binary_t&) { return false; }
  bool start_object(std::size_t) { return decoder_.begin_object(in_document(read_.at() - 1)); }
  bool key(std::string& name) { return decoder_.key(name); }
  bool end_object() { return decoder_.end_object(in_document(read_.at())); }
  bool start_array(std::size_t) { return decoder_.begin_array(in_document(read_.at() - 1)); }
  bool end_array() { return decoder_.end_array(in_document(read_.at())); }

  // Neither the token nor the exception's text goes into the problem: they quote the document, which may be personal.
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) {
    constexpr int out_of_range_number = 406;
    return not_json(position == 0 ? 0 : position - 1, error.id == out_of_range_number);
  }

  bool not_json(std::size_t position, bool is_number_out_of_range) {
    const std::size_t first = text_.find_first_not_of(" \t\r\n");
    std::string problem;
    if (first == std::string_view::npos) {
      problem = "not JSON: the document is empty";
    } else if (text_[first] == '<') {
      problem = "not JSON but markup, such as an HTML page";
    } else if (is_number_out_of_range) {
      problem = "a number is out of range, ending at byte " + std::to_string(offset_ + position);
    } else if (position >= text_.size()) {
      problem = "not JSON: the document is cut off at byte " + std::to_string(offset_ + text_.size());
    } else {
      problem = "not JSON: error at byte " + std::to_string(offset_ + position);
    }
    return decoder_.fail(std::move(problem));
  }

 private:
  const char* in_document(const char* at) const noexcept { return document_.data() + (at - text_.data()); }

  Decoder& decoder_;
  std::string_view document_;
  std::string_view text_;
  std::size_t offset_;
  ReadText read_;
};

}  // namespace

bool tokenize_nlohmann(std::string_view text, std::size_t offset, Decoder& decoder) {
  // nlohmann skips a byte order mark, and takes a NUL for the end of the text: neither is JSON.
  constexpr char mark = '\xEF';
  const std::string_view json = text.substr(0, text.find('\0'));
  Events events{text, text, offset, decoder};
  if (!text.empty() && text.front() == mark) return events.not_json(0, false);
  if (json.find_first_not_of(" \t\r\n") == std::string_view::npos) return events.not_json(json.size(), false);
  const std::optional<std::string> whole = with_whole_surrogates(json);
  Events parsed{json, whole ? std::string_view{*whole} : json, offset, decoder};
  if (!parsed.parse()) return false;
  return json.size() == text.size() || events.not_json(json.size(), false);
}

}  // namespace detail
ALLO_NAMESPACE_END
