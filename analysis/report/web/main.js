// The page: reads its data, keeps what is chosen, and shows it. Everything below follows one setting and one moment.
import { about, downloads, picks } from './about.js';
import { Charts } from './charts.js';
import { themes } from './colour.js';
import { compareTable, numbersTable } from './compare.js';
import { Controls, make } from './controls.js';
import { Source } from './data.js';
import { describe, fixed, newtons } from './format.js';
import { Interpolator } from './interpolate.js';
import { musclePoints } from './kinematics.js';
import { Panels, Strip } from './panels.js';
import { kinogram, Runner2D } from './runner2d.js';
import { CAMERAS, Runner3D } from './runner3d.js';
import { Scenarios } from './scenario.js';

const $ = (id) => document.getElementById(id);
const data = JSON.parse($('data').textContent);
const source = new Source(data);
const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;

const page = {
  settings: [],
  now: null,
  kept: null,
  percent: 18,
  playing: false,
  speed: 0.25,
  travelled: 0,
  theme: window.matchMedia('(prefers-color-scheme: dark)').matches ? themes.dark : themes.light,
};

// ---- What is said about a value

/** Where the number comes from, and where the curves do when they are another scenario's. */
function stateText(view) {
  const [kind, text] = numberText(view);
  if (!page.scenarios.lacksCurves(view)) return [kind, text];
  const near = page.scenarios.nearestWithCurves(view.settings);
  return [
    'care',
    near < 0
      ? `${text} Its curves are not in this page: psoas view has them.`
      : `${text} Curves and runner are those of scenario ${near}, the nearest whose curves are in this page; psoas view has all.`,
  ];
}

function numberText(view) {
  const { interpolator, error } = page.scenarios;
  const typical =
    error === null
      ? ''
      : ` Checked by leaving solved scenarios out: 90 % of such values are within ${newtons(error)} N.`;
  switch (view.kind) {
    case 'solved':
      return [
        'solved',
        data.factors.length
          ? `Solved scenario ${view.exact}: the values of the file.`
          : 'The one scenario of the file.',
      ];
    case 'between':
      return [
        'between',
        interpolator.grid
          ? `Interpolated between ${view.parts.length} solved scenarios.${typical}`
          : `Local linear fit to ${view.parts.length} solved scenarios nearby.${typical}`,
      ];
    case 'beside':
      return ['care', 'Beside unsolved scenarios: taken from the solved neighbours alone. Read with care.'];
    case 'outside':
      return ['care', 'Extrapolated: solved scenarios are too few or too far away here. Read as a guess.'];
    default:
      return ['care', 'No scenario was solved here, so nothing is shown.'];
  }
}

let said = 0;
function announce(view) {
  clearTimeout(said);
  said = setTimeout(() => {
    $('live').textContent =
      view.kind === 'none'
        ? stateText(view)[1]
        : `${newtons(view.load)} newtons${view.weight ? `, ${fixed(view.load / view.weight, 1)} body weights` : ''}. ${stateText(view)[1]}`;
  }, 500);
}

// ---- Showing

function showNumbers(view) {
  $('number').textContent = newtons(view.load);
  $('number').dataset.value = view.load;
  $('number-weights').textContent =
    view.weight && Number.isFinite(view.load) ? `${fixed(view.load / view.weight, 1)} body weights` : '';
  $('settings').textContent = describe(data.factors, view.settings);
  const [kind, text] = stateText(view);
  $('state').className = `state ${kind}`;
  $('state').textContent = text;
  $('nearest').hidden = view.kind === 'solved' || view.nearest === undefined || view.nearest < 0;
  page.panels?.mark(view.settings, view.load);
  page.strip?.mark(view.load);
  announce(view);
}

const shown = () => [page.now, page.kept].filter((v) => v && v.kind !== 'none');

function showCurves() {
  const views = shown();
  for (const id of ['loads', 'ground', 'landing', 'levels'])
    $(id).classList.toggle('empty', !views.length || page.now.kind === 'none');
  if (views.length) page.charts.show(views, page.ranges, source.points);
  const moving = page.runner && views.filter((v) => v.curves);
  $('runner').hidden = !data.body || !data.fields.length || page.now.kind === 'none';
  if (moving?.length) {
    const key = moving
      .map((v) =>
        JSON.stringify([page.scenarios.body(v).scale, page.scenarios.body(v).sole, data.body.of?.[v.nearest]]),
      )
      .join();
    if (key !== page.bodyKey) page.runner.setBodies(moving.map((v) => page.scenarios.body(v)));
    page.bodyKey = key;
    page.moving = moving;
    showMoment();
  }
  $('numbers').hidden = data.fields.length > 0 || page.now.kind === 'none';
  if (!$('numbers').hidden) numbersTable($('numbers').querySelector('tbody'), page.scenarios.level, page.now);
  $('compare').hidden = !page.kept;
  if (page.kept && page.now.kind !== 'none')
    compareTable($('difference'), data.factors, page.scenarios.level, page.now, page.kept);
  legend();
}

function showMoment() {
  $('clock').textContent = `${Math.round(page.percent)} %`;
  if (document.activeElement !== $('time') || page.playing) $('time').value = page.percent;
  $('time').setAttribute('aria-valuetext', `${Math.round(page.percent)} per cent of the gait cycle`);
  page.charts.setTime(page.percent);
  if (page.runner && page.moving?.length)
    page.runner.show(
      page.moving.map((v) => page.scenarios.frame(v, page.percent)),
      page.travelled,
    );
}

/** Latest asked, latest shown: a slow block never overwrites a newer setting. */
let asked = 0;
async function update() {
  const view = page.scenarios.view(page.settings, page.kept ? 'this one' : 'this scenario');
  const turn = ++asked;
  showNumbers(view);
  view.curves = await page.scenarios.curves(view);
  if (turn !== asked) return;
  page.now = view;
  showCurves();
}

/** A slider speaks faster than charts are drawn: one drawing a frame. */
let waiting = 0;
function soon() {
  waiting ||= requestAnimationFrame(() => {
    waiting = 0;
    update();
  });
}

function choose(settings) {
  page.settings = [...settings];
  page.controls.set(settings);
  return update();
}

function keep() {
  page.kept = { ...page.now, kept: true, name: 'kept' };
  page.now.name = 'this one';
  $('keep').textContent = 'Keep this one instead';
  showCurves();
}

function legend() {
  const items = [];
  const scale = (name, stops, low, high) => {
    const bar = make('i', { class: 'ramp' });
    bar.style.background = `linear-gradient(90deg, ${stops.join(', ')})`;
    return make('span', {}, `${name} ${low} `, bar, ` ${high}`);
  };
  items.push(scale('disc compression', page.theme.load, '0', `${fixed(page.scenarios.most / 1000, 1)} kN`));
  if (page.now?.curves?.muscle_activation) items.push(scale('muscle activation', page.theme.muscle, '0', '100 %'));
  items.push(make('span', {}, 'arrow: ground force'));
  if (page.kept)
    items.push(
      make('span', { class: 'current' }, 'in front: this one'),
      make('span', { class: 'kept' }, 'behind: kept'),
    );
  $('runner-legend').replaceChildren(...items);
}

// ---- Time

let last = 0;
function tick(stamp) {
  const dt = Math.min(0.1, (stamp - (last || stamp)) / 1000);
  last = stamp;
  if (!page.playing) {
    last = 0;
    return;
  }
  const view = page.moving?.[0],
    duration = view ? view.number('stride_duration') : NaN;
  if (duration > 0 && page.visible) {
    page.percent = (page.percent + (100 * dt * page.speed) / duration) % 100;
    page.travelled += dt * page.speed * view.number('gait.speed_m_s');
    showMoment();
  }
  requestAnimationFrame(tick);
}

function play(on) {
  page.playing = on;
  $('play').textContent = on ? 'Pause' : 'Play';
  $('play').setAttribute('aria-label', on ? 'Pause' : 'Play');
  if (on) requestAnimationFrame(tick);
}

function goTo(percent) {
  const v = page.moving?.[0];
  if (v)
    page.travelled +=
      ((percent - page.percent) / 100) * (v.number('stride_duration') * v.number('gait.speed_m_s') || 0);
  page.percent = percent;
  showMoment();
}

// ---- Setting up

function setTheme(theme) {
  page.theme = theme;
  document.documentElement.dataset.theme = theme.dark ? 'dark' : 'light';
  $('theme').textContent = theme.dark ? 'Light' : 'Dark';
  page.charts?.setTheme(theme);
  page.runner?.setTheme(theme);
  if (page.now) (legend(), showMoment());
}

function makeRunner() {
  if (!data.body || !data.fields.length) return null;
  try {
    return new Runner3D($('view'), page.theme);
  } catch {
    $('view').replaceChildren();
    $('cameras').hidden = true;
    return new Runner2D($('view'), page.theme);
  }
}

function wire() {
  $('theme').addEventListener('click', () => setTheme(page.theme.dark ? themes.light : themes.dark));
  $('keep').addEventListener('click', keep);
  $('forget').addEventListener('click', () => {
    page.kept = null;
    page.now.name = 'this scenario';
    $('keep').textContent = 'Keep for comparison';
    showCurves();
    $('keep').focus();
  });
  $('swap').addEventListener('click', () => {
    const kept = page.kept.settings;
    page.kept = { ...page.now, kept: true, name: 'kept' };
    choose(kept);
  });
  $('nearest').addEventListener('click', () =>
    choose(page.scenarios.interpolator.settingsOf(page.scenarios.interpolator.nearestSolved(page.settings))),
  );
  $('play').addEventListener('click', () => play(!page.playing));
  $('time').addEventListener('input', () => {
    play(false);
    goTo(Number($('time').value));
  });
  $('speed').addEventListener('change', () => {
    page.speed = Number($('speed').value);
  });
  $('cameras').replaceChildren(
    ...Object.keys(CAMERAS).map((name) => {
      const b = make('button', { type: 'button', class: 'quiet' }, name);
      b.addEventListener('click', () => page.runner.look(name));
      return b;
    }),
  );
  new IntersectionObserver(([entry]) => {
    page.visible = entry.isIntersecting;
  }).observe($('view'));
  window.addEventListener('beforeprint', () => {
    page.before = page.theme;
    setTheme(themes.light);
    page.charts.print(true, 660);
    if (page.now?.curves)
      kinogram($('kinogram'), page.scenarios.body(page.now), (t) => page.scenarios.frame(page.now, t), themes.light);
  });
  window.addEventListener('afterprint', () => {
    page.charts.print(false);
    setTheme(page.before);
  });
}

async function start() {
  const columns = (page.columns = await source.table());
  const interpolator = new Interpolator(data.factors, columns);
  page.scenarios = new Scenarios(data, columns, source, interpolator);
  page.ranges = page.scenarios.ranges();
  const { solved } = interpolator;
  setTheme(page.theme);
  about(page, data);
  if (!solved.length) {
    for (const id of ['explore', 'take', 'changes']) $(id).hidden = true;
    return;
  }
  const masses = columns['runner.mass_kg'],
    weight = masses && solved.every((i) => masses[i] === masses[solved[0]]) ? masses[solved[0]] * data.gravity : 0;
  if (solved.length > 1)
    page.strip = new Strip($('strip').querySelector('.drawing'), page.scenarios.load, solved, weight);
  page.panels = new Panels(document.querySelectorAll('.panel'), data, interpolator, page.scenarios.load, weight, (i) =>
    choose(interpolator.settingsOf(i)),
  );
  page.charts = new Charts(
    { loads: $('loads'), ground: $('ground'), landing: $('landing'), levels: $('levels') },
    data,
    page.theme,
    (percent) => {
      play(false);
      goTo(percent);
    },
  );
  page.controls = new Controls($('controls'), data.factors, interpolator, (settings) => {
    page.settings = [...settings];
    soon();
  });
  wire();
  picks(page, choose);
  downloads(page, data, source, shown);
  // Begin with the runner's own way of running
  const far = columns.anchor_distance;
  const first = far ? solved.reduce((a, b) => (far[b] < far[a] ? b : a)) : solved[0];
  await choose(interpolator.settingsOf(first));
  performance.mark('interactive');
  // The runner comes when the page can already be used: its shaders take a moment
  await new Promise((done) => setTimeout(done, 0));
  page.runner = makeRunner();
  showCurves();
  const still = !(page.now.number('stride_duration') > 0);
  document.querySelector('.transport').hidden = still;
  if (!calm && !still && page.runner) play(true);
  document.documentElement.dataset.ready = 'yes';
}

/** For the tests: where the page thinks everything is. */
window.psoas = {
  page,
  choose,
  play,
  goTo,
  settled: () => !waiting && page.now.settings.join() === page.settings.join(),
  async pose(scenario, percent) {
    const view = page.scenarios.view(page.scenarios.interpolator.settingsOf(scenario), '');
    view.curves = await source.curves(scenario);
    const frame = page.scenarios.frame(view, percent),
      body = page.scenarios.body(view);
    return {
      links: frame.posed.links,
      joints: frame.posed.joints,
      muscles: body.shape.paths.map((p) => musclePoints(body.shape, frame.posed, p, body.scale)),
    };
  },
  describe: (i) => describe(data.factors, page.scenarios.interpolator.settingsOf(i)),
};

start().catch((error) => {
  document.documentElement.dataset.ready = 'failed';
  console.error(error);
});
