#include "json/numbers.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace {

using detail::number_before;
using detail::read_real;

TEST(Numbers, WhatIsTooSmallIsZeroAndWhatIsTooLargeIsNone) {
  for (const char* small : {"1e-400", "-1e-400", "0.001e-400", "123456e-500", "0.0000001E-320",
                            "1e-99999999999999999999", "-0.5e-1000000000000000000000", "-0.1e-400"}) {
    EXPECT_EQ(read_real(small), 0.0) << small;
  }
  for (const char* large :
       {"1e400", "1e+400", "-1E400", "0.001e400", "0.001E+400", "123e99999999999999999999", "0.5e1000000000001"}) {
    EXPECT_EQ(read_real(large), std::nullopt) << large;
  }
  const std::string zeros(400, '0');
  EXPECT_EQ(read_real("0." + zeros + "1e10"), 0.0);
  EXPECT_EQ(read_real("0." + zeros + "1e+1000000"), std::nullopt);
  EXPECT_EQ(read_real("1" + zeros), std::nullopt);
  EXPECT_EQ(read_real("-1" + zeros + "e-1"), std::nullopt);
  EXPECT_EQ(read_real("-1" + zeros + "e-1000"), 0.0);
  EXPECT_EQ(read_real("1.7976931348623157e308"), std::numeric_limits<double>::max());
  EXPECT_EQ(read_real("-2.5e-3"), -0.0025);
  EXPECT_EQ(read_real("0.1844674407370955161625"), 0.1844674407370955161625);
}

TEST(Numbers, ANumberIsFoundBeforeThePlaceOrOneByteBeforeIt) {
  // The parser stands right behind a number that ends the text, and behind the byte that ended it otherwise.
  const std::pair<std::string, std::string> texts[] = {
      {"2.5", "2.5"},     {"-1e+5", "-1e+5"}, {"[2.5,", "2.5"}, {"[1,22]", "22"},
      {"{\"a\":7}", "7"}, {"7", "7"},         {"x", ""},        {"", ""}};
  for (const auto& [text, number] : texts) {
    EXPECT_EQ(number_before(text.data(), text.data() + text.size()), number) << text;
  }
}

}  // namespace
ALLO_NAMESPACE_END
