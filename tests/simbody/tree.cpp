// How is the runner's tree built and asked in Simbody? A pin or a slider for each link; compiled as C++17.
// Links without mass stay bodies without mass: inverse dynamics needs no inverse of theirs.
#include "tests/simbody/tree.h"

#include <Simbody.h>

namespace psoas {
namespace {

SimTK::Vec3 vec3(const Eigen::Vector3d& v) { return {v.x(), v.y(), v.z()}; }

SimTK::Body::Rigid body_of(const TreeLink& link) {
  const SimTK::Vec3 com = vec3(link.com);
  SimTK::Inertia about_origin(0.0);
  if (link.mass > 0.0) {
    const Eigen::Matrix3d& I = link.inertia;
    const SimTK::Inertia central(I(0, 0), I(1, 1), I(2, 2), I(0, 1), I(0, 2), I(1, 2));
    about_origin = central.shiftFromMassCenter(com, link.mass);
  }
  return SimTK::Body::Rigid(SimTK::MassProperties(link.mass, com, about_origin));
}

}  // namespace

struct SimbodyTree::Engine {
  SimTK::MultibodySystem system;
  SimTK::SimbodyMatterSubsystem matter{system};
  SimTK::GeneralForceSubsystem forces{system};
  std::vector<SimTK::MobilizedBodyIndex> bodies;
  SimTK::State state;
  SimTK::Vector udot, tau;

  void set(const Eigen::VectorXd& q, const Eigen::VectorXd& qd) {
    SimTK::Vector& q_out = state.updQ();
    SimTK::Vector& u_out = state.updU();  // a pin's and a slider's speed is the rate of its coordinate
    for (int i = 0; i < state.getNU(); ++i) q_out[i] = q[i], u_out[i] = qd[i];
  }
  void residual(const Eigen::VectorXd& qdd, const SimTK::Vector_<SimTK::SpatialVec>& wrenches, Eigen::VectorXd& out) {
    for (int i = 0; i < state.getNU(); ++i) udot[i] = qdd[i];
    matter.calcResidualForceIgnoringConstraints(state, SimTK::Vector(), wrenches, udot, tau);
    out.resize(state.getNU());
    for (int i = 0; i < state.getNU(); ++i) out[i] = tau[i];
  }
};

SimbodyTree::SimbodyTree(const std::vector<TreeLink>& links, double gravity) : engine_(new Engine) {
  Engine& e = *engine_;
  SimTK::Force::Gravity(e.forces, e.matter, SimTK::Vec3(0.0, -gravity, 0.0));
  for (const TreeLink& link : links) {
    const SimTK::MobilizedBodyIndex below =
        link.parent < 0 ? SimTK::MobilizedBodyIndex(0) : e.bodies[static_cast<std::size_t>(link.parent)];
    SimTK::MobilizedBody& parent = e.matter.updMobilizedBody(below);
    // A pin turns about z of its frame, a slider moves along x of its.
    const SimTK::CoordinateAxis along(link.slide ? 0 : 2);
    const SimTK::Rotation turned(SimTK::UnitVec3(vec3(link.axis)), along);
    const SimTK::Transform inboard(turned, vec3(link.offset)), outboard(turned, SimTK::Vec3(0.0));
    if (link.slide) {
      e.bodies.push_back(
          SimTK::MobilizedBody::Slider(parent, inboard, body_of(link), outboard).getMobilizedBodyIndex());
    } else {
      e.bodies.push_back(SimTK::MobilizedBody::Pin(parent, inboard, body_of(link), outboard).getMobilizedBodyIndex());
    }
  }
  e.state = e.system.realizeTopology();
  e.system.realizeModel(e.state);
  e.udot.resize(e.state.getNU());
}
SimbodyTree::~SimbodyTree() = default;

void SimbodyTree::inverse_dynamics(const Eigen::VectorXd& q, const Eigen::VectorXd& qd, const Eigen::VectorXd& qdd,
                                   Eigen::VectorXd& tau) {
  Engine& e = *engine_;
  e.set(q, qd);
  e.system.realize(e.state, SimTK::Stage::Dynamics);
  e.residual(qdd, e.system.getRigidBodyForces(e.state, SimTK::Stage::Dynamics), tau);
}

void SimbodyTree::inverse_dynamics_pushed(const Eigen::VectorXd& q, const Eigen::VectorXd& qd,
                                          const Eigen::VectorXd& qdd, int link, const Eigen::Vector3d& p_L,
                                          const Eigen::Vector3d& force, Eigen::VectorXd& tau) {
  Engine& e = *engine_;
  e.set(q, qd);
  e.system.realize(e.state, SimTK::Stage::Dynamics);
  SimTK::Vector_<SimTK::SpatialVec> wrenches = e.system.getRigidBodyForces(e.state, SimTK::Stage::Dynamics);
  e.matter.addInStationForce(e.state, e.bodies[static_cast<std::size_t>(link)], vec3(p_L), vec3(force), wrenches);
  e.residual(qdd, wrenches, tau);
}

Eigen::MatrixXd SimbodyTree::mass_matrix(const Eigen::VectorXd& q) {
  Engine& e = *engine_;
  e.set(q, Eigen::VectorXd::Zero(q.size()));
  e.system.realize(e.state, SimTK::Stage::Position);
  SimTK::Matrix M;
  e.matter.calcM(e.state, M);
  Eigen::MatrixXd out(M.nrow(), M.ncol());
  for (int i = 0; i < M.nrow(); ++i) {
    for (int j = 0; j < M.ncol(); ++j) out(i, j) = M(i, j);
  }
  return out;
}

Eigen::Vector3d SimbodyTree::point(const Eigen::VectorXd& q, int link, const Eigen::Vector3d& p_L) {
  Engine& e = *engine_;
  e.set(q, Eigen::VectorXd::Zero(q.size()));
  e.system.realize(e.state, SimTK::Stage::Position);
  const SimTK::MobilizedBody& body = e.matter.getMobilizedBody(e.bodies[static_cast<std::size_t>(link)]);
  const SimTK::Vec3 p = body.findStationLocationInGround(e.state, vec3(p_L));
  return {p[0], p[1], p[2]};
}

}  // namespace psoas
