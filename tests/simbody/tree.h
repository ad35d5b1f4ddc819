// What does an independent engine say? The runner's tree built in Simbody, behind a wall: its headers are not C++20.
#pragma once

#include <Eigen/Core>
#include <memory>
#include <vector>

namespace psoas {

/// A Link of models/runner.h, which is C++20.
struct TreeLink {
  int parent;
  bool slide;
  Eigen::Vector3d axis, offset;
  double mass;
  Eigen::Vector3d com;
  Eigen::Matrix3d inertia;
};

class SimbodyTree {
 public:
  template <class Runner>
  explicit SimbodyTree(const Runner& runner) : SimbodyTree(plain(runner.links), Runner::gravity) {}
  SimbodyTree(const std::vector<TreeLink>& links, double gravity);
  ~SimbodyTree();

  /// tau = M qdd + h, gravity included [N or N·m].
  void inverse_dynamics(const Eigen::VectorXd& q, const Eigen::VectorXd& qd, const Eigen::VectorXd& qdd,
                        Eigen::VectorXd& tau);
  /// The same with a force [N], in world axes, on a point p_L of a link [m].
  void inverse_dynamics_pushed(const Eigen::VectorXd& q, const Eigen::VectorXd& qd, const Eigen::VectorXd& qdd,
                               int link, const Eigen::Vector3d& p_L, const Eigen::Vector3d& force,
                               Eigen::VectorXd& tau);
  Eigen::MatrixXd mass_matrix(const Eigen::VectorXd& q);
  /// World position of a point of a link.
  Eigen::Vector3d point(const Eigen::VectorXd& q, int link, const Eigen::Vector3d& p_L);

 private:
  template <class Links>
  static std::vector<TreeLink> plain(const Links& links) {
    std::vector<TreeLink> out;
    for (const auto& l : links) out.push_back({l.parent, l.slide, l.axis, l.offset, l.mass, l.com, l.inertia});
    return out;
  }
  struct Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace psoas
