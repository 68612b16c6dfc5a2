#include "json/codec.hpp"
#include "json/cursor.hpp"
#include "json/document.hpp"
#include "json/nlohmann.hpp"
#include "json/numbers.hpp"
#include "json/strings.hpp"

#include <allo/errors.hpp>
#include <allo/json_text.hpp>

#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using Json = nlohmann::json;

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t dot = path.find('.');
    parts.push_back(path.substr(0, dot));
    if (dot == std::string_view::npos) return parts;
    path.remove_prefix(dot + 1);
  }
}

std::optional<std::size_t> to_index(std::string_view text) noexcept {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return index;
}

/// Follows a path through the events of nlohmann's parser and keeps the value at its end as it is written.
class PathFinder {
 public:
  PathFinder(std::string_view document, std::string_view path)
      : document_(document),
        whole_(detail::with_whole_surrogates(document)),
        text_(whole_ ? std::string_view{*whole_} : document),
        read_(text_),
        parts_(split(path)) {}

  std::optional<std::string> find() {
    Json::sax_parse(read_.begin(), read_.end(), this);
    return std::move(found_);
  }

  bool null() { return scalar(std::nullopt); }
  bool boolean(bool value) { return scalar(value ? "true" : "false"); }
  bool number_integer(Json::number_integer_t) { return number(); }
  bool number_unsigned(Json::number_unsigned_t) { return number(); }
  // Not the text that comes with it, which has the decimal point of the locale.
  bool number_float(Json::number_float_t, const std::string&) { return number(); }
  bool string(const std::string& value) { return scalar(value); }
  bool binary(const Json::binary_t&) { return false; }
  bool start_object(std::size_t) { return begin(false); }
  bool start_array(std::size_t) { return begin(true); }
  bool end_object() { return end(); }
  bool end_array() { return end(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) { return false; }

  bool key(const std::string& name) {
    if (is_on_way()) way_.back().matches = name == parts_[way_.size() - 1];
    return true;
  }

 private:
  /// An open container that the path leads through.
  struct Container {
    bool is_array;
    bool matches;      // The value that comes next is on the path.
    std::size_t next;  // Array: the index of that value.
  };

  /// True when the innermost open container is one that the path leads through.
  bool is_on_way() const noexcept { return level_ == way_.size() && level_ > 0; }

  /// Counts a value in; true when the path leads to it or through it. Of a key that comes twice the last value counts.
  bool arrive() {
    if (level_ == 0) return true;
    if (!is_on_way()) return false;
    Container& container = way_.back();
    if (container.is_array) container.matches = to_index(parts_[way_.size() - 1]) == container.next++;
    if (container.matches) found_.reset();
    return container.matches;
  }

  bool number() { return scalar(std::string{detail::number_before(text_.data(), read_.at())}); }

  bool scalar(std::optional<std::string> value) {
    if (arrive() && level_ == parts_.size()) found_ = std::move(value);
    return true;
  }

  bool begin(bool is_array) {
    if (arrive()) {
      if (level_ == parts_.size()) {
        begin_ = read_.at() - 1;
        kept_level_ = level_;
      } else {
        way_.push_back({is_array, false, 0});
      }
    }
    ++level_;
    return true;
  }

  bool end() {
    if (is_on_way()) way_.pop_back();
    --level_;
    if (begin_ != nullptr && level_ == kept_level_) {
      found_.emplace(document_.substr(static_cast<std::size_t>(begin_ - text_.data()),
                                      static_cast<std::size_t>(read_.at() - begin_)));
      begin_ = nullptr;
    }
    return true;
  }

  std::string_view document_;
  std::optional<std::string> whole_;
  std::string_view text_;  // What is parsed: the document, but for halves of surrogates.
  detail::ReadText read_;
  std::vector<std::string_view> parts_;
  std::size_t level_ = 0;  // Open containers.
  std::vector<Container> way_{};
  const char* begin_ = nullptr;  // Of the container at the end of the path, while it is open.
  std::size_t kept_level_ = 0;
  std::optional<std::string> found_{};
};

}  // namespace

JsonText::JsonText() : text_("null") {}

JsonText::JsonText(std::string text) : text_(std::move(text)) {
  // Documents nest in others, where a mark would be an error.
  if (text_.compare(0, detail::byte_order_mark.size(), detail::byte_order_mark) == 0) {
    text_.erase(0, detail::byte_order_mark.size());
  }
  if (const std::optional<std::string> problem = detail::find_json_problem(text_, detail::max_json_depth)) {
    throw InvalidArgumentException(*problem);
  }
}

std::string detail::parseable(const JsonText& json) { return with_whole_surrogates(json.str()).value_or(json.str()); }

bool JsonText::is_null() const noexcept { return text_ == "null"; }

std::optional<std::string> JsonText::get(std::string_view path) const { return PathFinder{text_, path}.find(); }

bool operator==(const JsonText& a, const JsonText& b) noexcept { return a.text_ == b.text_; }
bool operator!=(const JsonText& a, const JsonText& b) noexcept { return a.text_ != b.text_; }
bool operator==(const JsonText& a, std::string_view b) noexcept { return a.text_ == b; }
bool operator!=(const JsonText& a, std::string_view b) noexcept { return a.text_ != b; }
bool operator==(std::string_view a, const JsonText& b) noexcept { return a == b.text_; }
bool operator!=(std::string_view a, const JsonText& b) noexcept { return a != b.text_; }

std::ostream& operator<<(std::ostream& out, const JsonText& json) { return out << json.text_; }

ALLO_NAMESPACE_END
