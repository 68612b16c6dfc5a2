#ifndef EXAMPLE_SUPPORT_TEXT_WIDTH_HPP
#define EXAMPLE_SUPPORT_TEXT_WIDTH_HPP

#include <string>
#include <string_view>

namespace example {

/// Lets the functions below read UTF-8, whatever the locale of the user is.
void use_utf8();

/// UTF-8 as wide characters; what is no UTF-8 becomes U+FFFD.
std::wstring widen(std::string_view text);
/// The columns that a character takes: 0 to 2.
int columns_of(wchar_t character);
/// The columns that a text takes.
int columns_of(std::wstring_view text);

}  // namespace example

#endif
