// How much more could the core make? The strength reserve of one frame: the largest factor by which its level moments
// could grow before the muscles cannot make them, for all levels together and for each alone.
//
// Weakness that changes the load hardly at all shows here first: a reserve is a margin, not a load. Below 1 the frame
// itself asks for more than the muscles have. It is limited by strength alone: neither effort nor stability enters.
#pragma once

#include <Eigen/Core>
#include <array>
#include <vector>

#include "sim/muscle/geometry.h"
#include "sim/sharing/simplex.h"

namespace psoas {

inline constexpr int reserve_count = 1 + level_count;  ///< all levels together; each level alone, L5-S1 first

/// Moment of a level that may stay unbalanced in a reserve, and of a leg's row at the least [N·m]. The warning of
/// sharing (share.h): a frame that sharing lets pass without a word is not called too weak here.
inline constexpr double reserve_allowance_level = 5.0, reserve_allowance_leg = 5.0;

/// The reserves of one frame. What grows is the demand of the level rows: of all 18, or of one level's three while all
/// else is held as it is.
struct FrameReserve {
  std::array<double, reserve_count> reserve{};        ///< α; NaN unless solved; never above the programme's cap [-]
  std::array<ReserveStatus, reserve_count> status{};  ///< infeasible: what is held cannot be made, whatever α
  std::array<bool, reserve_count> capped{};
  Eigen::MatrixXd worth;  ///< nm x reserve_count: hi dα/dhi ≥ 0, what this muscle's last strength carries of α [-]
  Eigen::MatrixXd give_way;  ///< rows x reserve_count: the virtual turn in which the muscles give way [1/(N·m)]
  int pivots = 0;            ///< of all programmes
};

/// Reused from frame to frame; one per thread.
struct ReserveWorkspace {
  ReserveProgramme programme;
  ReserveSolution solution;
  std::array<ReserveBasis, reserve_count> basis;
};

/// What may stay unbalanced: the allowance of the levels, and of every row below them at least that of the legs or what
/// sharing left there (`slack`, all rows [N·m]): the reserve asks about the core, not about the calf.
void reserve_allowance(const Eigen::Ref<const Eigen::VectorXd>& slack, Eigen::VectorXd& allowance);

/// @param R          rows x nm: moment arms, the 18 level rows first [m]
/// @param lo, hi     nm: bounds of the forces, as sharing has them [N]
/// @param demand     rows: moment that muscles must make [N·m]
/// @param allowance  rows: see reserve_allowance() [N·m]
/// @param start      cold for the first frame of a scenario; warm from the frame before, with the same work
/// Never allocates after the first call of a size.
void frame_reserve(const Eigen::Ref<const Eigen::MatrixXd>& R, const Eigen::Ref<const Eigen::VectorXd>& lo,
                   const Eigen::Ref<const Eigen::VectorXd>& hi, const Eigen::Ref<const Eigen::VectorXd>& demand,
                   const Eigen::Ref<const Eigen::VectorXd>& allowance, Start start, ReserveWorkspace& work,
                   FrameReserve& reserve);

/// The reserves of all frames of a stride, and what limits them where they are least.
struct StrengthReserve {
  Eigen::MatrixXd reserve;  ///< reserve_count x frames; 0 where what is held cannot be made; NaN where not solved [-]
  std::array<int, reserve_count> least_frame{};  ///< -1 when no frame has a number
  std::array<int, reserve_count> unsolved{};     ///< frames without a number
  Eigen::MatrixXd worth;                         ///< nm x reserve_count: FrameReserve::worth of least_frame [-]

  double least(int which) const;  ///< NaN when a frame has no number
};
StrengthReserve empty_reserve(Eigen::Index nm, Eigen::Index frames);
void record_frame(const FrameReserve& frame, Eigen::Index k, StrengthReserve& stride);

/// Muscles that limit a reserve, the one whose weakness costs most first: those whose worth is above this part of α's.
std::vector<int> limiting_muscles(const Eigen::Ref<const Eigen::VectorXd>& worth, double part = 1e-3);

}  // namespace psoas
