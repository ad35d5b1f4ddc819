// What may be chosen about the stride's optimal control problem and its solver?
#pragma once

namespace psoas {

struct StrideOptions {
  int nodes = 60;            ///< control points in one step; a multiple of 3
  int iteration_limit = 150;
};

}  // namespace psoas
