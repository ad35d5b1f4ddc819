// What is said once when the page opens: how to read it, where it comes from, what can be taken along, where to begin.
import { make } from './controls.js';
import { curvesCsv, save, scenariosCsv } from './download.js';
import { newtons, short } from './format.js';

const $ = (id) => document.getElementById(id);

export function picks(page, choose) {
  const { solved } = page.scenarios.interpolator,
    load = page.scenarios.load;
  if (solved.length < 2) return;
  const sorted = [...solved].sort((a, b) => load[a] - load[b]);
  const list = [
    ['Lowest load', sorted[0]],
    ['Median', sorted[sorted.length >> 1]],
    ['Highest', sorted[sorted.length - 1]],
  ];
  $('picks').replaceChildren(
    ...list.map(([label, i]) => {
      const button = make('button', { type: 'button', class: 'quiet' }, label);
      button.addEventListener('click', () => choose(page.scenarios.interpolator.settingsOf(i)));
      return button;
    }),
  );
}

export function about(page, data) {
  const p = data.provenance,
    { interpolator, error } = page.scenarios;
  const between = !data.factors.length
    ? ''
    : interpolator.grid
      ? 'Between the values of the grid the page interpolates linearly along every number (multilinear); words are never mixed.'
      : 'The scenarios are not a complete grid: the page fits a local linear model to the nearest solved scenarios with the same words, weighted by inverse distance in factors scaled to their ranges.';
  $('changes').hidden = !document.querySelector('.effects li');
  $('method').textContent = [
    between,
    error !== null && data.factors.length
      ? `Leaving solved scenarios out and predicting them from the others misses the peak by less than ${newtons(error)} N in 90 % of the cases${interpolator.grid ? ' (at twice the distance of the grid)' : ''}.`
      : '',
    'At a solved scenario every number is the file’s own. Peaks between scenarios are interpolated peaks, not peaks of interpolated curves.',
    data.body
      ? 'The runner is drawn from the model’s own joints, lengths and muscle paths; its skin is not part of the model. The sole flattens by what tissue and shoe give way, the ground sinks by its spring, both to scale. Muscle colours go with the square root of activation.'
      : '',
    'BW: body weight. Shear is given in the plane of each disc, positive when the upper vertebra slides forward.',
  ]
    .filter(Boolean)
    .join(' ');
  const rows = [
    ['File', p.file],
    ['Made', p.created],
    ['Program', p.source],
    ['Design', p.design || 'one scenario'],
    ['Study', p.study_sha256],
    ['Model tables', p.models_sha256],
  ];
  $('provenance').replaceChildren(
    ...rows.filter(([, v]) => v).flatMap(([k, v]) => [make('dt', {}, k), make('dd', {}, v)]),
  );
  $('study').textContent = p.study;
  if (!data.unsolved.length) return;
  $('unsolved').hidden = false;
  const head = make(
    'thead',
    {},
    make(
      'tr',
      {},
      ...['Scenario', ...data.factors.map((f) => f.label), 'Status', 'Reason'].map((t) =>
        make('th', { scope: 'col' }, t),
      ),
    ),
  );
  const table = $('unsolved').querySelector('table');
  table.replaceChildren(
    head,
    make(
      'tbody',
      {},
      ...data.unsolved.map(([i, status, reason]) =>
        make(
          'tr',
          {},
          make('td', {}, String(i)),
          ...data.factors.map((f) => {
            const v = page.columns[`factor:${f.name}`][i];
            return make('td', {}, f.words.length ? f.words[v] : short(v));
          }),
          make('td', {}, status),
          make('td', {}, reason),
        ),
      ),
    ),
  );
}

export function downloads(page, data, source, shown) {
  const button = (label, action) => {
    const b = make('button', { type: 'button' }, label);
    b.addEventListener('click', action);
    return b;
  };
  const svg = (name) => save(`${name}.svg`, 'image/svg+xml', page.charts.svg(name));
  const list = [];
  if (data.fields.length)
    list.push(
      button('Curves shown, CSV', () => save('curves.csv', 'text/csv', curvesCsv(data, shown(), source.points))),
    );
  list.push(button('All scenarios, CSV', () => save('scenarios.csv', 'text/csv', scenariosCsv(data, page.columns))));
  if (data.fields.length)
    list.push(
      button('Loads, SVG', () => svg('loads')),
      button('Ground force, SVG', () => svg('ground')),
      ...(data.fields.some((f) => f.name === 'landing_force')
        ? [button('Landing, SVG', () => svg('landing'))]
        : []),
    );
  list.push(
    button('Levels, SVG', () => svg('levels')),
    button('Print', () => window.print()),
  );
  $('downloads').replaceChildren(...list);
}
