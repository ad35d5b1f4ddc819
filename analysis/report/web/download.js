// What can be taken along? What is shown as CSV and SVG, made here from what the page holds.
import { rowOf } from './data.js';
import { describe } from './format.js';

export function save(name, type, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(text instanceof Blob ? text : new Blob([text], { type }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const cell = (v) =>
  typeof v === 'string' ? (/[",\n]/.test(v) ? `"${v.replaceAll('"', '""')}"` : v) : Number.isFinite(v) ? String(v) : '';
const line = (cells) => cells.map(cell).join(',') + '\n';
const KIND = {
  solved: 'solved scenario, the values of the file',
  between: 'interpolated between solved scenarios',
  beside: 'interpolated beside unsolved scenarios',
  outside: 'extrapolated',
};

const head = (data, extra) =>
  `# ${data.title.replaceAll('\n', ' ')}\n# Psoas ${data.provenance.version}, ${data.provenance.file}; research and teaching tool, not medical advice\n${extra}`;

/** The curves on screen: one row a per cent of the gait cycle, current and kept side by side. */
export function curvesCsv(data, shown, points) {
  const columns = [['gait_cycle (%)', (k) => (100 * k) / (points - 1)]];
  for (const s of shown) {
    if (!s.curves) continue;
    const tag = shown.length > 1 ? `${s.name}: ` : '';
    const add = (label, field, row) => {
      const v = rowOf(s.curves[field], row, points);
      columns.push([tag + label, (k) => v[k]]);
    };
    data.levels.forEach((l, i) => add(`compression ${l} (N)`, 'lumbar_compression', i));
    data.levels.forEach((l, i) => add(`anterior shear ${l} (N)`, 'lumbar_shear_anterior', i));
    data.levels.forEach((l, i) => add(`lateral shear ${l} (N)`, 'lumbar_shear_lateral', i));
    ['right', 'left'].forEach((foot, f) =>
      ['forward', 'up', 'to the right'].forEach((d, c) =>
        add(`ground force ${foot} ${d} (N)`, 'ground_force', 3 * f + c),
      ),
    );
  }
  let text =
    head(data, shown.map((s) => `# ${s.name}: ${describe(data.factors, s.settings)}; ${KIND[s.kind]}\n`).join('')) +
    line(columns.map(([n]) => n));
  for (let k = 0; k < points; ++k) text += line(columns.map(([, v]) => v(k)));
  return text;
}

/** Every scenario and its numbers. */
export function scenariosCsv(data, columns) {
  const names = data.columns.filter(([n]) => !n.startsWith('factor:') && n !== 'status');
  let text =
    head(data, '') +
    line([
      'scenario',
      'status',
      ...data.factors.map((f) => f.name),
      ...names.map(([n, unit]) => (unit && unit !== '1' ? `${n} (${unit})` : n)),
    ]);
  for (let i = 0; i < data.count; ++i)
    text += line([
      i,
      columns.status[i] === 0 ? 'converged' : 'not solved',
      ...data.factors.map((f) =>
        f.words.length ? f.words[columns[`factor:${f.name}`][i]] : columns[`factor:${f.name}`][i],
      ),
      ...names.map(([n]) => columns[n][i]),
    ]);
  return text;
}
