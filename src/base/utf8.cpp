#include "base/utf8.hpp"

ALLO_NAMESPACE_BEGIN
namespace detail {

std::optional<char32_t> take_utf8(std::string_view& text) noexcept {
  struct Form {
    unsigned char mask, lead;
    char32_t least;  // Less has a shorter form.
  };
  constexpr Form forms[] = {{0x80, 0x00, 0}, {0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}};

  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  for (std::size_t more = 0; more < 4; ++more) {
    const Form& form = forms[more];
    if ((byte(0) & form.mask) != form.lead || text.size() <= more) continue;
    char32_t code = byte(0) & static_cast<unsigned char>(~form.mask);
    bool is_valid = true;
    for (std::size_t i = 1; i <= more; ++i) {
      is_valid = is_valid && (byte(i) & 0xC0U) == 0x80U;
      code = code << 6U | (byte(i) & 0x3FU);
    }
    if (!is_valid || code < form.least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) break;
    text.remove_prefix(1 + more);
    return code;
  }
  text.remove_prefix(1);
  return std::nullopt;
}

std::optional<std::size_t> count_utf8(std::string_view text) noexcept {
  std::size_t count = 0;
  for (; !text.empty(); ++count) {
    if (!take_utf8(text)) return std::nullopt;
  }
  return count;
}

}  // namespace detail
ALLO_NAMESPACE_END
