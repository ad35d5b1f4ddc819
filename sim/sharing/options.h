// What may be chosen about sharing joint moments among muscles?
#pragma once

namespace psoas {

struct SharingOptions {
  double level_slack =
      3.0;  ///< s0: unbalanced level moment that costs as much as one average muscle at full strength [N·m]
  double force_floor = 0.01;        ///< least force of a muscle over its reference strength [-]
  double abdominal_pressure = 0.0;  ///< peak intra-abdominal pressure [Pa]
  double filter = 20.0;  ///< cut-off of the low-pass on the moments and forces that muscles must make; 0 is none [Hz]
};

}  // namespace psoas
