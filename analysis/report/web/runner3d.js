// How does the predicted stride look? One or two runners on the ground, drawn with three.js from poses of kinematics.js.
import {
  Color,
  DirectionalLight,
  HemisphereLight,
  Mesh,
  PerspectiveCamera,
  PlaneGeometry,
  Scene,
  ShaderMaterial,
  SRGBColorSpace,
  Vector4,
  WebGLRenderer,
} from 'three';
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js';
import { Figure } from './figure.js';

const groundMaterial = () =>
  new ShaderMaterial({
    transparent: true,
    depthWrite: false,
    uniforms: {
      base: { value: new Color() },
      line: { value: new Color() },
      shade: { value: 0.2 },
      offset: { value: 0 },
      feet: { value: [0, 1, 2, 3].map(() => new Vector4()) }, // x, z, depth, how near (for the shadow)
    },
    vertexShader: `uniform vec4 feet[4]; varying vec2 at;
    void main() { vec3 p = position; at = p.xz;
      for (int i = 0; i < 4; ++i) { vec2 d = (p.xz - feet[i].xy) / vec2(0.17, 0.10); p.y -= feet[i].z * exp(-dot(d, d)); }
      gl_Position = projectionMatrix * modelViewMatrix * vec4(p, 1.0); }`,
    fragmentShader: `uniform vec3 base, line; uniform vec4 feet[4]; uniform float offset, shade; varying vec2 at;
    float stripe(float x, float width) { float d = abs(fract(x - 0.5) - 0.5) / fwidth(x); return 1.0 - smoothstep(width, width + 1.0, d); }
    void main() {
      float fade = smoothstep(1.0, 0.35, length(at / vec2(2.6, 1.5)));
      float lines = max(stripe((at.x + offset) * 2.0, 0.4) * 0.55, stripe(at.y * 2.0 + 0.5, 0.4) * 0.35);
      float shadow = 0.0;
      for (int i = 0; i < 4; ++i) { vec2 d = (at - feet[i].xy) / vec2(0.20, 0.10); shadow = max(shadow, feet[i].w * exp(-dot(d, d))); }
      vec3 c = mix(base, line, lines) * (1.0 - shade * shadow);
      gl_FragColor = vec4(c, fade);
      #include <colorspace_fragment>
    }`,
  });

export const CAMERAS = {
  'Three-quarter': { from: [2.05, 1.25, 3.2], to: [0, 0.87, 0] },
  Side: { from: [0, 0.95, 3.85], to: [0, 0.87, 0] },
  Front: { from: [3.85, 1.0, 0.0], to: [0, 0.87, 0] },
  Back: { from: [-3.85, 1.05, 0.0], to: [0, 0.87, 0] },
  Spine: { from: [-0.75, 1.34, 1.0], to: [-0.06, 1.13, 0] },
};

export class Runner3D {
  /** @throws when there is no WebGL */
  constructor(element, theme) {
    this.element = element;
    this.renderer = new WebGLRenderer({ antialias: true, alpha: true, preserveDrawingBuffer: true });
    this.renderer.outputColorSpace = SRGBColorSpace;
    this.renderer.setPixelRatio(Math.min(2, window.devicePixelRatio || 1));
    const canvas = this.renderer.domElement;
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'img');
    canvas.setAttribute(
      'aria-label',
      'The runner in three dimensions; drag to look from elsewhere, or choose a camera below.',
    );
    element.append(canvas);
    this.scene = new Scene();
    this.camera = new PerspectiveCamera(28, 16 / 9, 0.05, 30);
    this.hemisphere = new HemisphereLight(0xffffff, 0x8a8f98, 2.2);
    const sun = new DirectionalLight(0xffffff, 2.0);
    sun.position.set(1.5, 4, 3);
    this.scene.add(this.hemisphere, sun);
    this.ground = new Mesh(new PlaneGeometry(5.2, 3.0, 208, 120).rotateX(-Math.PI / 2), groundMaterial());
    this.ground.renderOrder = -1;
    this.scene.add(this.ground);
    this.controls = new OrbitControls(this.camera, canvas);
    this.controls.enableZoom = true;
    this.controls.enablePan = false;
    this.controls.minDistance = 0.6;
    this.controls.maxDistance = 7;
    this.controls.maxPolarAngle = 1.62;
    this.controls.addEventListener('change', () => this.draw());
    canvas.addEventListener(
      'wheel',
      (e) => {
        if (!e.ctrlKey) e.stopImmediatePropagation();
      },
      { capture: true, passive: true },
    );
    canvas.style.touchAction = 'pan-y';
    this.figures = [];
    this.apart = 0;
    this.setTheme(theme);
    this.look('Three-quarter');
    new ResizeObserver(() => this.resize()).observe(element);
    this.resize();
  }

  resize() {
    const { clientWidth: w, clientHeight: h } = this.element;
    if (!w || !h) return;
    this.renderer.setSize(w, h);
    this.camera.aspect = w / h;
    this.camera.updateProjectionMatrix();
    this.draw();
  }

  look(name) {
    this.looking = name;
    const { from, to } = CAMERAS[name];
    const two = this.apart ? 1.2 : 1,
      narrow = two * Math.max(1, 1.05 / Math.max(0.3, this.camera.aspect));
    this.controls.target.set(...to);
    this.camera.position.set(...from.map((v, i) => to[i] + (v - to[i]) * (name === 'Spine' ? 1 : narrow)));
    this.controls.update();
    this.draw();
  }

  setTheme(theme) {
    this.theme = theme;
    this.ground.material.uniforms.base.value.set(theme.ground);
    this.ground.material.uniforms.line.value.set(theme.groundLine);
    this.ground.material.uniforms.shade.value = theme.dark ? 0.55 : 0.28;
    this.figures.forEach(({ figure }, i) => figure.colour(theme, i ? theme.kept : theme.current));
    this.draw();
  }

  /** One or two bodies: the current one, and the one kept for comparison behind it. */
  setBodies(bodies) {
    this.figures.forEach(({ figure }) => figure.dispose());
    const before = this.apart;
    this.apart = bodies.length > 1 ? 0.5 : 0;
    if (this.apart !== before) this.look(this.looking);
    this.figures = bodies.map((body, i) => {
      const figure = new Figure(this.scene, body, this.theme);
      figure.colour(this.theme, i ? this.theme.kept : this.theme.current);
      figure.group.position.z = i ? -this.apart : this.apart;
      return { figure };
    });
  }

  /** @param frames one a body, see Figure.show; travelled: how far the ground has gone by [m] */
  show(frames, travelled) {
    const feet = this.ground.material.uniforms.feet.value;
    feet.forEach((f) => f.set(0, 0, 0, 0));
    frames.forEach((frame, i) => {
      if (!this.figures[i] || !frame) return;
      this.figures[i].figure.show(frame);
      for (const k of [0, 1]) {
        const p = frame.posed.links[this.figures[i].figure.shape.foot[k]],
          x = p.p[0] + p.R[0] * 0.1,
          z = p.p[2] + p.R[6] * 0.1;
        const on = frame.pressure[k].every(Number.isFinite) ? frame.pressure[k] : [x, 0, z];
        feet[2 * i + k].set(
          on[0],
          on[2] + this.figures[i].figure.group.position.z,
          frame.sink[k],
          Math.exp(-4 * Math.max(0, p.p[1] - 0.08)),
        );
      }
    });
    this.ground.material.uniforms.offset.value = travelled % 100;
    this.draw();
  }

  draw() {
    this.renderer?.render(this.scene, this.camera);
  }
}
