#ifndef ALLO_SRC_JSON_CURSOR_HPP
#define ALLO_SRC_JSON_CURSOR_HPP

#include <allo/version.hpp>

#include <cstddef>
#include <iterator>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// An iterator over the text that nlohmann reads, which lets others see how far it came: within the event of a brace or
/// bracket it stands right behind it.
class Cursor {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Cursor(const char* at, const char** seen) noexcept : at_(at), seen_(seen) {}

  reference operator*() const noexcept { return *at_; }
  Cursor& operator++() noexcept {
    *seen_ = ++at_;
    return *this;
  }
  Cursor operator++(int) noexcept {
    const Cursor before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const Cursor& a, const Cursor& b) noexcept { return a.at_ == b.at_; }
  friend bool operator!=(const Cursor& a, const Cursor& b) noexcept { return a.at_ != b.at_; }

 private:
  const char* at_;
  const char** seen_;
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
