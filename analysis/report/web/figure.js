// What is drawn of one runner? Skin, bones, discs coloured by load, soles that give way, muscles and ground force.
import {
  Color,
  ConeGeometry,
  CylinderGeometry,
  DoubleSide,
  Group,
  Matrix4,
  Mesh,
  MeshStandardMaterial,
  Quaternion,
  SphereGeometry,
  Vector3,
} from 'three';
import { LineMaterial } from 'three/examples/jsm/lines/LineMaterial.js';
import { LineSegments2 } from 'three/examples/jsm/lines/LineSegments2.js';
import { LineSegmentsGeometry } from 'three/examples/jsm/lines/LineSegmentsGeometry.js';
import { along, ELBOW, HAND, HEAD, LIMB, onFoot, PELVIS, shoulderOf, soleSections, TRUNK } from './body.js';
import { ramp } from './colour.js';
import { add, mid, musclePoints, place, scaled, sub } from './kinematics.js';
import { ROUND, limb, loft, skin, smooth, solid, vector } from './solids.js';

export class Figure {
  /** @param body {shape, scale, sole}, see Scenarios.body */
  constructor(scene, body, theme) {
    this.shape = body.shape;
    this.scale = body.scale;
    this.sole = body.sole;
    this.theme = theme;
    this.group = new Group();
    scene.add(this.group);
    this.skin = skin();
    this.bone = new MeshStandardMaterial({ roughness: 0.75 });
    this.parts = []; // {mesh, link}
    this.build();
  }

  hang(link, geometry, material) {
    const mesh = new Mesh(geometry, material);
    mesh.matrixAutoUpdate = false;
    mesh.renderOrder = material === this.skin ? 2 : 0;
    this.group.add(mesh);
    this.parts.push({ mesh, link });
    return mesh;
  }

  build() {
    const { shape, scale } = this,
      size = (shape.height * scale) / 1.75;
    const offset = (link) => scaled(scale, shape.links[link].offset);
    const stick = (link, from, to, radius) =>
      this.hang(
        link,
        limb(
          [
            [0, radius * 1.5],
            [0.1, radius],
            [0.9, radius],
            [1, radius * 1.5],
          ],
          from,
          to,
          size,
        ),
        this.bone,
      );
    this.hang(shape.pelvis, solid(PELVIS, size), this.skin);
    this.hang(shape.trunk, solid(TRUNK, size), this.skin);
    const head = new SphereGeometry(1, 32, 24)
      .scale(0.098 * size, 0.122 * size, 0.08 * size)
      .translate(...scaled(size, HEAD));
    this.hang(shape.trunk, head, this.skin);
    for (const k of [0, 1]) {
      const mirror = (p) => scaled(size, [p[0], p[1], k ? -p[2] : p[2]]);
      const thigh = shape.thigh[k],
        shank = shape.shank[k],
        ankle = shape.links[shape.foot[k]].parent;
      this.hang(thigh, limb(LIMB.thigh, [0, 0, 0], offset(shank), size), this.skin);
      stick(thigh, [0, 0, 0], offset(shank), 0.012);
      this.hang(shank, limb(LIMB.shank, [0, 0, 0], offset(ankle), size), this.skin);
      stick(shank, [0, 0, 0], offset(ankle), 0.01);
      this.addFoot(k, size);
      const arm = shoulderOf(shape, k);
      if (arm < 0) continue;
      this.hang(arm, limb(LIMB.upper, [0, 0, 0], mirror(ELBOW), size), this.skin);
      this.hang(arm, limb(LIMB.fore, mirror(ELBOW), mirror(HAND), size), this.skin);
      stick(arm, [0, 0, 0], mirror(ELBOW), 0.008);
      stick(arm, mirror(ELBOW), mirror(HAND), 0.007);
    }

    // The spine: discs at the levels, vertebrae between them
    const round = (r, h) => new CylinderGeometry(r * size, r * size, h * size, 32).scale(0.86, 1, 1.16);
    this.discs = shape.levels.map(() => this.free(round(0.0245, 0.0125), new MeshStandardMaterial({ roughness: 0.5 })));
    this.vertebrae = shape.levels.map(() =>
      this.free(new CylinderGeometry(0.0215 * size, 0.0225 * size, 1, 32).scale(0.86, 1, 1.16), this.bone),
    );
    this.sacrum = this.free(
      limb(
        [
          [0, 0.024],
          [0.35, 0.021],
          [0.8, 0.01],
          [1, 0.004],
        ],
        [0, 0, 0],
        scaled(size, [-0.035, -0.095, 0]),
        size,
      ),
      this.bone,
    );
    this.ribs = this.free(
      limb(
        [
          [0, 0.022],
          [0.3, 0.019],
          [0.7, 0.015],
          [1, 0.011],
        ],
        [0, 0, 0],
        scaled(size, [0.0, 0.3, 0]),
        size,
      ),
      this.bone,
    );

    // Soles, whose lower ring follows the ground
    this.sections = soleSections(this.sole, 0.02 * size);
    this.soleMaterial = new MeshStandardMaterial({ roughness: 0.9, side: DoubleSide });
    this.soles = [0, 1].map(() =>
      this.free(loft(this.sections.map(({ x, y }) => Array(4).fill([x, y, 0]))), this.soleMaterial),
    );

    // Ground force
    this.arrowMaterial = new MeshStandardMaterial({ roughness: 0.6 });
    this.arrows = [0, 1].map(() => {
      const group = new Group();
      const shaft = new Mesh(new CylinderGeometry(0.011, 0.011, 1, 16).translate(0, 0.5, 0), this.arrowMaterial);
      const tip = new Mesh(new ConeGeometry(0.032, 0.09, 20).translate(0, -0.045, 0), this.arrowMaterial);
      group.add(shaft, tip);
      this.group.add(group);
      return { group, shaft, tip };
    });
  }

  /** Instep and toes: skin from the top of the sole upward, parted at the toe joint. */
  addFoot(k, size) {
    const { shape, sole } = this,
      joint = scaled(this.scale, shape.links[shape.toes[k]].offset);
    const xs = sole.map((p) => p[0]),
      heel = Math.min(...xs) - 0.02 * size,
      length = Math.max(...xs) + 0.02 * size - heel;
    const bend = (joint[0] - heel) / length;
    const profile = [
      [0, 0.03, 0.028],
      [0.08, 0.052, 0.034],
      [0.28, 0.058, 0.036],
      [0.5, 0.046, 0.04],
      [0.72, 0.03, 0.044],
      [0.88, 0.02, 0.04],
      [1.0, 0.006, 0.018],
    ];
    const rings = (sections, origin) =>
      loft(
        sections.map(([t, h, w]) => {
          const x = heel + t * length,
            low = along(sole, x, 1) + along(sole, x, 3);
          return Array.from({ length: ROUND }, (_, i) => {
            const a = (2 * Math.PI * i) / ROUND;
            const z = (k ? -1 : 1) * size * 0.01 * t + size * w * Math.sin(a);
            return sub([x, low + size * h * (1 + Math.cos(a)), z], origin);
          });
        }),
        false,
      );
    const all = smooth(profile);
    this.hang(
      shape.foot[k],
      rings(
        all.filter(([t]) => t <= bend + 0.02),
        [0, 0, 0],
      ),
      this.skin,
    );
    this.hang(
      shape.toes[k],
      rings(
        all.filter(([t]) => t >= bend - 0.02),
        joint,
      ),
      this.skin,
    );
  }

  free(geometry, material) {
    const mesh = new Mesh(geometry, material);
    this.group.add(mesh);
    return mesh;
  }

  addMuscles() {
    const count = this.shape.paths.reduce((n, path) => n + path.length - 1, 0);
    this.lineGeometry = new LineSegmentsGeometry();
    this.linePositions = new Float32Array(6 * count);
    this.lineColours = new Float32Array(6 * count);
    this.lineGeometry.setPositions(this.linePositions);
    this.lineGeometry.setColors(this.lineColours);
    this.lineMaterial = new LineMaterial({
      linewidth: 1.7,
      vertexColors: true,
      transparent: true,
      opacity: 0.9,
      alphaToCoverage: false,
    });
    this.lines = new LineSegments2(this.lineGeometry, this.lineMaterial);
    this.lines.frustumCulled = false;
    this.lines.renderOrder = 1;
    this.group.add(this.lines);
  }

  colour(theme, hue) {
    this.theme = theme;
    this.hue = hue;
    this.skin.uniforms.tint.value.set(theme.skin);
    this.skin.uniforms.strength.value = theme.dark ? 0.9 : 1;
    this.bone.color.set(theme.bone);
    this.soleMaterial.color.set(theme.sole);
    this.arrowMaterial.color.set(hue);
    this.arrowMaterial.emissive.set(hue).multiplyScalar(0.35);
  }

  /** @param frame {posed, force: [[x,y,z] right, left] N, pressure: [[x,y,z]], compression: [N], activation, weight N, sink: [m right, left]} */
  show(frame) {
    const { posed } = frame,
      size = (this.shape.height * this.scale) / 1.75;
    for (const { mesh, link } of this.parts) {
      const { R, p } = posed.links[link];
      mesh.matrix.set(R[0], R[1], R[2], p[0], R[3], R[4], R[5], p[1], R[6], R[7], R[8], p[2], 0, 0, 0, 1);
    }
    this.showSpine(posed, frame, size);
    for (const k of [0, 1]) this.showFoot(posed, frame, k, size);
    if (frame.activation && !this.lines) this.addMuscles();
    if (this.lines) this.lines.visible = Boolean(frame.activation);
    if (frame.activation) this.showMuscles(posed, frame.activation);
  }

  showSpine(posed, frame, size) {
    const basis = new Matrix4();
    const turn = (mesh, { R }) => {
      basis.set(R[0], R[1], R[2], 0, R[3], R[4], R[5], 0, R[6], R[7], R[8], 0, 0, 0, 0, 1);
      mesh.quaternion.setFromRotationMatrix(basis);
    };
    const lean = new Quaternion(),
      other = new Quaternion();
    this.shape.levels.forEach((_, i) => {
      const disc = this.discs[i];
      disc.position.set(...posed.joints[i]);
      turn(disc, posed.bodies[i]);
      lean.copy(disc.quaternion);
      turn(disc, posed.bodies[i + 1]);
      disc.quaternion.slerp(lean, 0.5);
      // Lumbar discs tilt with the curve of the spine: across the line from joint to joint
      const low = posed.joints[Math.max(0, i - 1)],
        high = posed.joints[Math.min(posed.joints.length - 1, i + 1)];
      const up = new Vector3(0, 1, 0).applyQuaternion(disc.quaternion),
        along = vector(sub(high, low)).normalize();
      disc.quaternion.premultiply(other.setFromUnitVectors(up, along));
      const colour = ramp(this.theme.load, frame.compression[i] / frame.most);
      disc.material.color.set(colour);
      disc.material.emissive.set(colour).multiplyScalar(this.theme.dark ? 0.5 : 0.3);
      const bone = this.vertebrae[i];
      bone.visible = i + 1 < posed.joints.length;
      if (!bone.visible) return;
      const a = posed.joints[i],
        b = posed.joints[i + 1],
        between = vector(sub(b, a));
      bone.position.set(...mid(a, b));
      turn(bone, posed.bodies[i + 1]);
      const own = new Vector3(0, 1, 0).applyQuaternion(bone.quaternion);
      bone.quaternion.premultiply(other.setFromUnitVectors(own, between.clone().normalize()));
      bone.scale.set(1, Math.max(0.005, between.length() - 0.0125 * size), 1);
    });
    this.sacrum.position.set(...posed.joints[0]);
    turn(this.sacrum, posed.bodies[0]);
    this.ribs.position.set(...posed.joints[posed.joints.length - 1]);
    turn(this.ribs, posed.bodies[posed.bodies.length > 6 ? 6 : 0]);
  }

  showFoot(posed, frame, k, size) {
    const attribute = this.soles[k].geometry.attributes.position,
      ground = -frame.sink[k],
      last = this.sections.length - 1;
    this.sections.forEach(({ x, y, thick, from, to }, j) => {
      const corners = [from, to].map((z) => {
        const at = (height) => onFoot(this.shape, posed, k, this.scale, [x, height, k ? -z : z]);
        const bottom = at(y),
          top = at(y + Math.max(thick, 0.006 * size));
        bottom[1] = Math.max(bottom[1], ground);
        top[1] = Math.max(top[1], bottom[1] + 0.003);
        return { bottom, top };
      });
      const ring = [corners[0].bottom, corners[1].bottom, corners[1].top, corners[0].top];
      ring.forEach((p, c) => attribute.setXYZ(4 * j + c, ...p));
      if (j === 0 || j === last)
        attribute.setXYZ(4 * (last + 1) + (j ? 1 : 0), ...mid(mid(ring[0], ring[1]), mid(ring[2], ring[3])));
    });
    attribute.needsUpdate = true;
    this.soles[k].geometry.computeVertexNormals();
    this.soles[k].geometry.computeBoundingSphere();

    const { group, shaft, tip } = this.arrows[k];
    const force = vector(frame.force[k]),
      newtons = force.length(),
      from = frame.pressure[k];
    group.visible = newtons > 30 && from.every(Number.isFinite);
    if (!group.visible) return;
    const length = (0.32 * newtons) / frame.weight;
    group.position.set(from[0], Math.max(from[1], 0) + 0.002, from[2]);
    group.quaternion.setFromUnitVectors(new Vector3(0, 1, 0), force.normalize());
    shaft.scale.y = Math.max(0.001, length - 0.08);
    tip.position.y = length;
  }

  showMuscles(posed, activation) {
    let at = 0;
    const write = (p, c) => {
      this.linePositions.set(p, at);
      this.lineColours.set(c, at);
      at += 3;
    };
    const colour = new Color();
    this.shape.paths.forEach((path, m) => {
      const points = musclePoints(this.shape, posed, path, this.scale);
      colour.set(ramp(this.theme.muscle, Math.sqrt(Math.max(0, activation[m]))));
      const c = [colour.r, colour.g, colour.b];
      for (let i = 0; i + 1 < points.length; ++i) (write(points[i], c), write(points[i + 1], c));
    });
    const { instanceStart, instanceColorStart } = this.lineGeometry.attributes;
    instanceStart.data.array.set(this.linePositions);
    instanceColorStart.data.array.set(this.lineColours);
    instanceStart.data.needsUpdate = instanceColorStart.data.needsUpdate = true;
  }

  dispose() {
    this.group.traverse((o) => o.geometry?.dispose());
    this.group.removeFromParent();
  }
}
