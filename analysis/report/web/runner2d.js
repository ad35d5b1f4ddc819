// What if there is no WebGL, or only paper? The runner from the side as thick strokes: on a canvas, and as a row of SVG.
import { sticks } from './body.js';
import { ramp } from './colour.js';
import { element } from './panels.js';

/** Things to draw, far side first: [{points: [[x, y]], width, colour}], circles, arrows; in m. */
function drawing(body, frame, theme, hue) {
  const { list, head } = sticks(body, frame.posed);
  const flat = (p) => [p[0], p[1]];
  const out = list.map((s) => ({
    points: s.points.map(flat),
    width: s.width,
    colour: s.left ? theme.all : theme.skin,
    faint: s.part === 'trunk' || s.left,
  }));
  return {
    strokes: out,
    head: { at: flat(head.centre), radius: head.radius },
    discs: frame.posed.joints.map((p, i) => ({
      at: flat(p),
      colour: ramp(theme.load, frame.compression[i] / frame.most),
    })),
    arrows: [0, 1]
      .filter((k) => frame.force[k][1] > 30 && frame.pressure[k].every(Number.isFinite))
      .map((k) => {
        const at = [frame.pressure[k][0], 0],
          s = 0.32 / frame.weight;
        return { from: at, to: [at[0] + s * frame.force[k][0], at[1] + s * frame.force[k][1]], colour: hue };
      }),
  };
}

export class Runner2D {
  constructor(element2d, theme) {
    this.host = element2d;
    this.theme = theme;
    this.canvas = document.createElement('canvas');
    this.canvas.setAttribute('role', 'img');
    this.canvas.setAttribute('aria-label', 'The runner from the right side.');
    element2d.append(this.canvas);
    this.bodies = [];
    new ResizeObserver(() => this.last && this.show(...this.last)).observe(element2d);
  }
  setBodies(bodies) {
    this.bodies = bodies;
  }
  setTheme(theme) {
    this.theme = theme;
    if (this.last) this.show(...this.last);
  }
  look() {}

  show(frames, travelled) {
    this.last = [frames, travelled];
    const ratio = window.devicePixelRatio || 1,
      w = this.host.clientWidth,
      h = this.host.clientHeight;
    this.canvas.width = w * ratio;
    this.canvas.height = h * ratio;
    const c = this.canvas.getContext('2d'),
      k = (ratio * h) / 2.15;
    const x = (v) => (ratio * w) / 2 + k * v,
      y = (v) => ratio * h - k * (v + 0.16);
    c.strokeStyle = this.theme.groundLine;
    c.lineWidth = ratio;
    const line = (points) => {
      c.beginPath();
      points.forEach(([px, py], n) => (n ? c.lineTo(px, py) : c.moveTo(px, py)));
      c.stroke();
    };
    const dot = ([px, py], radius) => {
      c.beginPath();
      c.arc(px, py, radius, 0, 7);
      c.fill();
    };
    const ground = y(0);
    line([
      [0, ground],
      [ratio * w, ground],
    ]);
    for (let m = -4 - (travelled % 0.5); m < 4; m += 0.5)
      line([
        [x(m), ground],
        [x(m) - 6 * ratio, ground + 8 * ratio],
      ]);
    c.lineCap = c.lineJoin = 'round';
    [...frames.keys()].reverse().forEach((i) => {
      const shift = frames.length > 1 ? (i ? -0.55 : 0.55) : 0;
      const d = drawing(this.bodies[i], frames[i], this.theme, i ? this.theme.kept : this.theme.current);
      const on = (p) => [x(p[0] + shift), y(p[1])];
      for (const s of d.strokes) {
        c.globalAlpha = s.faint ? 0.45 : 0.8;
        c.strokeStyle = s.colour;
        c.lineWidth = k * s.width;
        line(s.points.map(on));
      }
      c.globalAlpha = 0.8;
      c.fillStyle = this.theme.skin;
      dot(on(d.head.at), k * d.head.radius);
      c.globalAlpha = 1;
      for (const disc of d.discs) {
        c.fillStyle = disc.colour;
        dot(on(disc.at), k * 0.019);
      }
      for (const a of d.arrows) {
        c.strokeStyle = a.colour;
        c.lineWidth = 3 * ratio;
        line([on(a.from), on(a.to)]);
      }
    });
  }
}

/** A row of moments of the stride from the side, for paper. frameAt(percent) gives a frame. */
export function kinogram(host, body, frameAt, theme, moments = [2, 12, 24, 36, 48, 62, 74, 86]) {
  const step = 0.86,
    width = step * moments.length,
    svg = element('svg', { viewBox: `-0.6 -1.86 ${width + 0.15} 2.08` });
  svg.append(element('line', { x1: -0.6, x2: width, y1: 0, y2: 0, stroke: theme.muted, 'stroke-width': 0.006 }));
  moments.forEach((percent, n) => {
    const frame = frameAt(percent),
      d = drawing(body, frame, theme, theme.current),
      g = element('g', { transform: `translate(${(n * step).toFixed(3)} 0)` });
    const points = (list) => list.map(([x, y]) => `${x.toFixed(3)},${(-y).toFixed(3)}`).join(' ');
    for (const s of d.strokes)
      g.append(
        element('polyline', {
          points: points(s.points),
          fill: 'none',
          stroke: s.colour,
          'stroke-width': s.width,
          'stroke-linecap': 'round',
          'stroke-linejoin': 'round',
          opacity: s.faint ? 0.4 : 0.75,
        }),
      );
    g.append(
      element('circle', {
        cx: d.head.at[0].toFixed(3),
        cy: (-d.head.at[1]).toFixed(3),
        r: d.head.radius,
        fill: theme.skin,
        opacity: 0.75,
      }),
    );
    for (const disc of d.discs)
      g.append(
        element('circle', {
          cx: disc.at[0].toFixed(3),
          cy: (-disc.at[1]).toFixed(3),
          r: 0.019,
          fill: disc.colour,
          stroke: theme.ink,
          'stroke-width': 0.003,
        }),
      );
    for (const a of d.arrows)
      g.append(
        element('line', {
          x1: a.from[0],
          y1: 0,
          x2: a.to[0].toFixed(3),
          y2: (-a.to[1]).toFixed(3),
          stroke: a.colour,
          'stroke-width': 0.022,
        }),
      );
    g.append(
      element('text', { x: 0, y: 0.15, 'text-anchor': 'middle', 'font-size': 0.1, fill: theme.muted }, `${percent} %`),
    );
    svg.append(g);
  });
  host.replaceChildren(svg);
}
