// How does a stride measured on level ground go up or down a slope?
#pragma once

#include "models/reference.h"
#include "models/runner.h"

namespace psoas {

/// Puts a stride of level ground on ground that rises forward by `slope` [rad]. Trunk and pelvis keep their attitude to
/// the true vertical, each foot its way under the hip along the horizontal, its height above the ground and its
/// attitude to it. So legs must be shorter where the ground is higher: knees bend more at the contact of a foot uphill
/// and stretch more behind, and the other way round downhill, where hip, knee and ankle are those that put the ankle
/// there in the sagittal plane. The hip stands so high that the straightest knee in contact is as straight as on level
/// ground. All this is an assumption about what runners keep, which the stride solver weighs against balance; forces
/// are not part of it.
void put_on_slope(const Runner& runner, double slope, ReferenceStride& stride);

}  // namespace psoas
