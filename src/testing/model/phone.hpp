#ifndef ALLO_SRC_TESTING_MODEL_PHONE_HPP
#define ALLO_SRC_TESTING_MODEL_PHONE_HPP

#include <allo/version.hpp>

#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// The country calling code of an E.164 number, such as "33" of "+33612345678".
std::string_view calling_code(std::string_view number);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
