// What happens in the first tenth of a second after touch-down?
#include "sim/impact/landing.h"

#include <algorithm>
#include <cmath>

#include "sim/impact/flesh.h"
#include "sim/impact/forward.h"
#include "sim/impact/path.h"

namespace psoas {
namespace {

using Index = std::size_t;

static_assert(landing_assumptions.size() == lane_count);

/// A number that differs from lane to lane.
template <class F>
Lanes by_assumption(F f) {
  Lanes x;
  for (int lane = 0; lane < lane_count; ++lane) x.set(lane, f(landing_assumptions[static_cast<Index>(lane)]));
  return x;
}

/// Springs and dampers of the flesh, which do not change with time.
void set_flesh(const FleshedRunner& fleshed, Drive<Lanes>& drive) {
  for (const WobblingSlide& slide : fleshed.slides) {
    const auto i = static_cast<Index>(slide.link);
    drive.stiffness[i] =
        by_assumption([&](const LandingAssumption& a) { return slide.stiffness * a.frequency * a.frequency; });
    drive.damping[i] =
        by_assumption([&](const LandingAssumption& a) { return slide.damping * a.frequency * a.damping; });
  }
}

/// Predicted moments, and joints that resist leaving the predicted path.
void set_joints(const Runner& bones, const PathPoint& path, const LandingTables& tables, const Lanes& impedance,
                Drive<Lanes>& drive) {
  for (Index i = 6; i < static_cast<Index>(bones.nq()); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    drive.tau[i] =
        by_assumption([&](const LandingAssumption& a) { return a.slow_moments ? path.slow[row] : path.tau[row]; });
    drive.q[i] = Lanes(path.q[row]), drive.qd[i] = Lanes(path.qd[row]);
    const double K =
        tables.stiffness_at_rest * bones.torque_scale[i] + tables.stiffness_per_moment * std::abs(path.tau[row]);
    drive.stiffness[i] = Lanes(K) * impedance;
    drive.damping[i] = Lanes(tables.damping_time) * drive.stiffness[i];
  }
  // What joints and shoes give by themselves.
  for (const int sprung : bones.sprung) {
    const auto i = static_cast<Index>(sprung);
    const Lanes k(bones.stiffness[i]), c(bones.damping[i]);
    drive.tau[i] -= k * (drive.q[i] - Lanes(bones.rest[i])) + c * drive.qd[i];
    drive.stiffness[i] += k, drive.damping[i] += c;
  }
}

/// Where springs of the flesh stand when they carry their masses along the path: -force over stiffness.
std::vector<Lanes> resting_flesh(const FleshedRunner& fleshed, const LandingPath& path, double time,
                                 const Drive<Lanes>& drive, DynamicsData<double>& data) {
  PathPoint point;
  path_at(path, time, point);
  for (auto* vector : {&data.q, &data.qd, &data.qdd}) std::fill(vector->begin(), vector->end(), 0.0);
  Eigen::VectorXd::Map(data.q.data(), point.q.size()) = point.q;
  Eigen::VectorXd::Map(data.qd.data(), point.q.size()) = point.qd;
  Eigen::VectorXd::Map(data.qdd.data(), point.q.size()) = point.qdd;
  Eigen::Vector3d::Map(data.qdd.data()) += path.lift;
  inverse_dynamics(fleshed.runner, data);
  std::vector<Lanes> rest;
  for (const WobblingSlide& slide : fleshed.slides)
    rest.push_back(Lanes(-data.tau[static_cast<Index>(slide.link)]) / drive.stiffness[static_cast<Index>(slide.link)]);
  return rest;
}

/// The stride's state at an instant of flight, flesh carried along.
void set_state(const FleshedRunner& fleshed, const LandingPath& path, double time, const Drive<Lanes>& drive,
               ForwardData<Lanes>& data) {
  PathPoint point;
  path_at(path, time, point);
  for (Eigen::Index i = 0; i < point.q.size(); ++i) {
    data.place[static_cast<Index>(i) + 1] = Lanes(point.q[i]);
    data.rate[static_cast<Index>(i) + 1] = Lanes(point.qd[i]);
  }
  constexpr double apart = 1e-3;  // [s]
  DynamicsData<double> rigid(fleshed.runner);
  const std::vector<Lanes> rest = resting_flesh(fleshed, path, time, drive, rigid);
  const std::vector<Lanes> before = resting_flesh(fleshed, path, time - apart, drive, rigid);
  const std::vector<Lanes> after = resting_flesh(fleshed, path, time + apart, drive, rigid);
  for (Index s = 0; s < fleshed.slides.size(); ++s) {
    const auto row = static_cast<Index>(fleshed.slides[s].link) + 1;
    data.place[row] = rest[s];
    data.rate[row] = Lanes(0.5 / apart) * (after[s] - before[s]);
  }
}

/// Where the instruments sit.
struct Instruments {
  int shank, pelvis, foot;
  Eigen::Vector3d tibia, along, lumbar, foot_centre;  ///< in their links' frames; along the shank, up
};
Instruments instruments(const Runner& bones, std::size_t side, const LandingTables& tables) {
  // The link below the knee's is the ankle's: its offset is the ankle in the shank's frame.
  const auto shank = static_cast<Index>(bones.shank[side]);
  const Eigen::Vector3d ankle = bones.links[shank + 1].offset;
  return {bones.shank[side],
          bones.pelvis,
          bones.foot[side],
          tables.tibia_place * ankle,
          -ankle.normalized(),
          bones.links[6].offset,
          bones.links[static_cast<Index>(bones.foot[side])].com};
}

/// Velocity of a point fixed to a link.
template <class T>
Vec3<T> point_velocity(const DynamicsData<T>& data, int link, const Eigen::Vector3d& p_L) {
  const Spatial<T>& v = data.v[static_cast<Index>(link)];
  return v.linear + cross(v.angular, world_point(data, link, p_L));
}

/// Rows of what is kept of one instant.
enum : Eigen::Index {
  force_x,
  force_y,
  force_z,
  tibia_x,
  tibia_y,
  tibia_z,
  along_x,
  along_y,
  along_z,
  lumbar_y,
  foot_y,
  rows
};

/// Slope of a row: central differences, one-sided at the ends.
Eigen::RowVectorXd slope(const Eigen::RowVectorXd& x, double h) {
  const Eigen::Index n = x.size();
  Eigen::RowVectorXd out(n);
  out.segment(1, n - 2) = (x.tail(n - 2) - x.head(n - 2)) / (2.0 * h);
  out[0] = out[1], out[n - 1] = out[n - 2];
  return out;
}

LandingRecord read_record(const Eigen::MatrixXd& seen, double step) {
  LandingRecord record;
  record.step = step;
  record.force = seen.middleRows(force_x, 3);
  record.tibia.setZero(seen.cols());
  for (Eigen::Index i = 0; i < 3; ++i)
    record.tibia += slope(seen.row(tibia_x + i), step).cwiseProduct(seen.row(along_x + i));
  record.pelvis = slope(seen.row(lumbar_y), step);
  record.foot_velocity = seen.row(foot_y);
  Eigen::Index first = 0;
  const auto F = seen.row(force_y);
  while (first < F.size() && F[first] <= touch_down_force) ++first;
  record.contact =
      first == 0 || first == F.size()
          ? std::nan("")
          : step * (static_cast<double>(first - 1) + (touch_down_force - F[first - 1]) / (F[first] - F[first - 1]));
  return record;
}

}  // namespace

LandingRun simulate_landing(const Runner& bones, const StrideSolution& stride, const Ground& under_foot,
                            const LandingTables& tables, const ImpactOptions& options, double step_length) {
  LandingRun run;
  const LandingPath path = landing_path(bones, stride, under_foot);
  const double touch_down = touch_down_time(path, bones, under_foot);
  if (!std::isfinite(touch_down)) return run;
  const double start = std::max(path.first, touch_down - landing_lead);
  Ground ground = under_foot;  // from now on places are counted from where the pelvis would be at the start
  ground.level -= ground.axes(0, 1) * path.speed * start;

  // From the stride's own state in flight.
  const FleshedRunner fleshed = with_flesh(bones, tables, options.wobbling_mass);
  const Runner& runner = fleshed.runner;
  const Lanes impedance =
      by_assumption([&](const LandingAssumption& a) { return options.joint_impedance * a.impedance; });
  ForwardData<Lanes> data(runner, ground);
  Eigen::Vector3d::Map(data.lift.data()) = path.lift;
  Drive<Lanes> middle(runner.links.size()), next(runner.links.size());
  set_flesh(fleshed, middle), set_flesh(fleshed, next);
  set_state(fleshed, path, start, next, data);

  // Forwards, step by step.
  const Instruments at = instruments(bones, path.foot, tables);
  const auto count = static_cast<Eigen::Index>(std::lround(landing_duration / step_length));
  std::array<Eigen::MatrixXd, lane_count> seen;
  for (Eigen::MatrixXd& m : seen) m.resize(rows, count);
  PathPoint point;
  for (Eigen::Index k = 0; k < count; ++k) {
    observe(runner, ground, data);
    const DynamicsData<Lanes>& d = data.dynamics;
    const Vec3<Lanes>& F = data.contact.wrench.linear;
    const Vec3<Lanes> tibia = point_velocity(d, at.shank, at.tibia);
    const Vec3<Lanes> along = d.R[static_cast<Index>(at.shank)] * Vec3<Lanes>::from(at.along);
    const Lanes lumbar = point_velocity(d, at.pelvis, at.lumbar).y, foot = point_velocity(d, at.foot, at.foot_centre).y;
    for (int lane = 0; lane < lane_count; ++lane)
      seen[static_cast<Index>(lane)].col(k) << F.x[lane], F.y[lane], F.z[lane], tibia.x[lane], tibia.y[lane],
          tibia.z[lane], along.x[lane], along.y[lane], along.z[lane], lumbar[lane], foot[lane];
    path_at(path, start + (static_cast<double>(k) + 0.5) * step_length, point);
    set_joints(bones, point, tables, impedance, middle);
    path_at(path, start + static_cast<double>(k + 1) * step_length, point);
    set_joints(bones, point, tables, impedance, next);
    step(runner, ground, middle, next, step_length, data);
  }
  for (Index lane = 0; lane < seen.size(); ++lane) {
    run.records[lane] = read_record(seen[lane], step_length);
    // The stride's own force beside it: straight lines between its knots, where its physics holds.
    Eigen::RowVectorXd& own = run.records[lane].path_force;
    own.resize(count);
    for (Eigen::Index k = 0; k < count; ++k) {
      const double knot = (start + static_cast<double>(k) * step_length) / path.interval;
      const auto i = std::min(static_cast<Eigen::Index>(knot), stride.force.cols() - 2);
      const double u = knot - static_cast<double>(i);
      const auto row = 3 * static_cast<Eigen::Index>(path.foot) + 1;
      own[k] = (1.0 - u) * stride.force(row, i) + u * stride.force(row, i + 1);
    }
  }
  run.landed = std::isfinite(run.records[0].contact);
  return run;
}

}  // namespace psoas
