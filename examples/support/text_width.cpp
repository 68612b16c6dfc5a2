#include "text_width.hpp"

#include <algorithm>
#include <clocale>
#include <cwchar>
#include <langinfo.h>

namespace example {

void use_utf8() {
  std::setlocale(LC_CTYPE, "");
  if (std::string_view{nl_langinfo(CODESET)} != "UTF-8") std::setlocale(LC_CTYPE, "C.UTF-8");
}

std::wstring widen(std::string_view text) {
  std::wstring wide;
  std::mbstate_t state{};
  while (!text.empty()) {
    wchar_t character = 0;
    const std::size_t used = std::mbrtowc(&character, text.data(), text.size(), &state);
    if (used == static_cast<std::size_t>(-1) || used == static_cast<std::size_t>(-2)) {
      wide += L'\uFFFD';
      state = {};
      text.remove_prefix(1);
    } else {
      wide += character;
      text.remove_prefix(std::max<std::size_t>(used, 1));
    }
  }
  return wide;
}

int columns_of(wchar_t character) { return std::max(wcwidth(character), 0); }

int columns_of(std::wstring_view text) {
  int columns = 0;
  for (const wchar_t character : text) columns += columns_of(character);
  return columns;
}

}  // namespace example
