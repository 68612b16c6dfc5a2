#ifndef ALLO_TESTS_SUPPORT_GZIP_HPP
#define ALLO_TESTS_SUPPORT_GZIP_HPP

#include <string>
#include <string_view>

namespace allo::test {

/// `text` in gzip's form, for `Content-Encoding: gzip`.
std::string gzip(std::string_view text);

}  // namespace allo::test

#endif
