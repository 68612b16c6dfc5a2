#ifndef ALLO_SRC_TESTING_PHONE_HPP
#define ALLO_SRC_TESTING_PHONE_HPP

#include <string_view>

namespace allo::testing::detail {

/// The country calling code of an E.164 number, such as "33" of "+33612345678".
std::string_view calling_code(std::string_view number);

}  // namespace allo::testing::detail

#endif
