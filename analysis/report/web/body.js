// What shape does a segment have on screen? Simple solids in each link's frame, for a body 1.75 m tall; the model itself
// has lengths, masses and joints but no skin. The elbows are drawn as the arm's inertia assumes them, bent by 92 degrees.
import { add, hipOf, place, scaled } from './kinematics.js';

export const ELBOW = [0.0, -0.277, 0.084],
  HAND = [0.25, -0.285, 0.035]; // in the right arm's frame; the left mirrors z
export const NECK = [0.02, 0.44, 0],
  HEAD = [0.045, 0.545, 0]; // in the trunk's frame

const side = (p, left) => [p[0], p[1], left ? -p[2] : p[2]];

/** Cross sections [y, centre x, half depth x, half width z], bottom to top. */
export const TRUNK = [
  [-0.06, 0.045, 0.098, 0.137],
  [0.03, 0.052, 0.095, 0.131],
  [0.12, 0.056, 0.098, 0.136],
  [0.22, 0.052, 0.108, 0.152],
  [0.31, 0.04, 0.105, 0.165],
  [0.37, 0.024, 0.088, 0.158],
  [0.415, 0.016, 0.064, 0.1],
  [0.445, 0.02, 0.05, 0.056],
  [0.475, 0.03, 0.046, 0.048],
];
export const PELVIS = [
  [-0.17, -0.06, 0.07, 0.115],
  [-0.13, -0.064, 0.098, 0.152],
  [-0.07, -0.068, 0.11, 0.166],
  [0.0, -0.07, 0.106, 0.158],
  [0.08, -0.07, 0.098, 0.139],
];
/** Radii along a limb, from 0 at its upper joint to 1 at its lower. */
export const LIMB = {
  thigh: [
    [-0.14, 0.004],
    [-0.1, 0.045],
    [0.0, 0.078],
    [0.2, 0.084],
    [0.5, 0.074],
    [0.8, 0.058],
    [1.0, 0.05],
    [1.07, 0.036],
    [1.1, 0.003],
  ],
  shank: [
    [-0.09, 0.003],
    [-0.06, 0.034],
    [0.0, 0.048],
    [0.22, 0.056],
    [0.45, 0.048],
    [0.75, 0.033],
    [1.0, 0.032],
    [1.05, 0.024],
    [1.07, 0.003],
  ],
  upper: [
    [-0.16, 0.003],
    [-0.11, 0.032],
    [0.0, 0.048],
    [0.3, 0.044],
    [0.7, 0.038],
    [1.0, 0.034],
    [1.08, 0.026],
    [1.12, 0.003],
  ],
  fore: [
    [-0.13, 0.003],
    [-0.09, 0.024],
    [0.0, 0.035],
    [0.25, 0.036],
    [0.6, 0.027],
    [0.85, 0.021],
    [1.0, 0.03],
    [1.15, 0.03],
    [1.26, 0.016],
    [1.29, 0.003],
  ],
};

/** Index of the shoulder link of a side; -1 without arms. */
export const shoulderOf = (shape, left) =>
  shape.links.findIndex((l) => l.name === `shoulder_flexion_${left ? 'l' : 'r'}`);

/** The joints that a stick figure connects, in the world. */
export function sticks({ shape, scale, sole }, posed) {
  const size = (shape.height * scale) / 1.75;
  const trunk = posed.links[shape.trunk];
  const list = [];
  for (const left of [1, 0]) {
    const k = left ? 1 : 0;
    const hip = posed.links[hipOf(shape, k)].p,
      knee = posed.links[shape.shank[k]].p,
      ankle = posed.links[shape.foot[k]].p;
    const xs = sole.map((p) => p[0]),
      ball = shape.links[shape.toes[0]].offset[0] * scale;
    const on = (x, y) => onFoot(shape, posed, k, scale, [x, y + 0.03 * size, 0]);
    list.push(
      { part: 'leg', left, width: 0.1, points: [hip, knee] },
      { part: 'leg', left, width: 0.075, points: [knee, ankle] },
    );
    list.push({
      part: 'foot',
      left,
      width: 0.055,
      points: [Math.min(...xs), ball, Math.max(...xs)].map((x) => on(x, along(sole, x, 1) + along(sole, x, 3))),
    });
    const s = shoulderOf(shape, left);
    if (s < 0) continue;
    const arm = posed.links[s];
    const elbow = place(arm, scaled(size, side(ELBOW, left))),
      hand = place(arm, scaled(size, side(HAND, left)));
    list.push({ part: 'arm', left, width: 0.062, points: [arm.p, elbow, hand] });
  }
  const neck = place(trunk, scaled(size, NECK)),
    head = place(trunk, scaled(size, HEAD));
  const top = posed.bodies[6] ? posed.bodies[6].p : trunk.p;
  list.splice(3, 0, {
    part: 'trunk',
    left: 0,
    width: 0.2,
    points: [posed.bodies[0].p, ...posed.joints, top, add(neck, scaled(0.0, top))],
  });
  return { list, head: { centre: head, radius: 0.105 * size } };
}

/** Points of a sole in the foot's frame with the toes straight, under a shoe of this thickness [heel, midfoot, forefoot],
 * unloaded: [[x, y, z, thickness]] of the right foot. */
export function solePoints(shape, scale, thickness, standard) {
  const joint = scaled(scale, shape.links[shape.toes[0]].offset);
  return shape.sole.map(([x, y, z, toes, zone]) => {
    const p = toes ? add(joint, scaled(scale, [x, y, z])) : scaled(scale, [x, y, z]);
    return [p[0], p[1] - (thickness[zone] - standard[zone]), p[2], thickness[zone]];
  });
}

/** A point of the foot's frame in the world, carried by the toes where it lies beyond their joint. */
export function onFoot(shape, posed, side, scale, [x, y, z]) {
  const joint = scaled(scale, shape.links[shape.toes[side]].offset);
  return x > joint[0]
    ? place(posed.links[shape.toes[side]], [x - joint[0], y - joint[1], z - joint[2]])
    : place(posed.links[shape.foot[side]], [x, y, z]);
}

/** Height (1) or thickness (3) of a sole at a place along the foot, straight between its points. */
export function along(sole, x, c) {
  const sorted = [...sole].sort((a, b) => a[0] - b[0]);
  const after = sorted.findIndex((p) => p[0] >= x);
  if (after <= 0) return (after < 0 ? sorted[sorted.length - 1] : sorted[0])[c];
  const a = sorted[after - 1],
    b = sorted[after];
  return b[0] > a[0] ? a[c] + ((x - a[0]) / (b[0] - a[0])) * (b[c] - a[c]) : b[c];
}

/** Cuts across a sole from heel to toe: [{x, y, thick, from, to}], y its lower side, from and to in z. */
export function soleSections(sole, margin) {
  const ring = soleOutline(sole, margin),
    xs = ring.map((p) => p[0]);
  const low = Math.min(...xs),
    high = Math.max(...xs),
    count = 26;
  return Array.from({ length: count }, (_, j) => {
    const x = low + (high - low) * (0.003 + 0.994 * (0.5 - 0.5 * Math.cos((Math.PI * j) / (count - 1))));
    const cuts = [];
    ring.forEach((p, i) => {
      const q = ring[(i + 1) % ring.length];
      if ((p[0] - x) * (q[0] - x) <= 0 && p[0] !== q[0]) cuts.push(p[2] + ((x - p[0]) / (q[0] - p[0])) * (q[2] - p[2]));
    });
    return { x, y: along(sole, x, 1), thick: along(sole, x, 3), from: Math.min(...cuts), to: Math.max(...cuts) };
  });
}

/** Outline of a sole seen from above: the hull of its points, widened, with rounded corners. [[x, y, z, thickness]] */
function soleOutline(sole, margin = 0.02) {
  const points = [...sole].sort((a, b) => a[0] - b[0] || a[2] - b[2]);
  const cross = (o, a, b) => (a[0] - o[0]) * (b[2] - o[2]) - (a[2] - o[2]) * (b[0] - o[0]);
  const half = (list) => {
    const out = [];
    for (const p of list) {
      while (out.length > 1 && cross(out[out.length - 2], out[out.length - 1], p) <= 0) out.pop();
      out.push(p);
    }
    return out.slice(0, -1);
  };
  const hull = [...half(points), ...half([...points].reverse())];
  // Widened: away from the middle line of the foot
  const cx = hull.reduce((s, p) => s + p[0], 0) / hull.length,
    cz = hull.reduce((s, p) => s + p[2], 0) / hull.length;
  let ring = hull.map(([x, y, z, thick]) => {
    const dx = x - cx,
      dz = z - cz,
      d = Math.hypot(dx, dz) || 1;
    return [x + (margin * 1.4 * dx) / d, y, z + margin * (dz / d) * 1.2, thick];
  });
  for (let pass = 0; pass < 3; ++pass)
    // corner cutting [Chaikin]
    ring = ring.flatMap((p, i) => {
      const n = ring[(i + 1) % ring.length];
      const between = (t) => p.map((v, c) => (1 - t) * v + t * n[c]);
      return [between(0.25), between(0.75)];
    });
  return ring;
}
