#ifndef ALLO_SRC_JSON_CURSOR_HPP
#define ALLO_SRC_JSON_CURSOR_HPP

#include <allo/version.hpp>

#include <cstddef>
#include <iterator>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// An iterator over the text that nlohmann reads, whose place others can see: within the event of a brace or bracket it
/// stands right behind it. Copies move together, as those of an input iterator may.
class Cursor {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  explicit Cursor(const char*& at) noexcept : at_(&at) {}

  reference operator*() const noexcept { return **at_; }
  Cursor& operator++() noexcept {
    ++*at_;
    return *this;
  }
  void operator++(int) noexcept { ++*this; }
  friend bool operator==(const Cursor& a, const Cursor& b) noexcept { return *a.at_ == *b.at_; }
  friend bool operator!=(const Cursor& a, const Cursor& b) noexcept { return !(a == b); }

 private:
  const char** at_;
};

/// A text that nlohmann reads by cursors; it must outlive them.
class ReadText {
 public:
  explicit ReadText(std::string_view text) noexcept : at_(text.data()), end_(text.data() + text.size()) {}

  Cursor begin() noexcept { return Cursor{at_}; }
  Cursor end() noexcept { return Cursor{end_}; }

  /// How far it was read.
  const char* at() const noexcept { return at_; }

 private:
  const char* at_;
  const char* end_;
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
