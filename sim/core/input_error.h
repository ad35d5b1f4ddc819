// What happens when the user's input is wrong? Everything wrong is collected and thrown once; main prints it and exits
// with 2.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace psoas {

/// One thing wrong with an input: where it stands, what was found, what is allowed.
struct Problem {
  std::string file;
  int line = 0;    ///< 1 is the first line; 0 when the whole file is meant
  int column = 0;  ///< 1 is the first column; 0 when the whole line is meant
  std::string message;
};

/// The input cannot be used. Holds every problem found, in the order of the file.
class InputError : public std::runtime_error {
 public:
  explicit InputError(std::vector<Problem> problems)
      : std::runtime_error(problems.empty() ? "invalid input" : problems.front().message),
        problems_(std::move(problems)) {}
  explicit InputError(const std::string& message) : InputError(std::vector<Problem>{{"", 0, 0, message}}) {}
  const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

/// The outside world failed us: a file cannot be read or written, a disk is full. Exit code 4.
class FileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace psoas
