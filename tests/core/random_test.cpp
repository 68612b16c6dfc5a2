#include "base/random.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

TEST(RandomUnit, IsSpreadOverTheUnit) {
  std::set<double> drawn;
  double sum = 0;
  for (int i = 0; i < 10'000; ++i) {
    const double value = random_unit();
    ASSERT_GE(value, 0.0);
    ASSERT_LT(value, 1.0);
    drawn.insert(value);
    sum += value;
  }
  EXPECT_EQ(drawn.size(), 10'000U) << "of 2^53 values";
  EXPECT_NEAR(sum / 10'000, 0.5, 0.03) << "ten standard deviations";
  EXPECT_LT(*drawn.begin(), 0.01);
  EXPECT_GT(*drawn.rbegin(), 0.99);
}

TEST(RandomKey, HasEveryHexadecimalDigitInEveryPlace) {
  std::set<std::string> keys;
  std::string all[32];
  for (int i = 0; i < 1'000; ++i) {
    const std::string key = random_key();
    ASSERT_EQ(key.size(), 32U);
    ASSERT_EQ(key.find_first_not_of("0123456789abcdef"), std::string::npos) << key;
    keys.insert(key);
    for (std::size_t place = 0; place < key.size(); ++place) all[place] += key[place];
  }
  EXPECT_EQ(keys.size(), 1'000U);
  for (const std::string& place : all) {
    EXPECT_EQ(std::set<char>(place.begin(), place.end()).size(), 16U) << "one missing is 16 * (15 / 16)^1000: never";
  }
}

}  // namespace
}  // namespace detail
ALLO_NAMESPACE_END
