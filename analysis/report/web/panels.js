// How does the load go with each factor? One small picture a factor, every solved scenario a dot: clicking one goes there.
import { extent, fixed, newtons, roundStep, short } from './format.js';

const NS = 'http://www.w3.org/2000/svg';
export function element(name, attributes = {}, ...children) {
  const e = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, value);
  e.append(...children);
  return e;
}

const quantile = (sorted, p) => {
  const x = p * (sorted.length - 1),
    k = Math.floor(x);
  return sorted[k] + (x - k) * ((sorted[k + 1] ?? sorted[k]) - sorted[k]);
};
/** A fixed scatter for dots that would lie on each other. */
const jitter = (i) => ((i * 0.6180339887) % 1) - 0.5;

/** Scenarios to draw: all, or an even choice of 1500. */
const some = (list) =>
  list.length <= 1500 ? list : Array.from({ length: 1500 }, (_, k) => list[Math.floor((k * list.length) / 1500)]);

/** Round values between two ends. */
function round(low, high) {
  const step = roundStep(high - low, 5),
    out = [];
  for (let v = Math.ceil(low / step); v * step <= high; ++v) out.push(Number((v * step).toPrecision(6)));
  return out;
}

const WIDTH = 420,
  HEIGHT = 210,
  LEFT = 44,
  RIGHT = 48,
  TOP = 12,
  BOTTOM = 40;

export class Panels {
  constructor(hosts, data, interpolator, load, weight, choose) {
    Object.assign(this, { hosts, data, interpolator, load, weight, choose });
    const [low, high] = extent(interpolator.solved.map((i) => load[i] / 1000)),
      pad = 0.06 * (high - low) || 0.1;
    this.low = low - pad;
    this.high = high + pad;
    this.marks = {};
    for (const host of hosts) this.draw(host);
  }

  y(kN) {
    return TOP + ((HEIGHT - TOP - BOTTOM) * (this.high - kN)) / (this.high - this.low);
  }

  draw(host) {
    const f = Number(host.dataset.factor),
      factor = this.data.factors[f],
      axis = this.interpolator.axis[f];
    const words = factor.words.length > 0;
    const [low, high] = [axis[0], axis[axis.length - 1]];
    const inner = WIDTH - LEFT - RIGHT,
      cell = inner / axis.length;
    const x = (value) =>
      words
        ? LEFT + cell * (axis.indexOf(value) + 0.5)
        : LEFT + 16 + (inner - 32) * (high > low ? (value - low) / (high - low) : 0.5);
    const svg = element('svg', {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'img',
      'aria-label': this.words(f, factor, axis),
    });
    // Axes: kN left, body weights right
    const step = roundStep(this.high - this.low, 4);
    for (let v = Math.ceil(this.low / step) * step; v <= this.high; v += step) {
      svg.append(
        element('line', { class: 'grid', x1: LEFT, x2: WIDTH - RIGHT, y1: this.y(v), y2: this.y(v) }),
        element('text', { x: LEFT - 8, y: this.y(v) + 4, 'text-anchor': 'end' }, fixed(v, step < 1 ? 1 : 0)),
      );
    }
    svg.append(
      element(
        'text',
        {
          x: 6,
          y: TOP + (HEIGHT - TOP - BOTTOM) / 2,
          transform: `rotate(-90 10 ${TOP + (HEIGHT - TOP - BOTTOM) / 2})`,
          'text-anchor': 'middle',
        },
        'kN',
      ),
    );
    if (this.weight) {
      const k = 1000 / this.weight,
        s = roundStep((this.high - this.low) * k, 4);
      for (let v = Math.ceil((this.low * k) / s) * s; v <= this.high * k; v += s)
        svg.append(element('text', { x: WIDTH - RIGHT + 8, y: this.y(v / k) + 4 }, `${fixed(v, s < 1 ? 1 : 0)} BW`));
    }
    // Marks below
    const ticks = words || axis.length <= 7 ? axis : round(low, high);
    for (const value of ticks) {
      const text = words ? factor.words[value] : short(value);
      svg.append(element('text', { x: x(value), y: HEIGHT - BOTTOM + 18, 'text-anchor': 'middle' }, text));
    }
    svg.append(
      element(
        'text',
        { class: 'name', x: LEFT + inner / 2, y: HEIGHT - 5, 'text-anchor': 'middle' },
        factor.label + (factor.unit ? ` (${factor.unit})` : ''),
      ),
    );
    // Dots, then the median of each value
    const dots = element('g', { class: 'dots' });
    const spread = words ? 0.6 * cell : axis.length <= 12 ? Math.min(26, 0.5 * cell) : 0;
    for (const i of some(this.interpolator.solved)) {
      const dot = element('circle', {
        cx: (x(this.interpolator.value[f][i]) + spread * jitter(i)).toFixed(1),
        cy: this.y(this.load[i] / 1000).toFixed(1),
        r: 2.6,
      });
      dot.dataset.scenario = i;
      dots.append(dot);
    }
    dots.addEventListener('click', (e) => e.target.dataset.scenario && this.choose(Number(e.target.dataset.scenario)));
    svg.append(dots);
    const medians = this.medians(f, axis).map(([value, m]) => [x(value), this.y(m / 1000)]);
    if (words)
      medians.forEach(([cx, cy]) =>
        svg.append(element('line', { class: 'median', x1: cx - 0.32 * cell, x2: cx + 0.32 * cell, y1: cy, y2: cy })),
      );
    else
      svg.append(
        element('polyline', {
          class: 'median',
          points: medians.map((p) => p.map((v) => v.toFixed(1)).join()).join(' '),
        }),
      );
    const mark = element('circle', { class: 'mark', r: 6, visibility: 'hidden' });
    svg.append(mark);
    this.marks[f] = { mark, x };
    host.replaceChildren(svg);
  }

  /** Of each value, or of tenths of the scenarios where each has its own. */
  medians(f, axis) {
    const value = this.interpolator.value[f],
      groups = [];
    const sorted = [...this.interpolator.solved].sort((a, b) => value[a] - value[b]);
    // Where values are drawn at random, a few of them say more about the other factors: then no line
    const random = this.data.factors[f].random && !this.data.factors[f].words.length;
    if (axis.length <= 12 && !random) for (const v of axis) groups.push(sorted.filter((i) => value[i] === v));
    else {
      const bins = Math.min(10, Math.floor((random ? axis.length : sorted.length) / 10));
      for (let b = 0; b < bins; ++b)
        groups.push(sorted.slice(Math.floor((sorted.length * b) / bins), Math.floor((sorted.length * (b + 1)) / bins)));
    }
    const median = (list, of) =>
      quantile(
        list.map((i) => of[i]).sort((a, b) => a - b),
        0.5,
      );
    return groups.filter((g) => g.length).map((g) => [median(g, value), median(g, this.load)]);
  }

  words(f, factor, axis) {
    const medians = this.medians(f, axis);
    if (!medians.length) return `Peak L5/S1 compression against ${factor.label}.`;
    return (
      `Peak L5/S1 compression against ${factor.label}. Medians: ` +
      medians
        .map(([v, m]) => `${factor.words.length ? factor.words[v] : short(v)} ${newtons(m)} newtons`)
        .join(', ') +
      '.'
    );
  }

  /** Where the explorer stands. */
  mark(settings, load) {
    for (const [f, { mark, x }] of Object.entries(this.marks)) {
      mark.setAttribute('visibility', Number.isFinite(load) ? 'visible' : 'hidden');
      if (!Number.isFinite(load)) continue;
      mark.setAttribute('cx', x(settings[f]).toFixed(1));
      mark.setAttribute('cy', this.y(load / 1000).toFixed(1));
    }
  }
}

/** All scenarios on one line, and where the explorer stands among them. */
export class Strip {
  constructor(host, load, solved, weight) {
    this.load = load;
    const [least, most] = extent(solved.map((i) => load[i])),
      pad = 0.05 * (most - least) || 100;
    this.low = least - pad;
    this.high = most + pad;
    const svg = element('svg', {
      viewBox: '0 0 600 92',
      role: 'img',
      'aria-label': `Peak L5/S1 compression of all solved scenarios, from ${newtons(least)} to ${newtons(most)} newtons`,
    });
    const dots = element('g', { class: 'dots' });
    for (const i of some(solved))
      dots.append(element('circle', { cx: this.x(load[i]).toFixed(1), cy: (40 + 34 * jitter(i)).toFixed(1), r: 3 }));
    svg.append(dots);
    svg.append(element('line', { class: 'axis', x1: 8, x2: 592, y1: 64, y2: 64 }));
    const step = roundStep((this.high - this.low) / 1000, 5) * 1000;
    for (let v = Math.ceil(this.low / step) * step; v <= this.high; v += step)
      svg.append(
        element('line', { class: 'axis', x1: this.x(v), x2: this.x(v), y1: 64, y2: 68 }),
        element('text', { x: this.x(v), y: 82, 'text-anchor': 'middle' }, `${fixed(v / 1000, step < 1000 ? 1 : 0)} kN`),
      );
    if (weight) {
      const s = roundStep((this.high - this.low) / weight, 4);
      for (let v = Math.ceil(this.low / weight / s) * s; v * weight <= this.high; v += s)
        svg.append(
          element('text', { x: this.x(v * weight), y: 12, 'text-anchor': 'middle' }, `${fixed(v, s < 1 ? 1 : 0)} BW`),
        );
    }
    this.marker = element('line', { class: 'marker', y1: 20, y2: 64, visibility: 'hidden' });
    svg.append(this.marker);
    host.replaceChildren(svg);
  }
  x(newton) {
    return 8 + (584 * (newton - this.low)) / (this.high - this.low);
  }
  mark(load) {
    this.marker.setAttribute('visibility', Number.isFinite(load) ? 'visible' : 'hidden');
    if (!Number.isFinite(load)) return;
    this.marker.setAttribute('x1', this.x(load));
    this.marker.setAttribute('x2', this.x(load));
  }
}
