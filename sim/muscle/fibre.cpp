// What can the fibres of each muscle do at this length and speed?
// The tendon is rigid, so the path gives the fibres directly. Seen along the tendon they fill what the tendon leaves:
//   l_m cos(α) = l_mt - l_ts;   thickness l_opt sin(α_opt) stays:   l_m² = (l_mt - l_ts)² + (l_opt sin(α_opt))²
//   dl_m/dt = cos(α) dl_mt/dt;   force along the tendon = cos(α) × force of the fibres          [Zajac 1989]
#include "sim/muscle/fibre.h"

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"

namespace psoas {

namespace {

constexpr double width = 0.45;             // γ
constexpr double hill = 0.25;              // a
constexpr double eccentric = 1.4;          // f_e
constexpr double passive_steepness = 5.0;  // k
constexpr double tendon_strain = 0.049;    // at F_max [Rajagopal 2016]

// A slack muscle: along the tendon its fibres are not shorter than this share of their optimal length [assumption].
constexpr double shortest = 0.1;

constexpr int lumbar = 6;  // first of the stride's three lumbar coordinates: extension, bending, rotation

}  // namespace

double active_force_length(double l_n) { return std::exp(-(l_n - 1.0) * (l_n - 1.0) / width); }

double force_velocity(double v_n) {
  if (v_n <= -1.0) return 0.0;
  if (v_n <= 0.0) return (1.0 + v_n) / (1.0 - v_n / hill);
  constexpr double c = (eccentric - 1.0) * hill / (1.0 + hill);  // slope at 0 from this side = that from the other
  return 1.0 + (eccentric - 1.0) * v_n / (v_n + c);
}

double passive_force_length(double l_n) { return passive_curve(l_n, young_strain).force; }

Resistance passive_curve(double l_n, double strain) {
  if (l_n <= 1.0) return {};
  constexpr double end = 148.4131591025766;  // exp(k)
  constexpr double scale = 1.0 / (end - 1.0 - passive_steepness);
  const double x = passive_steepness * (l_n - 1.0) / strain, by_length = passive_steepness / strain;
  if (x > passive_steepness)
    return {1.0 + (end - 1.0) * scale * (x - passive_steepness), (end - 1.0) * scale * by_length};
  const double e = std::exp(x);
  return {(e - 1.0 - x) * scale, (e - 1.0) * scale * by_length};
}

namespace {

/// Fibres whose shadow along the tendon is `along` optimal lengths long, stretched by `shortening` more; slope by
/// along.
Resistance fibres_along(double along, double sine, double shortening, double strain) {
  const double seen = std::max(along, shortest), l_n = std::sqrt(seen * seen + sine * sine), cosine = seen / l_n;
  const Resistance f = passive_curve(l_n + shortening, strain);
  const double turning = sine * sine / (l_n * l_n * l_n);  // of the fibres: d cos / d along
  return {f.force * cosine, along < shortest ? 0.0 : f.slope * cosine * cosine + f.force * turning};
}

/// The same behind a tendon that stretches by `give` optimal lengths at F_max: f = fibres(along - give f).
Resistance behind_tendon(double along, double give, double sine, double shortening, double strain) {
  double f = 0.0;
  Resistance fibres;
  for (int i = 0; i < 12; ++i) {  // Newton: f - fibres(along - give f) rises and is concave, so it comes from below
    fibres = fibres_along(along - give * f, sine, shortening, strain);
    const double step = (fibres.force - f) / (1.0 + give * fibres.slope);
    f += step;
    if (std::abs(step) < 1e-14) break;
  }
  return {f, fibres.slope / (1.0 + give * fibres.slope)};
}

}  // namespace

Resistance relaxed_muscle(const Muscle& muscle, double length) {
  const bool moving = muscle.optimal_length > 0.0;
  if (!moving && (muscle.shortening == 0.0 || muscle.relaxed_length == 0.0)) return {};
  const double optimal = moving ? muscle.optimal_length : muscle.relaxed_length,
               tendon = moving ? muscle.tendon_slack : muscle.relaxed_tendon, sine = std::sin(muscle.pennation),
               along = (length - tendon) / optimal, strain = muscle.passive_strain;
  Resistance f;
  if (moving) {
    f = fibres_along(along, sine, muscle.shortening, strain);
  } else {
    const double give = tendon_strain * tendon / optimal;
    const Resistance tight = behind_tendon(along, give, sine, muscle.shortening, strain),
                     usual = behind_tendon(along, give, sine, 0.0, strain);
    f = {tight.force - usual.force, tight.slope - usual.slope};
  }
  return {muscle.passive_size * f.force, muscle.passive_size * f.slope / optimal};
}

Eigen::Matrix<double, balance_count, 1> balance_rates(const Runner& runner, const Spine& spine,
                                                      const Eigen::Ref<const Eigen::VectorXd>& qd) {
  CHECK(qd.size() == runner.nq());
  Eigen::Matrix<double, balance_count, 1> rate;
  for (int i = 0; i < level_count; ++i)
    rate.segment<3>(3 * i) = spine.levels[i].fraction.cwiseProduct(qd.segment<3>(lumbar));
  for (int side : {0, 1}) {
    rate.segment<3>(level_axis_count + 3 * side) = qd.segment<3>(runner.thigh[side] - 2);  // hip z x y
    rate[24 + side] = qd[runner.shank[side]];
    rate[26 + side] = qd[runner.links[runner.foot[side]].parent];
  }
  return rate;
}

void fibre_state(const Spine& spine, const MuscleGeometry& geometry,
                 const Eigen::Matrix<double, balance_count, 1>& rate, FibreState& fibres) {
  const Eigen::Index nm = static_cast<Eigen::Index>(spine.muscles.size());
  CHECK(geometry.length.size() == nm);
  fibres.length.resize(nm);
  fibres.velocity.resize(nm);
  fibres.available.resize(nm);
  fibres.passive.resize(nm);

  CHECK(geometry.moment_arm.rows() == balance_count && geometry.moment_arm.cols() == nm);
  const Eigen::Map<const Eigen::Matrix<double, balance_count, Eigen::Dynamic>> moment_arm(geometry.moment_arm.data(),
                                                                                          balance_count, nm);
  double pennation = 0.0, sine = 0.0, cosine_at_optimum = 1.0;  // of the last muscle: neighbours are pennate alike
  for (Eigen::Index i = 0; i < nm; ++i) {
    const Muscle& muscle = spine.muscles[static_cast<std::size_t>(i)];
    const double optimal = muscle.optimal_length;
    if (muscle.pennation != pennation) {
      pennation = muscle.pennation;
      sine = std::sin(pennation), cosine_at_optimum = std::cos(pennation);
    }
    if (optimal == 0.0) {
      fibres.length[i] = 1.0;
      fibres.velocity[i] = 0.0;
      fibres.available[i] = std::max(cosine_at_optimum, least_available);
      fibres.passive[i] = relaxed_muscle(muscle, geometry.length[i]).force;
      continue;
    }

    // Along the tendon and across it, in optimal lengths; what is slack does not move.
    const double along = (geometry.length[i] - muscle.tendon_slack) / optimal;
    const bool slack = along < shortest;
    const double seen = slack ? shortest : along;
    const double l_n = std::sqrt(seen * seen + sine * sine);
    const double cosine = seen / l_n;
    const double dl_mt = -moment_arm.col(i).dot(rate);  // dl_mt/dt = -r' dq/dt
    const double v_n = slack ? 0.0 : dl_mt * cosine / (fastest_shortening * optimal);

    fibres.length[i] = l_n;
    fibres.velocity[i] = v_n;
    fibres.available[i] = std::max(active_force_length(l_n) * force_velocity(v_n) * cosine, least_available);
    fibres.passive[i] =
        muscle.passive_size * passive_curve(l_n + muscle.shortening, muscle.passive_strain).force * cosine;
  }
}

}  // namespace psoas
