// Which pieces do the charts share? Axes in kN and body weights, stances, what line and colour mean.
import { rowOf } from './data.js';
import { fixed } from './format.js';

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif';
const ON_GROUND = 20; // vertical force that counts as contact [N]

/** When a foot stands [% of the cycle]; a stance that wraps around 100 % comes in two pieces. */
export function stances(ground, foot, points) {
  const vertical = rowOf(ground, 3 * foot + 1, points),
    found = [];
  let open = null;
  for (let k = 0; k < points; ++k) {
    const now = vertical[k] > 0.999 * ON_GROUND,
      at = (100 * k) / (points - 1);
    if (now && !open) found.push((open = [at, at]));
    if (now) open[1] = at;
    else open = null;
  }
  return found;
}

export function valueAxis(theme, name, min, max, interval) {
  const t = theme,
    digits = Math.max(0, -Math.floor(Math.log10(interval) + 1e-9));
  return {
    type: 'value',
    name,
    min,
    max,
    interval,
    nameLocation: 'end',
    nameGap: 10,
    nameTextStyle: {
      color: t.muted,
      fontFamily: FONT,
      fontSize: 12,
      align: name === 'kN' ? 'right' : 'left',
      padding: name === 'kN' ? [0, 6, 0, 0] : [0, 0, 0, -4],
    },
    axisLabel: { color: t.muted, fontFamily: FONT, fontSize: 12, formatter: (v) => fixed(v, digits) },
    axisLine: { show: false, onZero: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: t.line, width: 1 } },
  };
}

export const cycleAxis = (theme) => timeAxis(theme, 'gait cycle (%)', 0, 100);

export function timeAxis(theme, name, min, max) {
  const t = theme;
  return {
    type: 'value',
    min,
    max,
    interval: 20,
    name,
    nameLocation: 'middle',
    nameGap: 26,
    nameTextStyle: { color: t.muted, fontFamily: FONT, fontSize: 12 },
    axisLabel: { color: t.muted, fontFamily: FONT, fontSize: 12 },
    axisLine: { onZero: false, lineStyle: { color: t.muted } },
    axisTick: { lineStyle: { color: t.muted } },
    splitLine: { show: false },
  };
}

export function baseOption(theme, extra) {
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: FONT },
    grid: { left: 44, right: 44, top: 30, bottom: 44 },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: theme.paper,
      borderColor: theme.line,
      borderWidth: 1,
      textStyle: { color: theme.ink, fontFamily: FONT, fontSize: 12 },
      axisPointer: { type: 'line', lineStyle: { color: theme.muted, type: 'dotted' } },
    },
    ...extra,
  };
}

/** What line and colour mean, above the chart: short lines drawn as in it. */
export function showKeys(theme, hosts, name, rows, shown) {
  const box = hosts[name].querySelector('.keys');
  const ns = 'http://www.w3.org/2000/svg';
  const sample = (colour, dash) => {
    const svg = document.createElementNS(ns, 'svg');
    svg.setAttribute('viewBox', '0 0 24 10');
    svg.setAttribute('aria-hidden', 'true');
    const mark = document.createElementNS(ns, dash === 'bar' || dash === 'band' ? 'rect' : 'line');
    const set = (o) => Object.entries(o).forEach(([k, v]) => mark.setAttribute(k, v));
    if (dash === 'bar') set({ x: 2, y: 2, width: 20, height: 6, rx: 1, fill: colour });
    else if (dash === 'band') set({ x: 2, y: 0, width: 20, height: 10, fill: theme.all, opacity: 0.35 });
    else
      set({
        x1: 1,
        x2: 23,
        y1: 5,
        y2: 5,
        stroke: colour,
        'stroke-width': 2.2,
        ...(Array.isArray(dash) ? { 'stroke-dasharray': dash.join(' ') } : {}),
      });
    svg.append(mark);
    return svg;
  };
  box.replaceChildren(
    ...rows.map(([label, dash]) => {
      const item = document.createElement('span');
      item.append(sample(shown.length > 1 && dash !== 'bar' ? theme.muted : theme.current, dash), label);
      return item;
    }),
    ...(shown.length > 1
      ? shown.map((s) => {
          const item = document.createElement('span');
          item.append(sample(s.kept ? theme.kept : theme.current, 'bar'), s.name);
          return item;
        })
      : []),
  );
}
