// What can the fibres of each muscle do at this length and speed? Active force-length, force-velocity, passive force
// and pennation behind a rigid tendon.
#pragma once

#include <Eigen/Core>

#include "models/spine.h"
#include "sim/muscle/geometry.h"

namespace psoas {

/// Active force over F_max at fibre length l_n over optimal [-]; 1 at the optimum, smooth for every l_n.
///   f_l = exp(-(l_n - 1)² / γ),  γ = 0.45                                                   [Thelen 2003]
double active_force_length(double l_n);

/// Force of lengthening or shortening fibres over their isometric force [-]; v_n = velocity over maximal shortening
/// speed, + lengthens. 0 at v_n = -1 and below, 1 and of one slope from both sides at 0, f_e = 1.4 for fast
/// lengthening.
///   shortening   f_v = (1 + v_n) / (1 - v_n / a)               a = 0.25                     [Hill 1938; Thelen 2003]
///   lengthening  f_v = 1 + (f_e - 1) v_n / (v_n + c)           c = (f_e - 1) a / (1 + a)    [Thelen 2003]
double force_velocity(double v_n);

/// Passive force over F_max [-]: none below the optimum, 1 at the strain ε = 0.6 of young adults; Thelen's exponential
/// less its tangent at the optimum, so that the slope starts from zero; beyond ε it goes on along its tangent, as a
/// tendon that really stretches would not let it grow without bound.
///   f_p = (exp(x) - 1 - x) / (exp(k) - 1 - k),  x = k (l_n - 1) / ε,  k = 5                 [after Thelen 2003]
double passive_force_length(double l_n);

/// A force over F_max [-] and its slope by what it is a function of.
struct Resistance {
  double force = 0.0, slope = 0.0;
};
/// The same curve for fibres of another strain ε; slope by l_n.
Resistance passive_curve(double l_n, double strain);

/// What a relaxed muscle pulls with along its tendon, over F_max, when its path is `length` long [m]; slope [1/m].
/// Tightness makes its fibres longer than they would be by muscle.shortening; age changes strain and size of the curve.
/// Fibres that move stand behind a rigid tendon. Those taken as isometric have no passive force but what tightness
/// adds, which their tendon, 4.9 % longer at F_max [Rajagopal 2016], softens: f = f_p(l_n(l_mt - l_t(f)) + t) - the
/// same with t = 0. Left out: active force in the tendon, which would give the relaxed fibres their length back.
Resistance relaxed_muscle(const Muscle& muscle, double length);

/// Fastest shortening, in optimal fibre lengths a second [Thelen 2003; Rajagopal 2016].
inline constexpr double fastest_shortening = 10.0;

/// Share of F_max that is always available [-]: no fibre is lost altogether, which keeps every activation defined
/// [assumption].
inline constexpr double least_available = 0.05;

/// What the fibres can do in this posture and at this speed. Sized once, reused.
struct FibreState {
  Eigen::VectorXd length;     ///< nm: fibre length over optimal [-]; 1 of isometric fibres
  Eigen::VectorXd velocity;   ///< nm: fibre lengthening over maximal shortening speed [-]; + lengthens
  Eigen::VectorXd available;  ///< nm: f_l f_v cos(pennation): force along the tendon at full activation over F_max,
                              ///< never below least_available [-]
  Eigen::VectorXd passive;    ///< nm: passive force along the tendon over F_max [-]
};

/// Rates of the 28 balance rows [rad/s] from the stride's qd: level rates are the fractions of the lumbar rates.
Eigen::Matrix<double, balance_count, 1> balance_rates(const Runner& runner, const Spine& spine,
                                                      const Eigen::Ref<const Eigen::VectorXd>& qd);

/// Muscle lengthening is -moment_arm' rate, exactly but for the subtalar joint, which has no balance row: every muscle
/// that crosses it is isometric. Muscles without an optimal length stand at their optimum: available = cos(pennation),
/// passive = 0. Never allocates after the first call.
void fibre_state(const Spine& spine, const MuscleGeometry& geometry,
                 const Eigen::Matrix<double, balance_count, 1>& rate, FibreState& fibres);

}  // namespace psoas
