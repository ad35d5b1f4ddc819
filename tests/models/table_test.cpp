// Does a table say what it holds, and where exactly it is wrong?
#include "models/table.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>

#include "sim/core/input_error.h"

namespace psoas {
namespace {

/// A table file that is gone at the end of the test.
class TableFile : public ::testing::Test {
 protected:
  std::filesystem::path write(const std::string& text) {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    path_ = std::filesystem::temp_directory_path() /
            (std::string("psoas_table_") + info->name() + std::to_string(::getpid()) + ".csv");
    std::ofstream(path_) << text;
    return path_;
  }
  void TearDown() override { std::filesystem::remove(path_); }

  /// The problems that `action` throws; none when it does not.
  static std::vector<Problem> problems_of(const std::function<void()>& action) {
    try {
      action();
    } catch (const InputError& error) {
      return error.problems();
    }
    return {};
  }

 private:
  std::filesystem::path path_;
};

TEST_F(TableFile, CellsAreFoundByNameAndCommentsAreSkipped) {
  const Table t = Table::read(
      write("# source: none\n\nname, mass_kg ,note\n thigh ,10.5, \"a, \"\"b\"\"\" \n# more\nshank,+3e0,\n"));
  ASSERT_EQ(t.rows(), 2u);
  EXPECT_EQ(t.text(0, "name"), "thigh");
  EXPECT_EQ(t.text(0, "note"), "a, \"b\"");
  EXPECT_EQ(t.text(1, "note"), "");
  EXPECT_DOUBLE_EQ(t.number(0, "mass_kg"), 10.5);
  EXPECT_DOUBLE_EQ(t.number(1, "mass_kg"), 3.0);
  EXPECT_EQ(t.find("name", "shank"), 1u);
  EXPECT_EQ(t.line(0), 4);
  EXPECT_EQ(t.line(1), 6);
  EXPECT_TRUE(t.has("note"));
  EXPECT_FALSE(t.has("mass"));
}

TEST_F(TableFile, WindowsLineEndingsDoNotReachTheCells) {
  const Table t = Table::read(write("a,b\r\n1,2\r\n"));
  EXPECT_DOUBLE_EQ(t.number(0, "b"), 2.0);
}

TEST_F(TableFile, ABadNumberIsNamedByFileLineAndColumn) {
  const auto path = write("name,mass_kg\nthigh,10.5\nshank,3,\n");
  const auto shape = problems_of([&] { Table::read(path); });
  ASSERT_EQ(shape.size(), 1u);
  EXPECT_EQ(shape[0].line, 3);
  for (const char* bad : {"3kg", "", "nan", "inf", "1e999", "0x10", "--1"}) {
    const Table t = Table::read(write(std::string("name,mass_kg\nthigh,10.5\nshank,") + bad + "\n"));
    const auto found = problems_of([&] { t.number(1, "mass_kg"); });
    ASSERT_EQ(found.size(), 1u) << bad;
    EXPECT_EQ(found[0].file, t.path().string());
    EXPECT_EQ(found[0].line, 3);
    EXPECT_EQ(found[0].column, 7);
    EXPECT_NE(found[0].message.find("mass_kg"), std::string::npos);
  }
}

TEST_F(TableFile, EveryProblemOfAFileIsReportedAtOnce) {
  const auto path = write("a,a,\n1,2\n\"open,2,3\n");
  const auto found = problems_of([&] { Table::read(path); });
  ASSERT_EQ(found.size(), 5u);  // twice 'a', no name, two cells, open quote, one cell
  EXPECT_EQ(found[0].column, 3);
  EXPECT_EQ(found[2].line, 2);
  EXPECT_EQ(found[3].line, 3);
}

TEST_F(TableFile, AWrongNameBringsTheNearestOne) {
  const Table t = Table::read(write("name,mass_kg\nthigh,10.5\n"));
  const auto column = problems_of([&] { t.number(0, "mas_kg"); });
  ASSERT_EQ(column.size(), 1u);
  EXPECT_NE(column[0].message.find("'mass_kg'"), std::string::npos);
  const auto row = problems_of([&] { t.find("name", "thihg"); });
  ASSERT_EQ(row.size(), 1u);
  EXPECT_NE(row[0].message.find("'thigh'"), std::string::npos);
}

TEST_F(TableFile, AnEmptyFileIsTheUsersErrorAndAMissingOneTheWorlds) {
  const auto path = write("# only words\n");
  EXPECT_EQ(problems_of([&] { Table::read(path); }).size(), 1u);
  EXPECT_THROW(Table::read("/nowhere/at/all.csv"), FileError);
}

TEST(Nearest, CountsASwapAsOneEditAndKeepsQuietWhenNothingIsNear) {
  EXPECT_EQ(nearest("sepeds", {"mass", "speeds"}), "speeds");
  EXPECT_EQ(nearest("ab", {"ba"}), "ba");
  EXPECT_EQ(nearest("stiffness", {"mass", "height"}), "");
  EXPECT_EQ(nearest("x", {}), "");
}

}  // namespace
}  // namespace psoas
