// Does every key of the core change the muscles it names, and no others?
#include <gtest/gtest.h>

#include <set>

#include "sim/sharing/strength.h"
#include "tests/sharing/hold.h"

namespace psoas {
namespace {

struct Key {
  const char* name;
  double CoreOptions::*member;
  std::set<CoreGroup> scales;
};
const std::set<CoreGroup> deep = {CoreGroup::transversus, CoreGroup::multifidus, CoreGroup::quadratus};
const std::set<CoreGroup> superficial = {CoreGroup::rectus, CoreGroup::obliques, CoreGroup::erector_thoracic,
                                         CoreGroup::erector_lumbar};
const std::set<CoreGroup> core = {CoreGroup::transversus,   CoreGroup::multifidus, CoreGroup::quadratus,
                                  CoreGroup::rectus,        CoreGroup::obliques,   CoreGroup::erector_thoracic,
                                  CoreGroup::erector_lumbar};
const Key keys[] = {{"strength", &CoreOptions::strength, core},
                    {"deep", &CoreOptions::deep, deep},
                    {"superficial", &CoreOptions::superficial, superficial},
                    {"rectus", &CoreOptions::rectus, {CoreGroup::rectus}},
                    {"obliques", &CoreOptions::obliques, {CoreGroup::obliques}},
                    {"transversus", &CoreOptions::transversus, {CoreGroup::transversus}},
                    {"multifidus", &CoreOptions::multifidus, {CoreGroup::multifidus}},
                    {"erector_thoracic", &CoreOptions::erector_thoracic, {CoreGroup::erector_thoracic}},
                    {"erector_lumbar", &CoreOptions::erector_lumbar, {CoreGroup::erector_lumbar}},
                    {"quadratus", &CoreOptions::quadratus, {CoreGroup::quadratus}},
                    {"psoas", &CoreOptions::psoas, {CoreGroup::psoas}}};

TEST(CoreGroups, EachKeyScalesItsOwnMusclesAndNoOthers) {
  const Spine spine = held::body().spine;
  for (const Key& key : keys) {
    CoreOptions options;
    options.*key.member = 0.6;
    const Strength strength = muscle_strength(spine, options);
    int scaled = 0;
    for (std::size_t i = 0; i < spine.muscles.size(); ++i) {
      const bool mine = key.scales.contains(spine.muscles[i].part);
      scaled += mine;
      EXPECT_DOUBLE_EQ(strength.F_max[static_cast<Eigen::Index>(i)], (mine ? 0.6 : 1.0) * spine.muscles[i].F_max)
          << key.name << " " << spine.muscles[i].name;
    }
    EXPECT_GE(scaled, 2) << key.name;  // every group has muscles, on both sides
    EXPECT_EQ(scaled % 2, 0) << key.name;
    EXPECT_EQ(strength.reference, muscle_strength(spine, {}).reference) << key.name;
    EXPECT_EQ(strength.weight, muscle_strength(spine, {}).weight) << key.name;
  }
}

TEST(CoreGroups, StrengthsMultiply) {
  const Spine spine = held::body().spine;
  CoreOptions options;
  options.strength = 0.8, options.deep = 0.9, options.multifidus = 0.5, options.superficial = 1.2, options.rectus = 0.7;
  options.psoas = 1.1;
  for (const Muscle& muscle : spine.muscles) {
    const double expected = muscle.part == CoreGroup::multifidus ? 0.8 * 0.9 * 0.5
                            : muscle.part == CoreGroup::rectus   ? 0.8 * 1.2 * 0.7
                            : deep.contains(muscle.part)         ? 0.8 * 0.9
                            : superficial.contains(muscle.part)  ? 0.8 * 1.2
                            : muscle.part == CoreGroup::psoas    ? 1.1
                                                                 : 1.0;
    EXPECT_NEAR(core_factor(muscle, options), expected, 1e-15) << muscle.name;
  }
}

TEST(CoreGroups, ImbalanceMovesStrengthFromLeftToRight) {
  const Spine spine = held::body().spine;
  CoreOptions options;
  options.imbalance = 0.2;
  const Strength strength = muscle_strength(spine, options);
  for (std::size_t i = 0; i < spine.muscles.size(); ++i) {
    const Muscle& muscle = spine.muscles[i];
    const bool right = muscle.name.ends_with("_r");
    ASSERT_TRUE(right || muscle.name.ends_with("_l")) << muscle.name;
    const double side = muscle.part == CoreGroup::none ? 1.0 : right ? 1.2 : 0.8;
    const Eigen::Index j = static_cast<Eigen::Index>(i);
    EXPECT_DOUBLE_EQ(strength.F_max[j], side * muscle.F_max) << muscle.name;
    EXPECT_NEAR(strength.F_max[j] + strength.F_max[muscle.mirror], 2.0 * muscle.F_max, 1e-9) << muscle.name;
  }
}

TEST(CoreFatigue, IsInProportionToUseAndOnlyInTheCore) {
  const Spine spine = held::body().spine;
  const Eigen::Index nm = static_cast<Eigen::Index>(spine.muscles.size());
  Eigen::VectorXd usage(nm);
  double most = 0.0;
  for (Eigen::Index i = 0; i < nm; ++i) {
    const bool mine = is_core(spine.muscles[static_cast<std::size_t>(i)]);
    usage[i] = (mine ? 0.05 : 0.9) + 0.001 * static_cast<double>(i % 37);  // legs and psoas work hardest
    if (mine) most = std::max(most, usage[i]);
  }
  CoreOptions options;
  options.fatigue = 0.4;
  const Strength fresh = muscle_strength(spine, options), tired = muscle_strength(spine, options, usage);
  double least = 1.0;
  for (Eigen::Index i = 0; i < nm; ++i) {
    const bool mine = is_core(spine.muscles[static_cast<std::size_t>(i)]);
    const double left = tired.F_max[i] / fresh.F_max[i];
    EXPECT_NEAR(left, mine ? 1.0 - 0.4 * usage[i] / most : 1.0, 1e-12);
    least = std::min(least, left);
  }
  EXPECT_NEAR(least, 0.6, 1e-12);                            // the one used most has lost all of it
  EXPECT_EQ(fresh.F_max, muscle_strength(spine, {}).F_max);  // unused is fresh
}

}  // namespace
}  // namespace psoas
