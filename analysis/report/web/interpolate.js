// What lies between solved scenarios, and how far can it be trusted? Weights of solved scenarios for any setting:
// multilinear on a complete grid; elsewhere a local linear fit whose weights grow without bound near a scenario, so that
// at a solved scenario both give exactly its own numbers.

const SOLVED = 0;

/** @param factors [{words}]; columns {"factor:name": values}; status of each scenario */
export class Interpolator {
  constructor(factors, columns) {
    this.factors = factors;
    this.count = columns.status.length;
    this.status = columns.status;
    this.value = factors.map((f) => columns[`factor:${f.name}`]);
    this.axis = this.value.map((v) => [...new Set(v)].sort((a, b) => a - b));
    this.isWord = factors.map((f) => f.words.length > 0);
    this.numbers = factors.map((_, f) => f).filter((f) => !this.isWord[f]);
    this.solved = [...this.status.keys()].filter((i) => this.status[i] === SOLVED);
    this.grid = this.gridMap();
    if (!this.grid) this.spacing = this.medianSpacing();
  }

  gridMap() {
    if (!this.factors.length) return null;
    const size = this.axis.reduce((n, axis) => n * axis.length, 1);
    if (size !== this.count) return null;
    const map = new Map();
    for (let i = 0; i < this.count; ++i) map.set(this.value.map((v) => v[i]).join('|'), i);
    return map.size === size ? map : null;
  }

  range(f) {
    return [this.axis[f][0], this.axis[f][this.axis[f].length - 1]];
  }

  settingsOf(i) {
    return this.value.map((v) => v[i]);
  }

  /** {parts: [{scenario, weight}], kind: solved | between | beside | outside | none, nearest} */
  weights(settings, without = -1) {
    if (!this.factors.length)
      return this.solved.length ? this.result([[this.solved[0], 1]], 'solved') : { parts: [], kind: 'none' };
    return this.grid ? this.onGrid(settings) : this.scattered(settings, without);
  }

  result(pairs, kind) {
    const parts = pairs.filter(([, w]) => Math.abs(w) > 1e-9).map(([scenario, weight]) => ({ scenario, weight }));
    const nearest = parts.reduce((best, p) => (!best || p.weight > best.weight ? p : best), null)?.scenario;
    return { parts, kind, nearest };
  }

  onGrid(settings) {
    let corners = [[[], 1]];
    settings.forEach((value, f) => {
      const axis = this.axis[f];
      let high = axis.findIndex((a) => a >= value - 1e-12 * (1 + Math.abs(value)));
      if (high < 0) high = axis.length - 1;
      const low = Math.max(0, axis[high] <= value ? high : high - 1);
      const t = this.isWord[f] || high === low ? 1 : (value - axis[low]) / (axis[high] - axis[low]);
      const ends =
        t >= 1 - 1e-9
          ? [[high, 1]]
          : t <= 1e-9
            ? [[low, 1]]
            : [
                [low, 1 - t],
                [high, t],
              ];
      corners = corners.flatMap(([place, w]) => ends.map(([e, u]) => [[...place, axis[e]], w * u]));
    });
    const all = corners.map(([place, w]) => [this.grid.get(place.join('|')), w]);
    const good = all.filter(([i]) => this.status[i] === SOLVED);
    const sum = good.reduce((s, [, w]) => s + w, 0);
    if (sum < 1e-9) return { parts: [], kind: 'none', nearest: this.nearestSolved(settings) };
    const kind = good.length < all.length ? 'beside' : all.length === 1 ? 'solved' : 'between';
    return this.result(
      good.map(([i, w]) => [i, w / sum]),
      kind,
    );
  }

  distance(i, settings) {
    let sum = 0;
    settings.forEach((value, f) => {
      const [low, high] = this.range(f);
      const d = this.isWord[f]
        ? this.value[f][i] === value
          ? 0
          : 1
        : high > low
          ? (this.value[f][i] - value) / (high - low)
          : 0;
      sum += d * d;
    });
    return Math.sqrt(sum);
  }

  nearestSolved(settings) {
    let best = -1,
      least = Infinity;
    for (const i of this.solved) {
      const d = this.distance(i, settings);
      if (d < least) ((least = d), (best = i));
    }
    return best;
  }

  medianSpacing() {
    const step = Math.max(1, Math.floor(this.solved.length / 100));
    const found = [];
    for (let k = 0; k < this.solved.length; k += step) {
      const own = this.settingsOf(this.solved[k]);
      let least = Infinity;
      for (const i of this.solved) {
        if (i === this.solved[k] || this.factors.some((_, f) => this.isWord[f] && this.value[f][i] !== own[f]))
          continue;
        least = Math.min(least, this.distance(i, own));
      }
      if (least < Infinity) found.push(least);
    }
    found.sort((a, b) => a - b);
    return found.length ? found[found.length >> 1] : 0;
  }

  scattered(settings, without) {
    const d = this.numbers.length;
    const sameWords = (i) => this.factors.every((_, f) => !this.isWord[f] || this.value[f][i] === settings[f]);
    const near = [],
      away = [];
    let unsolved = Infinity;
    for (let i = 0; i < this.count; ++i) {
      if (i === without) continue;
      const same = sameWords(i);
      const r = this.distance(i, settings);
      if (this.status[i] !== SOLVED) {
        if (same) unsolved = Math.min(unsolved, r);
        continue;
      }
      (same ? near : away).push([r, i]);
    }
    // With too few of the same words, others help out: then it is a guess, and said to be one.
    const enough = near.length >= Math.min(d + 2, 3);
    const pool = (enough ? near : near.concat(away)).sort((a, b) => a[0] - b[0]);
    if (!pool.length) return { parts: [], kind: 'none' };
    if (pool[0][0] < 1e-9) return this.result([[pool[0][1], 1]], 'solved');
    const chosen = pool.slice(0, Math.max(3 * (d + 1), 12));
    const reach = chosen[chosen.length - 1][0] * 1.0001;
    const w = chosen.map(([r]) => ((reach - r) / (reach * r)) ** 2 + 1e-12);
    const lambda =
      (chosen.length >= d + 2 && this.localLinear(chosen, w, settings)) || w.map((x) => x / w.reduce((a, b) => a + b));
    const size = lambda.reduce((s, l) => s + Math.abs(l), 0);
    const outside = !enough || size > 1.5 || pool[0][0] > 2.5 * this.spacing;
    const kind = unsolved < pool[0][0] ? 'beside' : outside ? 'outside' : 'between';
    return this.result(
      chosen.map(([, i], k) => [i, lambda[k]]),
      kind,
    );
  }

  /** Weights of a weighted linear fit at the setting: first row of (XᵀWX)⁻¹XᵀW, slopes held back a little. */
  localLinear(chosen, w, settings) {
    const n = this.numbers.length + 1;
    const rows = chosen.map(([, i]) => [
      1,
      ...this.numbers.map((f) => {
        const [low, high] = this.range(f);
        return high > low ? (this.value[f][i] - settings[f]) / (high - low) : 0;
      }),
    ]);
    const A = Array.from({ length: n }, () => new Array(n).fill(0));
    rows.forEach((x, k) => {
      for (let a = 0; a < n; ++a) for (let b = 0; b < n; ++b) A[a][b] += w[k] * x[a] * x[b];
    });
    for (let a = 1; a < n; ++a) A[a][a] += 1e-3 * A[a][a] + 1e-9 * A[0][0];
    const s = solve(A, [1, ...new Array(n - 1).fill(0)]);
    return s && rows.map((x, k) => w[k] * x.reduce((sum, v, a) => sum + v * s[a], 0));
  }

  /** How far off are values between scenarios? Each of some solved scenarios predicted from the others:
   * 90 % of the differences are below the answer; null where nothing can be left out. */
  error(column) {
    const found = [];
    const step = Math.max(1, Math.floor(this.solved.length / 150));
    for (let k = 0; k < this.solved.length; k += step) {
      const i = this.solved[k];
      const guesses = this.grid
        ? this.withoutOnGrid(i, column)
        : [this.predict(this.scattered(this.settingsOf(i), i), column)];
      for (const guess of guesses) if (Number.isFinite(guess)) found.push(Math.abs(guess - column[i]));
    }
    if (found.length < 3) return null;
    found.sort((a, b) => a - b);
    return found[Math.floor(0.9 * (found.length - 1))];
  }

  /** On a grid: from the two neighbours along each axis of numbers. Their distance is twice what it is on the page. */
  withoutOnGrid(i, column) {
    const own = this.settingsOf(i),
      guesses = [];
    for (const f of this.numbers) {
      const axis = this.axis[f],
        k = axis.indexOf(own[f]);
      if (k < 1 || k > axis.length - 2) continue;
      const at = (value) => this.grid.get(own.map((v, g) => (g === f ? value : v)).join('|'));
      const a = at(axis[k - 1]),
        b = at(axis[k + 1]);
      if (this.status[a] !== SOLVED || this.status[b] !== SOLVED) continue;
      const t = (axis[k] - axis[k - 1]) / (axis[k + 1] - axis[k - 1]);
      guesses.push((1 - t) * column[a] + t * column[b]);
    }
    return guesses;
  }

  predict({ parts, kind }, column) {
    return kind === 'none' ? NaN : parts.reduce((sum, p) => sum + p.weight * column[p.scenario], 0);
  }
}

/** Gauss with pivoting; null for a singular matrix. */
function solve(A, b) {
  const n = b.length,
    M = A.map((row, i) => [...row, b[i]]);
  for (let c = 0; c < n; ++c) {
    let p = c;
    for (let r = c + 1; r < n; ++r) if (Math.abs(M[r][c]) > Math.abs(M[p][c])) p = r;
    if (Math.abs(M[p][c]) < 1e-14 * Math.abs(M[0][0])) return null;
    [M[c], M[p]] = [M[p], M[c]];
    for (let r = 0; r < n; ++r) {
      if (r === c) continue;
      const t = M[r][c] / M[c][c];
      for (let k = c; k <= n; ++k) M[r][k] -= t * M[c][k];
    }
  }
  return M.map((row, i) => row[n] / row[i]);
}
