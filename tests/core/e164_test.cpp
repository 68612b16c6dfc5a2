#include "support/fake_transport.hpp"

#include <allo/e164.hpp>

#include <gtest/gtest.h>

#include <sstream>

ALLO_NAMESPACE_BEGIN
namespace {

TEST(E164, TakesAPlusAndTwoToFifteenDigits) {
  for (const char* number : {"+12", "+33612345678", "+1234567890", "+123456789012345"}) {
    EXPECT_TRUE(E164::is_valid(number)) << number;
    EXPECT_EQ(E164{number}.str(), number);
    EXPECT_EQ(E164::parse(number), E164{number});
  }
}

TEST(E164, RefusesEverythingElse) {
  using namespace std::string_view_literals;
  for (const auto number :
       {""sv, "+"sv, "+1"sv, "1234567890"sv, "+0987654321"sv, "+1234567890123456"sv, "+1 234567"sv, "++123456"sv,
        "+12345a"sv, "+123\0"sv, "+123\n"sv, " +123456"sv, "tel:+123456"sv, "+\xD9\xA1\xD9\xA2\xD9\xA3"sv}) {
    EXPECT_FALSE(E164::is_valid(number)) << number;
    EXPECT_EQ(E164::parse(number), std::nullopt);
  }
  EXPECT_EQ(test::refusal_of([] { E164{"0612345678"}; }).find("number is not in E.164 form"), 0U);
}

TEST(E164, NormalizesWhatPeopleWrite) {
  EXPECT_EQ(E164::normalize("+33 6 12-34.56(78)"), E164{"+33612345678"});
  EXPECT_EQ(E164::normalize("0033612345678"), E164{"+33612345678"});
  EXPECT_EQ(E164::normalize("06 12 34 56 78"), std::nullopt);
  EXPECT_EQ(E164::normalize("00"), std::nullopt);
  EXPECT_EQ(E164::normalize("+33 x"), std::nullopt);
}

TEST(E164, PrintsComparesAndConverts) {
  const E164 a{"+33612345678"};
  const E164 b{"+33712345678"};
  std::ostringstream out;
  out << a;
  EXPECT_EQ(out.str(), "+33612345678");
  EXPECT_EQ(to_string(a), "+33612345678");
  EXPECT_TRUE(a < b && a != b);
  const std::string& text = a;
  EXPECT_EQ(text, "+33612345678");
}

}  // namespace
ALLO_NAMESPACE_END
