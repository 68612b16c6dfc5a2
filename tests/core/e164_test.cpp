#include "support/fake_transport.hpp"

#include <allo/e164.hpp>

#include <gtest/gtest.h>

#include <sstream>
#include <string>

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

TEST(E164, DropsAZeroThatIsDialledAtHomeOnly) {
  const E164 london{"+442079460123"};
  for (const char* number :
       {"+44 (0)20 7946 0123", "+44(0)2079460123", "+44 ( 0 ) 20 7946 0123", "0044 (0)20 7946 0123",
        "(+44) (0)20 7946 0123", "+44-(0)-20-7946-0123", "+44 [0]20 7946 0123", "+44 (020) 7946 0123",
        "＋４４（０）２０ ７９４６ ０１２３", "tel:+44(0)20-7946-0123", "+44\u00A0(0)20 7946\u00A00123"}) {
    EXPECT_EQ(E164::normalize(number), london) << number;
  }
  EXPECT_EQ(E164::normalize("+33 (0)6 12 34 56 78"), E164{"+33612345678"});
  EXPECT_EQ(E164::normalize("+7 (0)495 1234567"), E164{"+74951234567"});
  EXPECT_EQ(E164::normalize("+1 (0)202 555 0143"), E164{"+12025550143"});
  EXPECT_EQ(E164::normalize("+353 (0)1 234 5678"), E164{"+35312345678"});
  // Where it is part of the number.
  EXPECT_EQ(E164::normalize("+39 (0)6 1234 5678"), E164{"+390612345678"});
  EXPECT_EQ(E164::normalize("+39 (06) 1234 5678"), E164{"+390612345678"});
  EXPECT_EQ(E164::normalize("+378 (0)549 882914"), E164{"+3780549882914"});
  EXPECT_EQ(E164::normalize("+225 (0)7 12 34 56 78"), E164{"+2250712345678"});
  EXPECT_EQ(E164::normalize("+241 (0)6 12 34 56"), E164{"+24106123456"});
  EXPECT_EQ(E164::normalize("+242 (0)6 123 4567"), E164{"+242061234567"});
  // Behind something else than a country code, or without brackets, it is a digit like others.
  EXPECT_EQ(E164::normalize("+44 20 (0) 7946 0123"), E164{"+4420079460123"});
  EXPECT_EQ(E164::normalize("+33 6 (0)1 23 45 67"), E164{"+33601234567"});
  EXPECT_EQ(E164::normalize("+35 (0) 3 1 234 5678"), E164{"+350312345678"});
  EXPECT_EQ(E164::normalize("+44 020 7946 0123"), E164{"+4402079460123"});
  EXPECT_EQ(E164::normalize("+49 (30) 0123456"), E164{"+49300123456"});
  EXPECT_EQ(E164::normalize("+1 (202) 555-0143"), E164{"+12025550143"});
}

TEST(E164, KnowsHowLongCountryCodesAre) {
  for (const char* code :
       {"1",   "7",   "20",  "27",  "30",  "31",  "32",  "33",  "34",  "36",  "40",  "41",  "43",  "44",  "45",  "46",
        "47",  "48",  "49",  "51",  "52",  "53",  "54",  "55",  "56",  "57",  "58",  "60",  "61",  "62",  "63",  "64",
        "65",  "66",  "81",  "82",  "84",  "86",  "90",  "91",  "92",  "93",  "94",  "95",  "98",  "212", "230", "299",
        "351", "353", "380", "420", "500", "599", "670", "692", "800", "852", "880", "886", "961", "998"}) {
    const std::string number = '+' + std::string{code};
    EXPECT_EQ(E164::normalize(number + " (0)51234567"), E164{number + "51234567"});
    EXPECT_EQ(E164::normalize(number + "5 (0)1234567"), E164{number + "501234567"});
  }
}

TEST(E164, SeesThroughWhatPastedTextBringsAlong) {
  const E164 number{"+33612345678"};
  for (const char* invisible : {"\u202A", "\u202C", "\u202D", "\u00A0", "\u200B", "\u200E", "\u200F", "\u2060",
                                "\uFEFF", "\u3000", "\u2009", "\u202F", "\u00AD", "\u2066", "\u2069", "\u061C", "\t"}) {
    const std::string mark = invisible;
    EXPECT_EQ(E164::normalize(mark + "+33" + mark + "612345678" + mark), number) << mark;
    EXPECT_FALSE(E164::is_valid(mark + "+33612345678"));
  }
  for (const char* text : {"+33 6‑12–34—56−78", "＋３３　６１２３４５６７８", "00３３612345678",
                           "＋33（6）12．34－56 78", "+٣٣٦١٢٣٤٥٦٧٨", "+۳۳۶۱۲۳۴۵۶۷۸", "+३३६१२३४५६७८", "٠٠٣٣٦١٢٣٤٥٦٧٨",
                           "tel:+33-6-12-34-56-78", "TEL:+33612345678", "  +33612345678\r\n", "\n+33612345678"}) {
    EXPECT_EQ(E164::normalize(text), number) << text;
  }
}

TEST(E164, GivesNoValueForWhatIsMoreThanANumber) {
  for (const char* text : {"+33612345678;ext=12",
                           "+33612345678x12",
                           "+33612345678 x 12",
                           "+33612345678 ext. 12",
                           "+33612345678 Ext 12",
                           "+33612345678#12",
                           "+33612345678 p12",
                           "+33612345678p12",
                           "+33612345678,12",
                           "+33612345678*12",
                           "+33612345678ｘ12",
                           "+33612345678 poste 12",
                           "tel:+33612345678;ext=12",
                           "tel:+33612345678;phone-context=+33",
                           "sip:+33612345678",
                           "tel:tel:+33612345678",
                           "+33612345678/79",
                           "+33612345678\n+33612345679",
                           "+33612345678\n12",
                           "+33612345678 +33612345679",
                           "33+612345678",
                           "++33612345678",
                           "+33612345678‽",
                           "+3361234567½",
                           "+\xFF"
                           "33612345678",
                           "+3361234567\xEF\xBC",
                           "tel:",
                           "",
                           "()",
                           "+",
                           "+0033612345678",
                           "(0)6 12 34 56 78",
                           "+44 (0)20 7946 0123 45678"}) {
    EXPECT_EQ(E164::normalize(text), std::nullopt) << text;
  }
}

TEST(E164, PrintsComparesAndConverts) {
  const E164 a{"+33612345678"};
  const E164 b{"+33712345678"};
  std::ostringstream out;
  out << a;
  EXPECT_EQ(out.str(), "+33612345678");
  EXPECT_EQ(to_string(a), "+33612345678");
  EXPECT_TRUE(a < b && a != b);
  EXPECT_FALSE(a < a || b < a || a == b || a != a);
  const std::string& text = a;
  EXPECT_EQ(text, "+33612345678");
}

}  // namespace
ALLO_NAMESPACE_END
