// What is shown at a setting? Numbers and curves of a solved scenario, or what lies between several.
import { solePoints } from './body.js';
import { at, blended } from './data.js';
import { extent } from './format.js';
import { coordinates, pose } from './kinematics.js';

export class Scenarios {
  constructor(data, columns, source, interpolator) {
    Object.assign(this, { data, columns, source, interpolator });
    this.level = data.levels[0];
    this.load = columns[`peak_compression:${this.level}`];
    const ends = [data.levels[0], data.levels[data.levels.length - 1]].map((l) => columns[`peak_compression:${l}`]);
    this.most = Math.max(...ends.map((peaks) => extent(interpolator.solved.map((i) => peaks[i]))[1]));
    this.error = interpolator.error(this.load);
  }

  /** Everything about a setting but its curves. */
  view(settings, name) {
    const found = this.interpolator.weights(settings);
    const number = (column) => {
      const values = this.columns[column];
      return values ? this.interpolator.predict(found, values) : NaN;
    };
    const perLevel = (column) => this.data.levels.map((l) => number(`${column}:${l}`));
    const mass = number('runner.mass_kg');
    return {
      settings: [...settings],
      name,
      ...found,
      number,
      exact: found.kind === 'solved' ? found.parts[0].scenario : -1,
      load: this.interpolator.predict(found, this.load),
      weight: mass * this.data.gravity || 0,
      impact: { force: number('impact_peak'), time: number('impact_peak_time') },
      peaks: { compression: perLevel('peak_compression'), shear: perLevel('peak_shear_anterior') },
    };
  }

  /** The curves of a view; those of the nearest scenario where only some are embedded. null where there are none. */
  async curves(view) {
    if (view.kind === 'none' || !this.data.fields.length) return null;
    let parts = view.parts;
    if (this.lacksCurves(view)) {
      const near = this.nearestWithCurves(view.settings);
      if (near < 0) return null;
      parts = [{ scenario: near, weight: 1 }];
    }
    const all = await Promise.all(
      parts.map(async (p) => ({
        weight: p.weight,
        scenario: p.scenario,
        curves: await this.source.curves(p.scenario),
      })),
    );
    view.curveParts = all;
    return blended(all);
  }

  /** A view whose own scenarios' curves are not all in this page: those of another are drawn. */
  lacksCurves(view) {
    return (
      view.kind !== 'none' &&
      this.data.fields.length > 0 &&
      !view.parts.every((p) => this.source.hasCurves(p.scenario))
    );
  }

  nearestWithCurves(settings) {
    let best = -1,
      least = Infinity;
    for (const i of this.interpolator.solved) {
      if (!this.source.hasCurves(i)) continue;
      const d = this.interpolator.distance(i, settings);
      if (d < least) ((least = d), (best = i));
    }
    return best;
  }

  /** Body to draw: of one shape, its lengths scaled, on the soles of its shoes. */
  body(view) {
    const { shapes, of, scale } = this.data.body;
    const i = view.nearest ?? 0;
    const body = { shape: shapes[of ? of[i] : 0], scale: scale ? this.interpolator.predict(view, scale) : 1 };
    const thickness = ['heel', 'midfoot', 'forefoot'].map((zone) => view.number(`sole:${zone}`));
    return { ...body, sole: solePoints(body.shape, body.scale, thickness, this.data.body.standard_sole) };
  }

  /** What the runner does at a moment [% of the cycle]. */
  frame(view, percent) {
    const { curves } = view,
      n = this.source.points,
      body = this.body(view);
    const value = (field, row) => at(curves[field], row, n, percent);
    const q = coordinates(
      body.shape,
      this.data.body.coordinates,
      (row) => value('joint_angle', row),
      (k) => value('pelvis_position', k),
    );
    const three = (field, foot) => [0, 1, 2].map((c) => value(field, 3 * foot + c));
    const force = [three('ground_force', 0), three('ground_force', 1)];
    // What the ground gives way by: its spring alone, in kN/m
    const stiffness = 1000 * view.number('surface.stiffness_kN_m');
    const muscles = curves.muscle_activation;
    return {
      posed: pose(body.shape, q, body.scale),
      force,
      weight: view.weight,
      most: this.most,
      pressure: [three('centre_of_pressure', 0), three('centre_of_pressure', 1)],
      sink: force.map((f) => (stiffness > 0 ? Math.min(0.15, Math.max(0, f[1]) / stiffness) : 0)),
      compression: this.data.levels.map((_, l) => value('lumbar_compression', l)),
      activation:
        muscles && this.data.body.muscles ? this.data.body.muscles.map((_, m) => at(muscles, m, n, percent)) : null,
    };
  }

  /** Least and largest peak of all solved scenarios at each level [N]. */
  ranges() {
    const range = (column) =>
      this.data.levels.map((l) => {
        const values = this.columns[`${column}:${l}`];
        return extent(this.interpolator.solved.map((i) => values[i]));
      });
    return { compression: range('peak_compression'), shear: range('peak_shear_anterior') };
  }
}
