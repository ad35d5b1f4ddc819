// Does the page work in a real browser? Run by browser_test.cpp: node page.mjs WEB_MODULES CHROMIUM ADDRESS EXPECTED CHECK
// Prints what failed, one line each; exit code 1 when anything did.
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [modules, chromium, address, expectedFile, check] = process.argv.slice(2);
const require = createRequire(join(modules, 'node_modules/x.js'));
const playwright = require('playwright-core');
const expected = JSON.parse(readFileSync(expectedFile));
const failures = [];
const expect = (condition, text) => {
  if (!condition) failures.push(text);
};
const near = (a, b, tolerance, text) => expect(Math.abs(a - b) <= tolerance, `${text}: ${a} instead of ${b}`);

const profile = mkdtempSync(join(tmpdir(), 'psoas-browser-'));
const browser = await playwright.chromium.launch({
  executablePath: chromium,
  env: { ...process.env, HOME: profile },
  args: ['--no-sandbox', '--enable-unsafe-swiftshader', '--use-gl=angle', '--use-angle=swiftshader'],
});

/** A page that is ready, with everything it complains about and asks for kept. */
async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage(),
    said = [],
    asked = [];
  page.on('console', (m) => {
    if (['error', 'warning'].includes(m.type())) said.push(m.text());
  });
  page.on('pageerror', (e) => said.push(e.stack));
  page.on('request', (r) => asked.push(r.url()));
  await page.goto(address);
  await page.waitForFunction(() => document.documentElement.dataset.ready, null, { timeout: 60000 });
  return { page, said, asked };
}
const choice = (f, word) => `label:has(> span:text-is("${word}")) input[name="factor-${f}"]`;
const settle = (page) => page.waitForFunction(() => psoas.settled(), null, { timeout: 30000 });

const checks = {
  /** At every solved scenario the number and the curve are the file's; between two they lie between. */
  async numbers() {
    const { page, said, asked } = await open();
    const path = () =>
      page.$eval('#loads .drawing svg', (svg) =>
        [...svg.querySelectorAll('path[stroke-width="2.2"]')].map((p) => p.getAttribute('d')).join(),
      );
    let before = '';
    for (const scenario of expected.scenarios) {
      for (const [f, value] of scenario.settings.entries()) {
        if (typeof value === 'number')
          await page.$eval(
            `#factor-${f}`,
            (input, v) => {
              input.value = v;
              input.dispatchEvent(new Event('input'));
            },
            value,
          );
        else await page.check(choice(f, value));
      }
      await settle(page);
      expect(
        Number(await page.$eval('#number', (e) => e.dataset.value)) === scenario.peak,
        `scenario ${scenario.index}: the number is not the file's`,
      );
      expect(
        (await page.textContent('#number')) === String(Math.round(scenario.peak)),
        `scenario ${scenario.index}: printed ${await page.textContent('#number')}`,
      );
      expect(
        (await page.textContent('#state')).includes(`Solved scenario ${scenario.index}`),
        'a solved scenario is not called solved',
      );
      const curve = await page.evaluate(() => Array.from(psoas.page.now.curves.lumbar_compression.subarray(0, 101)));
      expect(
        curve.every((v, k) => v === scenario.compression[k]),
        `scenario ${scenario.index}: the curve is not the file's`,
      );
      const drawn = await path();
      expect(drawn !== before, `scenario ${scenario.index}: the chart did not change`);
      before = drawn;
    }
    const [a, b] = expected.between;
    await page.$eval(
      '#factor-0',
      (input, v) => {
        input.value = v;
        input.dispatchEvent(new Event('input'));
      },
      a.settings[0] + 0.25 * (b.settings[0] - a.settings[0]),
    );
    await page.check(choice(1, a.settings[1]));
    await settle(page);
    near(
      Number(await page.$eval('#number', (e) => e.dataset.value)),
      0.75 * a.peak + 0.25 * b.peak,
      1e-6 * a.peak,
      'a quarter of the way',
    );
    expect((await page.textContent('#state')).startsWith('Interpolated'), 'an interpolated value is not called so');
    expect(said.length === 0, `console: ${said.join(' | ')}`);
    expect(
      asked.every(
        (url) =>
          url.startsWith(new URL(address).origin === 'null' ? address : new URL(address).origin) ||
          url.startsWith('data:') ||
          url.startsWith('blob:'),
      ),
      `requests: ${asked.join(' ')}`,
    );
  },

  /** A lesson opens the page with the claim, the file's numbers and what was published; the landing is drawn. */
  async lesson() {
    const { page, said } = await open();
    expect((await page.textContent('#lesson q')) === 'Springs </script><b>help.', 'the claim is not as written');
    expect((await page.textContent('#lesson .verdict')) === expected.verdict, 'another verdict than the numbers give');
    const shown = await page.$$eval('#lesson .answers li', (items) =>
      items.map((li) => ({ output: li.dataset.output, change: Number(li.dataset.change), text: li.textContent })),
    );
    expect(shown.length === expected.answers.length, `${shown.length} answers`);
    for (const [i, wanted] of expected.answers.entries()) {
      expect(shown[i].output === wanted.output, `${shown[i].output} in place of ${wanted.output}`);
      expect(shown[i].change === wanted.change, `${wanted.output}: ${shown[i].change} instead of ${wanted.change}`);
      if (wanted.by_hand !== undefined) near(shown[i].change, wanted.by_hand, 1e-6, 'worked out by hand');
      const printed = Number(shown[i].text.match(/([+−][0-9.]+) N/)[1].replace('−', '-'));
      near(printed, wanted.change, 0.5, `${wanted.output} as printed`);
      near(
        Number(shown[i].text.match(/([+−][0-9.]+) body weights/)[1].replace('−', '-')),
        wanted.body_weights,
        0.0051,
        'body weights',
      );
    }
    expect((await page.textContent('#lesson .findings')).includes('Nobody looked. [Holm 1979] (read in the abstract)'), 'the finding is missing');
    const above = await page.evaluate(
      () => document.querySelector('#lesson').offsetTop < document.querySelector('.opening').offsetTop,
    );
    expect(above, 'the lesson is not at the top');
    // The landing: the curve is the block's, the dot stands at the impact
    const landing = await page.evaluate(() => {
      const { curves, impact } = psoas.page.now;
      const t = psoas.page.charts.data.landing_time;
      return { points: curves.landing_force.length / 3, times: t.length, force: impact.force, hidden: document.getElementById('landing').hidden };
    });
    expect(landing.points === landing.times && landing.times === 111, `landing of ${landing.points} points`);
    expect(!landing.hidden, 'the landing is not drawn');
    expect((await page.$$eval('#landing svg path[stroke-width="2.2"]', (p) => p.length)) === 2, 'two curves of the landing');
    expect(said.length === 0, `console: ${said.join(' | ')}`);
  },

  /** A file without curves: the numbers of the scenario chosen, and why there is no runner. */
  async summary() {
    const { page, said } = await open();
    for (const id of ['runner', 'loads', 'ground', 'landing'])
      expect(!(await page.isVisible(`#${id}`)), `${id} is shown, empty`);
    const cell = () => page.textContent('#numbers tr:first-child td');
    const peak = async (scenario) => {
      await page.evaluate((i) => psoas.choose(psoas.page.scenarios.interpolator.settingsOf(i)), scenario);
      await settle(page);
      return Number((await cell()).match(/^[0-9]+/)[0]);
    };
    for (const i of [0, 5])
      expect((await peak(i)) === Math.round(expected.scenarios[i].peak), `scenario ${i}: ${await cell()}`);
    expect((await page.textContent('#numbers .note')).includes('no runner to see'), 'it does not say why');
    expect(await page.isVisible('#levels'), 'the levels are hidden');
    expect(said.length === 0, `console: ${said.join(' | ')}`);
  },

  /** A served page is the same page; its server answers this machine's own name alone, and only what there is. */
  async served() {
    await checks.numbers();
    const status = (path, headers = {}, method = 'GET') =>
      new Promise((done, failed) =>
        request(new URL(path, address), { headers, method }, (r) => {
          r.resume();
          done(r.statusCode);
        })
          .on('error', failed)
          .end(),
      );
    for (const [path, headers, method, wanted] of [
      ['/', {}, 'GET', 200],
      ['/table', {}, 'GET', 200],
      ['/scenario/0', {}, 'GET', 200],
      ['/scenario/999', {}, 'GET', 404],
      ['/scenario/-1', {}, 'GET', 404],
      ['/etc/passwd', {}, 'GET', 404],
      ['/', { Host: 'evil.example' }, 'GET', 403],
      ['/table', { Host: 'evil.example:80' }, 'GET', 403],
      ['/', {}, 'POST', 404],
    ]) {
      const got = await status(path, headers, method);
      expect(got === wanted, `${method} ${path} ${JSON.stringify(headers)}: ${got} instead of ${wanted}`);
    }
  },

  /** The runner moves, and stops when told; comparison and downloads hold what is shown. */
  async runner() {
    const { page, said } = await open();
    await page.click('#play');
    await page.evaluate(() => psoas.play(false));
    const picture = async (percent) => {
      await page.evaluate((t) => psoas.goTo(t), percent);
      await settle(page);
      return page.$eval('#view canvas', (c) => c.toDataURL());
    };
    const first = await picture(10),
      second = await picture(40);
    expect(first.length > 5000 && first !== second, 'two moments of the stride look alike');
    expect(first === (await picture(10)), 'the same moment looks different twice');
    await page.evaluate(() => psoas.play(true));
    const from = await page.evaluate(() => psoas.page.percent);
    await page.waitForFunction((p) => Math.abs(psoas.page.percent - p) > 1, from, { timeout: 20000 });
    await page.click('#play');
    await page.click('#keep');
    await page.click('#picks button:last-child');
    await settle(page);
    const kept = await page.evaluate(() => psoas.page.now.load - psoas.page.kept.load);
    expect(
      (await page.textContent('#difference')).includes(`${kept >= 0 ? '+' : '−'}${Math.abs(kept).toFixed(0)} N`),
      'the table does not have the difference',
    );
    const download = async (text) => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.click(`#downloads button:text-is("${text}")`),
      ]);
      return readFileSync(await file.path(), 'utf8');
    };
    const csv = (await download('Curves shown, CSV')).split('\n').filter((l) => l && !l.startsWith('#'));
    expect(csv.length === 102 && csv[0].includes('compression L5-S1 (N)'), 'the CSV of the curves lacks rows or names');
    const column = csv[0].split(',').findIndex((n) => n.includes('compression L5-S1'));
    const curve = await page.evaluate(() => psoas.page.now.curves.lumbar_compression[30]);
    expect(Number(csv[31].split(',')[column]) === curve, 'the CSV has other numbers than the page');
    expect(
      (await download('All scenarios, CSV')).split('\n').filter((l) => /^\d/.test(l)).length === expected.count,
      'the CSV of the scenarios lacks some',
    );
    expect(/^<svg[\s\S]*<path/.test(await download('Loads, SVG')), 'the SVG is none');
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    expect((await page.$$eval('#kinogram svg g', (g) => g.length)) >= 6, 'paper has no runner');
    expect((await page.pdf({ preferCSSPageSize: true })).length > 20000, 'the print is empty');
    expect(said.length === 0, `console: ${said.join(' | ')}`);
  },

  /** The page's kinematics are the model's. */
  async poses() {
    const { page } = await open();
    for (const frame of expected.poses) {
      const pose = await page.evaluate(([i, t]) => psoas.pose(i, t), [frame.scenario, frame.percent]);
      const worst = (list, of) => Math.max(...list.map((p, i) => Math.hypot(...[0, 1, 2].map((c) => of(i)[c] - p[c]))));
      near(
        worst(frame.links, (i) => pose.links[i].p),
        0,
        1e-5,
        'joint centres [m]',
      );
      near(
        worst(frame.levels, (i) => pose.joints[i]),
        0,
        1e-5,
        'lumbar levels [m]',
      );
      const lengths = pose.muscles.map((m) =>
        m.slice(1).reduce((sum, p, i) => sum + Math.hypot(...[0, 1, 2].map((c) => p[c] - m[i][c])), 0),
      );
      near(
        Math.max(...frame.muscle_lengths.map((l, i) => Math.abs(l - lengths[i]))),
        0,
        2e-5,
        'lengths of muscles [m]',
      );
    }
  },

  /** No serious fault for people who do not see or do not use a mouse; fits a phone; motion only when wanted. */
  async access() {
    const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
    for (const [name, options] of Object.entries({
      light: {},
      dark: { colorScheme: 'dark' },
      phone: { viewport: { width: 390, height: 844 } },
    })) {
      const { page } = await open(options);
      await page.click('#keep');
      // The policy of the page forbids scripts from elsewhere: axe comes in as the debugger's own.
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => axe.run({ resultTypes: ['violations'] }));
      for (const v of violations.filter((x) => ['serious', 'critical'].includes(x.impact)))
        failures.push(
          `${name}: ${v.id}: ${v.help}: ${v.nodes
            .slice(0, 3)
            .map((n) => n.target)
            .join(' ')}`,
        );
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
        `${name}: wider than the screen`,
      );
      await page.context().close();
    }
    const { page } = await open({ reducedMotion: 'reduce' });
    expect(!(await page.evaluate(() => psoas.page.playing)), 'it moves although less motion was asked for');
    await page.focus('#factor-0');
    const before = await page.textContent('#number');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await settle(page);
    expect(before !== (await page.textContent('#number')), 'the keyboard does not move a slider');
    await page.waitForFunction(() => document.getElementById('live').textContent.includes('newtons'), null, {
      timeout: 5000,
    });
  },

  /** Without WebGL there is a runner too. */
  async flat() {
    const { page, said } = await open({});
    await page.addInitScript(() => {
      HTMLCanvasElement.prototype.getContext = new Proxy(HTMLCanvasElement.prototype.getContext, {
        apply: (f, self, [kind, ...rest]) =>
          kind.startsWith('webgl') ? null : Reflect.apply(f, self, [kind, ...rest]),
      });
    });
    await page.reload();
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'yes');
    await page.evaluate(() => {
      psoas.play(false);
      psoas.goTo(10);
    });
    const first = await page.$eval('#view canvas', (c) => c.toDataURL());
    await page.evaluate(() => psoas.goTo(40));
    expect(first !== (await page.$eval('#view canvas', (c) => c.toDataURL())), 'the flat runner does not move');
    expect(
      said.every((t) => t.includes('WebGL')),
      `console: ${said.join(' | ')}`,
    );
  },
};

try {
  await checks[check]();
} catch (error) {
  failures.push(error.stack);
}
await browser.close();
rmSync(profile, { recursive: true, force: true });
for (const failure of failures) console.log(failure);
process.exit(failures.length ? 1 : 0);
