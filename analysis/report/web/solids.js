// How do sections become a solid? Lofts of ellipses, limbs between two joints, and a skin that is seen through.
import { BufferAttribute, BufferGeometry, Color, Matrix4, Quaternion, ShaderMaterial, Vector3 } from 'three';
import { sub } from './kinematics.js';

export const vector = (p) => new Vector3(p[0], p[1], p[2]);

/** Rings of points stacked into a closed surface. rings: [[{x, y, z}, ...], ...] of equal length. */
export function loft(rings, closed = true) {
  const n = rings[0].length,
    position = rings.flat().flatMap((p) => p),
    index = [];
  for (let r = 0; r + 1 < rings.length; ++r)
    for (let i = 0; i < n; ++i) {
      const a = r * n + i,
        b = r * n + ((i + 1) % n);
      index.push(a, a + n, b, b, a + n, b + n);
    }
  for (const [ring, flip] of closed
    ? [
        [0, true],
        [rings.length - 1, false],
      ]
    : []) {
    const centre = position.length / 3;
    const sum = rings[ring].reduce((s, p) => [s[0] + p[0] / n, s[1] + p[1] / n, s[2] + p[2] / n], [0, 0, 0]);
    position.push(...sum);
    for (let i = 0; i < n; ++i) {
      const a = ring * n + i,
        b = ring * n + ((i + 1) % n);
      index.push(...(flip ? [centre, a, b] : [centre, b, a]));
    }
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(position), 3));
  geometry.setIndex(index);
  geometry.computeVertexNormals();
  return geometry;
}
export const ROUND = 28;
const ellipse = (y, cx, rx, rz) =>
  Array.from({ length: ROUND }, (_, i) => {
    const a = (-2 * Math.PI * i) / ROUND;
    return [cx + rx * Math.cos(a), y, rz * Math.sin(a)];
  });
/** Sections in between, so that a profile of a few numbers becomes round [Catmull & Rom]. */
export function smooth(sections, times = 5) {
  const out = [],
    last = sections.length - 1;
  for (let k = 0; k < last; ++k)
    for (let j = 0; j < times; ++j) {
      const t = j / times,
        [a, b, c, d] = [-1, 0, 1, 2].map((o) => sections[Math.min(last, Math.max(0, k + o))]);
      out.push(
        b.map(
          (_, i) =>
            0.5 *
            (2 * b[i] +
              (c[i] - a[i]) * t +
              (2 * a[i] - 5 * b[i] + 4 * c[i] - d[i]) * t * t +
              (3 * (b[i] - c[i]) + d[i] - a[i]) * t ** 3),
        ),
      );
    }
  return [...out, sections[last]];
}
export const solid = (sections, size) =>
  loft(
    smooth(sections).map(([y, cx, rx, rz]) => ellipse(size * y, size * cx, size * rx, size * rz)),
    false,
  );

/** A limb from `from` to `to` in a link's frame. */
export function limb(profile, from, to, size) {
  const along = vector(sub(to, from)),
    length = along.length();
  const geometry = loft(
    smooth(profile)
      .reverse()
      .map(([t, r]) => ellipse(-t * length, 0, size * r, size * r)),
    profile.length < 6,
  );
  const turn = new Quaternion().setFromUnitVectors(new Vector3(0, -1, 0), along.normalize());
  return geometry.applyMatrix4(new Matrix4().compose(vector(from), turn, new Vector3(1, 1, 1)));
}

/** Skin seen through: faint in the middle, drawn at its edges. */
export const skin = () =>
  new ShaderMaterial({
    transparent: true,
    depthWrite: false,
    uniforms: { tint: { value: new Color() }, strength: { value: 1 } },
    vertexShader: `varying vec3 n, v;
    void main() { vec4 p = modelViewMatrix * vec4(position, 1.0); n = normalMatrix * normal; v = -p.xyz; gl_Position = projectionMatrix * p; }`,
    fragmentShader: `uniform vec3 tint; uniform float strength; varying vec3 n, v;
    void main() { float edge = 1.0 - abs(dot(normalize(n), normalize(v)));
      gl_FragColor = vec4(tint, strength * (0.15 + 0.65 * pow(edge, 1.9))); 
      #include <colorspace_fragment>
    }`,
  });
