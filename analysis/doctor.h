// Is this machine fit for Psoas? What it is, which tools it has, and whether the numbers come out right.
#pragma once

#include <string>
#include <vector>

namespace psoas {

struct Finding {
  enum class State {
    good,
    absent,   ///< something optional is not there
    missing,  ///< something needed is not there
    wrong     ///< something is there and does not work
  };
  std::string name;  ///< "gnuplot"
  State state = State::good;
  std::string value;  ///< "5.4", or what to do
};

/// Looks at everything; takes some seconds at most.
/// @param jobs  threads that would be used
std::vector<Finding> examine(int jobs);

}  // namespace psoas
