// How is a number printed? As the figures do: units always, no more digits than the model deserves.

export const newtons = (value) => (Number.isFinite(value) ? String(Math.round(value)) : '–');
export const fixed = (value, digits) => (Number.isFinite(value) ? value.toFixed(digits).replace('-', '−') : '–');

/** Three significant digits, no exponent: 6.99, 20000 */
export const short = (value) =>
  Number.isFinite(value)
    ? String(Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3))).replace('-', '−')
    : '–';

const close = (unit) => (unit === '' || unit === '°' || unit === '%' ? '' : ' ');
/** "14°", "grass", "120 kN/m" */
export const valueText = (factor, value) =>
  factor.words.length ? (factor.words[value] ?? '–') : `${short(value)}${close(factor.unit)}${factor.unit}`;
/** "trunk lean 14°, surface grass" */
export const describe = (factors, settings) =>
  factors.map((f, i) => `${f.label} ${valueText(f, settings[i])}`).join(', ');

export const signed = (value, digits = 0) => (value >= 0 ? '+' : '−') + Math.abs(value).toFixed(digits);

/** A round step of 1, 2 or 5 times a power of ten: about `marks` of them in the range. */
export function roundStep(range, marks) {
  const raw = range / marks,
    power = 10 ** Math.floor(Math.log10(raw)),
    m = raw / power;
  return power * (m < 1.5 ? 1 : m < 3.5 ? 2 : m < 7.5 ? 5 : 10);
}

/** Least and largest of a list of any length. */
export const extent = (values) => values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
