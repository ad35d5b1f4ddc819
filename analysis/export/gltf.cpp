// How does the stride become a scene? Each body and vertebra a simple solid with a place and a turn at every moment, in
// glTF 2.0 with its numbers inside the file.
#include <Eigen/Geometry>
#include <bit>
#include <nlohmann/json.hpp>

#include "analysis/export/export.h"
#include "analysis/report/blocks.h"
#include "sim/dynamics/dynamics.h"
#include "sim/muscle/geometry.h"

namespace psoas {
namespace {

using nlohmann::json;
constexpr int float32 = 5126, array_buffer = 34962;

/// A body on its way: its solid, and where it is at each moment.
struct Part {
  std::string name;
  std::vector<Eigen::Vector3d> corners;  ///< of triangles, three by three [m]
  int material = 0;
  std::vector<Eigen::Isometry3d> X_W;
};

/// Two pyramids foot to foot: from the joint, widest at a fifth of the way, to the end.
std::vector<Eigen::Vector3d> bone(const Eigen::Vector3d& end, double width) {
  const Eigen::Vector3d along = end.normalized(), across = along.unitOrthogonal(), third = along.cross(across);
  const Eigen::Vector3d middle = 0.2 * end;
  const std::array<Eigen::Vector3d, 4> ring = {middle + width * across, middle + width * third, middle - width * across,
                                               middle - width * third};
  std::vector<Eigen::Vector3d> corners;
  for (std::size_t i = 0; i < 4; ++i) {
    const Eigen::Vector3d &a = ring[i], &b = ring[(i + 1) % 4];
    corners.insert(corners.end(), {Eigen::Vector3d::Zero(), b, a, end, a, b});
  }
  return corners;
}

std::vector<Part> parts_of(const Stride& stride) {
  const std::vector<BodyOfLinks> bodies = bodies_of(stride.runner);
  std::vector<Part> parts;
  for (std::size_t b = 0; b < bodies.size(); ++b) {
    Eigen::Vector3d end = 2.0 * stride.runner.links[static_cast<std::size_t>(bodies[b].links.back())].com;
    for (const BodyOfLinks& other : bodies)
      if (other.parent == static_cast<int>(b) && bodies[b].name != "torso" && bodies[b].name != "pelvis")
        end = stride.runner.links[static_cast<std::size_t>(other.links.front())].offset;
    if (end.norm() < 0.02) end = Eigen::Vector3d(0.0, -0.03, 0.0);
    parts.push_back({bodies[b].name, bone(end, 0.15 * end.norm()), 0, {}});
  }
  const std::size_t first_vertebra = parts.size();
  const std::array<const char*, 5> vertebrae = {"L5", "L4", "L3", "L2", "L1"};
  for (std::size_t v = 0; v < vertebrae.size(); ++v)  // from the joint below it to that above
    parts.push_back(
        {vertebrae[v], bone(stride.spine.levels[v + 1].position - stride.spine.levels[v].upper_offset, 0.02), 1, {}});

  DynamicsData<double> data(stride.runner);
  SpinePose pose;
  for (Eigen::Index k = 0; k < stride.q.cols(); ++k) {
    const Eigen::VectorXd q = stride.q.col(k);
    data.q.assign(q.begin(), q.end());
    forward_kinematics(stride.runner, data);
    const auto frame = [&](int link) {
      const auto l = static_cast<std::size_t>(link);
      const Mat3<double>& R = data.R[l];
      Eigen::Isometry3d X = Eigen::Isometry3d::Identity();
      for (int c = 0; c < 3; ++c) {  // columns: where the axes point
        const Vec3<double> axis = R * Vec3<double>::from(Eigen::Vector3d::Unit(c));
        X.linear().col(c) = Eigen::Vector3d(axis.x, axis.y, axis.z);
      }
      X.translation() = Eigen::Vector3d(data.origin[l].x, data.origin[l].y, data.origin[l].z);
      return X;
    };
    for (std::size_t b = 0; b < bodies.size(); ++b) parts[b].X_W.push_back(frame(bodies[b].links.back()));
    spine_pose(stride.runner, stride.spine, q, pose);
    const Eigen::Isometry3d X_WP = frame(stride.runner.pelvis);
    for (std::size_t v = 0; v < vertebrae.size(); ++v) {
      Eigen::Isometry3d X = X_WP * pose.X_PB[v + 1];
      X.translation() = X * stride.spine.levels[v].upper_offset;  // the solid begins at the joint
      parts[first_vertebra + v].X_W.push_back(X);
    }
  }
  return parts;
}

/// The binary part of the file, and what says where everything is in it.
struct Buffer {
  std::string bytes;
  json views = json::array(), accessors = json::array();

  int add(const std::vector<float>& values, const char* type, int width, bool bounds, bool vertices) {
    json view = {{"buffer", 0}, {"byteOffset", bytes.size()}, {"byteLength", 4 * values.size()}};
    if (vertices) view["target"] = array_buffer;
    views.push_back(view);
    json accessor = {{"bufferView", views.size() - 1},
                     {"componentType", float32},
                     {"count", values.size() / static_cast<std::size_t>(width)},
                     {"type", type}};
    if (bounds) {
      std::vector<float> low(values.begin(), values.begin() + width), high = low;
      for (std::size_t i = 0; i < values.size(); ++i) {
        const std::size_t c = i % static_cast<std::size_t>(width);
        low[c] = std::min(low[c], values[i]), high[c] = std::max(high[c], values[i]);
      }
      accessor["min"] = low, accessor["max"] = high;
    }
    accessors.push_back(accessor);
    for (float value : values) {
      const auto bits = std::bit_cast<std::uint32_t>(value);
      for (int byte = 0; byte < 4; ++byte) bytes += static_cast<char>((bits >> (8 * byte)) & 0xFFU);
    }
    return static_cast<int>(accessors.size()) - 1;
  }
};

void append(std::vector<float>& values, const Eigen::Vector3d& v) {
  for (double c : v) values.push_back(static_cast<float>(c));
}

json mesh_of(Buffer& buffer, const Part& part) {
  std::vector<float> position, normal;
  for (std::size_t i = 0; i < part.corners.size(); i += 3) {
    const Eigen::Vector3d &a = part.corners[i], &b = part.corners[i + 1], &c = part.corners[i + 2];
    const Eigen::Vector3d n = (b - a).cross(c - a).normalized();
    for (const Eigen::Vector3d& corner : {a, b, c}) append(position, corner), append(normal, n);
  }
  const int p = buffer.add(position, "VEC3", 3, true, true), n = buffer.add(normal, "VEC3", 3, false, true);
  return {{"name", part.name},
          {"primitives", {{{"attributes", {{"POSITION", p}, {"NORMAL", n}}}, {"material", part.material}}}}};
}

}  // namespace

std::string gltf_text(const Stride& stride) {
  const std::vector<Part> parts = parts_of(stride);
  Buffer buffer;
  json meshes = json::array(), nodes = json::array(), samplers = json::array(), channels = json::array();
  std::vector<float> time;
  for (double t : stride.time) time.push_back(static_cast<float>(t));
  const int at = buffer.add(time, "SCALAR", 1, true, false);

  for (const Part& part : parts) {
    meshes.push_back(mesh_of(buffer, part));
    const std::size_t node = nodes.size();
    nodes.push_back({{"name", part.name}, {"mesh", node}});
    std::vector<float> place, turn;
    Eigen::Quaterniond before = Eigen::Quaterniond::Identity();
    for (const Eigen::Isometry3d& X : part.X_W) {
      append(place, X.translation());
      Eigen::Quaterniond q(X.linear());
      if (q.dot(before) < 0.0) q.coeffs() *= -1.0;  // the same turn, the short way round
      before = q.normalized();
      for (double c : before.coeffs()) turn.push_back(static_cast<float>(c));  // x y z w
    }
    const std::pair<const char*, int> paths[] = {{"translation", buffer.add(place, "VEC3", 3, false, false)},
                                                 {"rotation", buffer.add(turn, "VEC4", 4, false, false)}};
    for (const auto& [path, output] : paths) {
      channels.push_back({{"sampler", samplers.size()}, {"target", {{"node", node}, {"path", path}}}});
      samplers.push_back({{"input", at}, {"output", output}, {"interpolation", "LINEAR"}});
    }
  }
  // Our x is forward and z right; glTF looks along + z: all hangs on a node turned by -90 degrees about y.
  std::vector<std::size_t> children(nodes.size());
  for (std::size_t i = 0; i < children.size(); ++i) children[i] = i;
  const double half = std::sqrt(0.5);
  nodes.push_back({{"name", "runner"}, {"children", children}, {"rotation", {0.0, -half, 0.0, half}}});

  const auto material = [](const char* name, std::array<double, 4> colour) {
    return json{
        {"name", name},
        {"pbrMetallicRoughness", {{"baseColorFactor", colour}, {"metallicFactor", 0.0}, {"roughnessFactor", 0.8}}}};
  };
  const json gltf = {
      {"asset", {{"version", "2.0"}, {"generator", "Psoas"}}},
      {"scene", 0},
      {"scenes", {{{"name", "stride"}, {"nodes", {nodes.size() - 1}}}}},
      {"nodes", nodes},
      {"meshes", meshes},
      {"materials", {material("body", {0.72, 0.70, 0.65, 1.0}), material("vertebra", {0.0, 0.45, 0.70, 1.0})}},
      {"animations", {{{"name", "stride"}, {"samplers", samplers}, {"channels", channels}}}},
      {"accessors", buffer.accessors},
      {"bufferViews", buffer.views},
      {"buffers",
       {{{"byteLength", buffer.bytes.size()},
         {"uri", "data:application/octet-stream;base64," + base64(buffer.bytes)}}}},
  };
  return gltf.dump();
}

}  // namespace psoas
