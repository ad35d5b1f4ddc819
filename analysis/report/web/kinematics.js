// Where are the runner's segments, vertebrae and muscles? The model's own kinematics, as in sim/dynamics/kinematics.cpp
// and sim/muscle/pose.cpp; a test compares both. Frames: x forward, y up, z right; lengths in m, angles in rad.

const identity = () => [1, 0, 0, 0, 1, 0, 0, 0, 1];
export const times = (A, B) => {
  const C = new Array(9);
  for (let r = 0; r < 3; ++r)
    for (let c = 0; c < 3; ++c) C[3 * r + c] = A[3 * r] * B[c] + A[3 * r + 1] * B[3 + c] + A[3 * r + 2] * B[6 + c];
  return C;
};
export const turned = (R, v) => [
  R[0] * v[0] + R[1] * v[1] + R[2] * v[2],
  R[3] * v[0] + R[4] * v[1] + R[5] * v[2],
  R[6] * v[0] + R[7] * v[1] + R[8] * v[2],
];
export const add = (a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const sub = (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scaled = (s, a) => [s * a[0], s * a[1], s * a[2]];
export const mid = (a, b) => scaled(0.5, add(a, b));

/** Rotation about a unit axis (Rodrigues). */
export function about(axis, angle) {
  const [x, y, z] = axis,
    s = Math.sin(angle),
    c = Math.cos(angle),
    d = 1 - c;
  return [
    c + x * x * d,
    x * y * d - z * s,
    x * z * d + y * s,
    y * x * d + z * s,
    c + y * y * d,
    y * z * d - x * s,
    z * x * d - y * s,
    z * y * d + x * s,
    c + z * z * d,
  ];
}
export const place = (frame, p) => add(frame.p, turned(frame.R, p));

const BODY = { thigh: 7, sides: 2, levels: 6 }; // enum Body: pelvis, L5 ... L1, thorax, thigh_r shank_r foot_r, left

/** q in the order of the links, from the rows of the file. */
export function coordinates(shape, names, angleAt, positionAt) {
  let slide = 0;
  return shape.links.map((link) => {
    if (link.slide) return positionAt(slide++);
    const row = names.indexOf(link.name);
    return row < 0 ? 0 : (angleAt(row) * Math.PI) / 180;
  });
}

/** @return {links: [{R, p}], bodies: [{R, p}] as in enum Body, joints: [p] of the levels, q} */
export function pose(shape, q, scale = 1) {
  // The tree, from the pelvis outward
  const links = [];
  shape.links.forEach((link, i) => {
    const parent = link.parent < 0 ? { R: identity(), p: [0, 0, 0] } : links[link.parent];
    let p = add(parent.p, turned(parent.R, scaled(scale, link.offset))),
      R = parent.R;
    if (link.slide) p = add(p, turned(R, scaled(q[i], link.axis)));
    else R = times(R, about(link.axis, q[i]));
    links.push({ R, p });
  });
  // The spine, level by level upward: the lumbar angles shared out by each level's fraction
  const pelvis = links[shape.pelvis];
  const hips = [0, 1].map((side) => shape.links[hipOf(shape, side)].offset);
  const bodies = [{ R: pelvis.R, p: place(pelvis, scaled(scale, mid(hips[0], hips[1]))) }];
  const joints = [],
    lumbar = [shape.trunk - 2, shape.trunk - 1, shape.trunk];
  shape.levels.forEach((level, i) => {
    const below = bodies[i];
    const joint = place(below, scaled(scale, level.position));
    let R = below.R;
    lumbar.forEach((l, j) => {
      R = times(R, about(shape.links[l].axis, level.fraction[j] * q[l]));
    });
    joints.push(joint);
    bodies.push({ R, p: sub(joint, turned(R, scaled(scale, level.upper))) });
  });
  // The legs are the runner's own links
  for (let side = 0; side < BODY.sides; ++side)
    for (const part of ['thigh', 'shank', 'foot']) bodies.push(links[shape[part][side]]);
  return { links, bodies, joints, q };
}

/** The first link of a leg: the one that hangs on the pelvis. */
export function hipOf(shape, side) {
  let i = shape.thigh[side];
  while (shape.links[i].parent !== shape.pelvis) i = shape.links[i].parent;
  return i;
}

/** Points of one muscle in the world. A point that follows the knee (the patella) turns about it by its share. */
export function musclePoints(shape, posed, path, scale = 1) {
  return path.map(([body, x, y, z, follow]) => {
    const p = place(posed.bodies[body], [scale * x, scale * y, scale * z]);
    if (!follow) return p;
    const side = body >= BODY.thigh + 3 ? 1 : 0,
      shank = shape.shank[side];
    const knee = posed.links[shank].p,
      thigh = posed.links[shape.links[shank].parent];
    const axis = turned(thigh.R, shape.links[shank].axis);
    return add(knee, turned(about(axis, follow * posed.q[shank]), sub(p, knee)));
  });
}
