#ifndef ALLO_SRC_TESTING_MODEL_TIME_TEXT_HPP
#define ALLO_SRC_TESTING_MODEL_TIME_TEXT_HPP

#include <allo/testing/quirks.hpp>
#include <allo/timestamp.hpp>

#include <string>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// Writes a time in one of the service's forms.
std::string time_text(Timestamp time, TimeForm form);

/// Writes a time as an HTTP date, such as "Sun, 06 Nov 1994 08:49:37 GMT".
std::string http_date_text(Timestamp time);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
