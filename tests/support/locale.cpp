// Sets the locale of the environment where ALLO_TEST_LOCALE asks for it, before main: everything that the program tests
// must come out the same. Its decimal point must not be ".", so that the run cannot show nothing.
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <locale>

namespace {

[[maybe_unused]] const bool is_set = [] {
  if (std::getenv("ALLO_TEST_LOCALE") == nullptr) return false;
  try {
    std::locale::global(std::locale{""});
  } catch (const std::exception&) {
    std::fputs("the locale of the environment is not installed\n", stderr);
    std::_Exit(1);
  }
  if (std::setlocale(LC_ALL, "") == nullptr || std::strcmp(std::localeconv()->decimal_point, ".") == 0) {
    std::fputs("the locale of the environment has no decimal point of its own\n", stderr);
    std::_Exit(1);
  }
  return true;
}();

}  // namespace
