// Which colour means what? The same as in the figures of psoas plot [Okabe & Ito 2008]: told apart by the colour-blind.

const light = {
  dark: false,
  paper: '#fdfdfb',
  ink: '#1b1e23',
  muted: '#5c636c',
  line: '#e2e1db',
  current: '#0072B2',
  kept: '#D55E00',
  all: '#8f979f',
  rightStance: '#DCE8F2',
  leftStance: '#F4E6DA',
  skin: '#6f7f92',
  bone: '#cfc8b8',
  sole: '#4a5058',
  ground: '#f1f0ea',
  groundLine: '#d3d1c7',
  load: ['#e8f1f8', '#8ec7ea', '#2f8fcb', '#0072B2', '#07335e'],
  muscle: ['#c9c6c4', '#d99a8c', '#d0502f', '#a31515'],
};
const dark = {
  dark: true,
  paper: '#14171b',
  ink: '#eceae5',
  muted: '#a3aab3',
  line: '#2c3238',
  current: '#56B4E9',
  kept: '#F2914A',
  all: '#7b838c',
  rightStance: '#1d2c3a',
  leftStance: '#382b20',
  skin: '#9fb4cc',
  bone: '#b7b0a1',
  sole: '#c4c8cd',
  ground: '#1c2126',
  groundLine: '#333b43',
  load: ['#16324a', '#0f5d92', '#2f9fe0', '#8fd3fb', '#f2fbff'],
  muscle: ['#4b4e55', '#8d4a3e', '#e0643c', '#ffb38a'],
};
export const themes = { light, dark };

const parse = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

/** Colour between the stops of a ramp, for a share from 0 to 1. */
export function ramp(stops, share) {
  const x = Math.min(1, Math.max(0, share || 0)) * (stops.length - 1),
    k = Math.min(Math.floor(x), stops.length - 2);
  const a = parse(stops[k]),
    b = parse(stops[k + 1]);
  return (
    '#' +
    a
      .map((v, i) =>
        Math.round(v + (x - k) * (b[i] - v))
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')
  );
}
