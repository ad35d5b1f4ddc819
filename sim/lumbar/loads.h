// What presses and shears each disc? Net force on all above the level, minus what the muscles crossing it already
// carry.
#pragma once

#include "sim/sharing/share.h"

namespace psoas {

LumbarLoads lumbar_loads(const Runner& runner, const Spine& spine, const StrideSolution& stride, const SharedLoad& load,
                         const SharingOptions& options);

}  // namespace psoas
