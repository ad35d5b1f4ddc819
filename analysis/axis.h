// Where does an axis begin and end, and where are its marks? Chosen here and not by gnuplot, so that panels agree.
#pragma once

#include <string>
#include <vector>

namespace psoas {

struct Extent {
  double low = 0.0, high = 1.0;
};

/// From the least to the largest of the values that are numbers, and beyond by a share of the distance.
Extent range_of(const std::vector<double>& values, double share_below, double share_above);

/// Distance of marks, 1, 2 or 5 times a power of ten: about `marks` of them in the range.
double round_step(const Extent& range, int marks);

// Pieces of gnuplot script. `axis` is "x", "y", "x2" or "y2".
std::string axis_script(const std::string& axis, const Extent& range, int marks);
/// A logarithmic axis with its marks at 1, 2 and 5 times powers of ten, or at fewer of them where there are many.
std::string log_axis_script(const std::string& axis, const Extent& range);
/// The same range in body weights on the opposite axis "x2" or "y2"; takes that axis away when body_weight [N] is 0.
std::string weights_script(const std::string& axis, const Extent& range_kN, double body_weight, int marks);

}  // namespace psoas
