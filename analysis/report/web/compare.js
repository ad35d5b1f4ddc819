// How do two scenarios differ? A table: this one, the one kept, and the difference.
import { make } from './controls.js';
import { describe, fixed, signed, valueText } from './format.js';

const rows = (level) => [
  [`peak_compression:${level}`, 'peak compression, L5/S1', 'N', 0, true],
  [`peak_shear_anterior:${level}`, 'peak anterior–posterior shear, L5/S1', 'N', 0, true],
  [`mean_compression:${level}`, 'mean compression, L5/S1', 'N', 0, true],
  [`load_impulse:${level}`, 'compression impulse of a stride, L5/S1', 'N s', 0, false],
  [`loading_rate:${level}`, 'largest rise of compression, L5/S1', 'kN/s', 1, false, 1e-3],
  ['peak_vertical_force', 'peak vertical ground force', 'N', 0, true],
  ['impact_peak', 'impact peak of the ground force', 'N', 0, true],
  ['instantaneous_loading_rate', 'largest loading rate of the ground force', 'kN/s', 1, false, 1e-3],
  ['tibial_acceleration', 'peak acceleration of the shank', 'm/s²', 0, false],
  ['least_reserve', 'least strength reserve', '', 2, false],
  ['step_frequency', 'cadence', 'steps/min', 0, false, 60],
  ['contact_time', 'contact time', 'ms', 0, false, 1000],
  ['com_excursion', 'rise and fall of the centre of mass', 'mm', 0, false, 1000],
  ['trunk_lean', 'trunk lean that came out', '°', 1, false],
  ['cost_of_transport', 'cost of transport', 'J/(kg m)', 2, false],
];

export function differences(level, now, kept) {
  return rows(level)
    .map(([column, label, unit, digits, newton, factor = 1]) => {
      const a = factor * now.number(column),
        b = factor * kept.number(column);
      return { label, unit, digits, newton, a, b, change: a - b, share: b ? (100 * (a - b)) / Math.abs(b) : NaN };
    })
    .filter((r) => Number.isFinite(r.a) && Number.isFinite(r.b));
}

/** Where there are no curves to look at: every number of one scenario. */
export function numbersTable(body, level, now) {
  body.replaceChildren(
    ...differences(level, now, now).map((r) => {
      const unit = r.unit ? (r.unit === '°' ? '°' : ` ${r.unit}`) : '';
      const weights = r.newton && now.weight ? ` (${fixed(r.a / now.weight, 2)} BW)` : '';
      return make(
        'tr',
        {},
        make('th', { scope: 'row' }, r.label),
        make('td', {}, fixed(r.a, r.digits) + unit + weights),
      );
    }),
  );
}

export function compareTable(table, factors, level, now, kept) {
  const cell = (tag, text, attributes = {}) => make(tag, attributes, text);
  const head = make(
    'thead',
    {},
    make(
      'tr',
      {},
      cell('th', 'Quantity', { scope: 'col' }),
      cell('th', 'This one', { scope: 'col', class: 'current' }),
      cell('th', 'Kept', { scope: 'col', class: 'kept' }),
      cell('th', 'Difference', { scope: 'col' }),
    ),
  );
  const settings = factors.map((f, i) =>
    make(
      'tr',
      { class: 'setting' },
      cell('th', f.label, { scope: 'row' }),
      cell('td', valueText(f, now.settings[i])),
      cell('td', valueText(f, kept.settings[i])),
      cell('td', now.settings[i] === kept.settings[i] ? 'same' : ''),
    ),
  );
  const body = differences(level, now, kept).map((r) => {
    const weights = (v, view) => (r.newton && view.weight ? ` (${fixed(v / view.weight, 2)} BW)` : '');
    const unit = r.unit ? (r.unit === '°' ? '°' : ` ${r.unit}`) : '';
    return make(
      'tr',
      {},
      cell('th', r.label, { scope: 'row' }),
      cell('td', fixed(r.a, r.digits) + unit + weights(r.a, now)),
      cell('td', fixed(r.b, r.digits) + unit + weights(r.b, kept)),
      cell(
        'td',
        `${signed(r.change, r.digits)}${unit}` +
          (Number.isFinite(r.share) && r.unit !== '°' ? ` (${signed(r.share, 1)} %)` : ''),
      ),
    );
  });
  table.replaceChildren(
    make(
      'caption',
      { class: 'visually-hidden' },
      `${describe(factors, now.settings)} against ${describe(factors, kept.settings)}`,
    ),
    head,
    make('tbody', {}, ...settings, ...body),
  );
}
