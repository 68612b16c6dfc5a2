#include "support/csv.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace {

using example::csv_cell;

TEST(CsvCell, QuotesAsRfc4180Does) {
  EXPECT_EQ(csv_cell(""), "");
  EXPECT_EQ(csv_cell("Jean"), "Jean");
  EXPECT_EQ(csv_cell("Dupont, Jean"), "\"Dupont, Jean\"");
  EXPECT_EQ(csv_cell("Jean \"JD\" Dupont"), "\"Jean \"\"JD\"\" Dupont\"");
  EXPECT_EQ(csv_cell("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(csv_cell("carriage\rreturn"), "\"carriage\rreturn\"");
  EXPECT_EQ(csv_cell("a;b"), "\"a;b\"");
  EXPECT_EQ(csv_cell("Zoë 📞"), "Zoë 📞");
}

TEST(CsvCell, DisarmsWhatASpreadsheetTakesForAFormula) {
  EXPECT_EQ(csv_cell("=1+1"), "'=1+1");
  EXPECT_EQ(csv_cell("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(csv_cell("-2+3"), "'-2+3");
  EXPECT_EQ(csv_cell("+cmd|' /C calc'!A0"), "'+cmd|' /C calc'!A0");
  EXPECT_EQ(csv_cell("=HYPERLINK(\"http://x\")"), "\"'=HYPERLINK(\"\"http://x\"\")\"");
  EXPECT_EQ(csv_cell("\t=1"), "\"'\t=1\"");
  EXPECT_EQ(csv_cell("\r=1"), "\"'\r=1\"");
  EXPECT_EQ(csv_cell("1=1"), "1=1");
}

TEST(CsvCell, LeavesTelephoneNumbersAsTheyAre) {
  EXPECT_EQ(csv_cell("+33612345678"), "+33612345678");
  EXPECT_EQ(csv_cell("+33612345678; +12025550143"), "\"+33612345678; +12025550143\"");
  EXPECT_EQ(csv_cell("+1+A1"), "'+1+A1");
}

TEST(CsvRow, EndsWithCrLf) {
  std::ostringstream out;
  example::write_csv_row(out, {"a", "", "b,c"});
  EXPECT_EQ(out.str(), "a,,\"b,c\"\r\n");
}

}  // namespace
