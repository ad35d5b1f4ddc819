// What happens over the gait cycle, at the landing, and at each level? Four charts of ECharts (SVG, so that paper gets vectors); the
// current scenario in one colour, the one kept for comparison in another, whatever the chart.
import { BarChart, CustomChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, MarkAreaComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { rowOf } from './data.js';
import { baseOption, cycleAxis, FONT, showKeys, stances, timeAxis, valueAxis } from './chart_parts.js';
import { fixed, newtons, roundStep } from './format.js';

echarts.use([
  LineChart,
  BarChart,
  CustomChart,
  GridComponent,
  TooltipComponent,
  MarkAreaComponent,
  AriaComponent,
  SVGRenderer,
]);

const HEIGHTS = { levels: 230, landing: 165 }; // on paper [px]

export class Charts {
  /** @param hosts {loads, ground, landing, levels: figure elements}; onTime(percent) when someone points at a moment */
  constructor(hosts, data, theme, onTime) {
    this.hosts = hosts;
    this.data = data;
    this.theme = theme;
    this.onTime = onTime;
    this.extent = {};
    this.charts = {};
    this.cursors = {};
    for (const [name, host] of Object.entries(hosts)) {
      const drawing = host.querySelector('.drawing');
      const chart = echarts.init(drawing, null, { renderer: 'svg' });
      this.charts[name] = chart;
      new ResizeObserver(() => {
        if (!this.printing) chart.resize();
        this.place();
      }).observe(drawing);
      if (name === 'loads' || name === 'ground') this.addCursor(name, drawing, chart);
    }
  }

  addCursor(name, drawing, chart) {
    const cursor = document.createElement('div');
    cursor.className = 'cursor';
    drawing.append(cursor);
    this.cursors[name] = cursor;
    const point = (event) => {
      const [x] = chart.convertFromPixel({ gridIndex: 0 }, [event.offsetX, 10]);
      if (x >= -2 && x <= 102) this.onTime(Math.min(100, Math.max(0, x)));
    };
    chart.getZr().on('mousedown', (e) => {
      this.dragging = name;
      point(e);
    });
    chart.getZr().on('mousemove', (e) => {
      if (this.dragging === name && e.event.buttons) point(e);
    });
    chart.getZr().on('mouseup', () => {
      this.dragging = null;
    });
  }

  /** Left axis in kN, right axis in body weights: one range for both. Ranges only ever grow, so that moving a slider
   * moves the curve and not the axis. */
  axes(name, lowest, highest, weight) {
    const seen = (this.extent[name] ??= [0, 0]);
    seen[0] = Math.min(seen[0], lowest / 1000);
    seen[1] = Math.max(seen[1], (highest / 1000) * 1.04);
    const step = roundStep(seen[1] - seen[0], 5);
    const min = Math.floor(seen[0] / step + 1e-9) * step,
      max = Math.ceil(seen[1] / step - 1e-9) * step;
    const left = valueAxis(this.theme, 'kN', min, max, step);
    if (!weight) return [left, { show: false, min, max }];
    const k = 1000 / weight,
      right = valueAxis(this.theme, 'body weights', min * k, max * k, roundStep((max - min) * k, 4));
    // Marks of body weights are whole steps from zero, wherever the axis begins
    const marks = [];
    for (
      let v = Math.ceil((min * k) / right.interval - 1e-9) * right.interval;
      v <= max * k + 1e-9;
      v += right.interval
    )
      marks.push(v);
    right.axisTick.customValues = right.axisLabel.customValues = marks;
    right.splitLine = { show: false };
    right.position = 'right';
    return [left, right];
  }

  line(name, values, colour, dash, kept, ground) {
    const points = values.length;
    return {
      name,
      type: 'line',
      symbol: 'none',
      data: Array.from(values, (v, k) => [(100 * k) / (points - 1), v / 1000]),
      lineStyle: { color: colour, width: kept ? 1.6 : 2.2, type: dash },
      itemStyle: { color: colour },
      emphasis: { disabled: true },
      markArea: ground && {
        silent: true,
        label: { show: false },
        data: [0, 1].flatMap((foot) =>
          stances(ground, foot, points).map(([a, b]) => [
            {
              xAxis: a,
              itemStyle: {
                color: foot ? this.theme.leftStance : this.theme.rightStance,
                opacity: this.theme.dark ? 0.8 : 0.6,
              },
            },
            { xAxis: b },
          ]),
        ),
      },
    };
  }

  /** @param shown [{curves, peaks: {compression, shear}, weight, name}] current first; range of all scenarios per level */
  show(shown, range, points) {
    this.last = [shown, range, points];
    this.showCycle('loads', shown, points, [
      ['compression', 'lumbar_compression', 0, 'solid'],
      ['anterior shear', 'lumbar_shear_anterior', 0, [6, 4]],
      ['lateral shear', 'lumbar_shear_lateral', 0, [1.5, 3]],
    ]);
    this.showCycle('ground', shown, points, [
      ['right, vertical', 'ground_force', 1, 'solid'],
      ['left, vertical', 'ground_force', 4, [6, 4]],
    ]);
    this.showLanding(shown);
    this.showLevels(shown, range);
    this.place();
  }

  showCycle(name, shown, points, rows) {
    const t = this.theme,
      withCurves = shown.filter((s) => s.curves?.lumbar_compression);
    this.hosts[name].hidden = !withCurves.length;
    if (!withCurves.length) return;
    let low = 0,
      high = 0;
    const series = [];
    withCurves.forEach((s, i) =>
      rows.forEach(([label, field, row, dash], r) => {
        const values = rowOf(s.curves[field], row, points);
        for (const v of values) ((low = Math.min(low, v)), (high = Math.max(high, v)));
        const colour = s.kept ? t.kept : t.current;
        series.push(
          this.line(
            withCurves.length > 1 ? `${label}, ${s.name}` : label,
            values,
            colour,
            dash,
            s.kept,
            i === 0 && r === 0 ? s.curves.ground_force : null,
          ),
        );
      }),
    );
    // Those kept for comparison below the current ones
    const option = baseOption(this.theme, {
      xAxis: cycleAxis(this.theme),
      yAxis: this.axes(name, low, high, withCurves[0].weight),
      series,
    });
    const weight = withCurves[0].weight;
    option.tooltip.formatter = (items) =>
      `${Math.round(items[0].value[0])} % of the cycle\n` +
      items
        .map(
          (i) =>
            `${i.seriesName}: ${newtons(1000 * i.value[1])} N${weight ? ` (${fixed((1000 * i.value[1]) / weight, 2)} BW)` : ''}`,
        )
        .join('\n');
    this.charts[name].setOption(option, { notMerge: true });
    showKeys(
      this.theme,
      this.hosts,
      name,
      rows.map(([label, , , dash]) => [label, dash]),
      withCurves,
    );
    const s = withCurves[0],
      main = rowOf(s.curves[rows[0][1]], rows[0][2], points),
      peak = main.indexOf(main.reduce((a, b) => Math.max(a, b)));
    this.describe(
      name,
      `${name === 'loads' ? 'L5/S1 compression' : 'Vertical ground force of the right foot'} over the gait cycle: largest ${newtons(main[peak])} newtons at ${peak} per cent.`,
    );
  }

  /** Vertical force after touch-down, as simulated anew and as the stride has it; a dot at the impact. */
  showLanding(shown) {
    const times = this.data.landing_time ?? [],
      touched = times.findIndex((t) => t >= 0),
      landed = shown.filter((s) => Number.isFinite(s.curves?.landing_force?.[1]));
    this.hosts.landing.hidden = !landed.length;
    if (!landed.length) return;
    const rows = [
      ['simulated at 1 ms', 'landing_force', 1, 'solid'],
      ['the stride’s own', 'landing_stride_force', 0, [6, 4]],
    ];
    const series = [];
    let low = 0,
      high = 0;
    for (const s of landed) {
      const colour = s.kept ? this.theme.kept : this.theme.current;
      for (const [label, field, row, dash] of rows) {
        const values = rowOf(s.curves[field], row, times.length).subarray(touched);
        for (const v of values) ((low = Math.min(low, v)), (high = Math.max(high, v)));
        const name = landed.length > 1 ? `${label}, ${s.name}` : label;
        const line = this.line(name, values, colour, dash, s.kept, null);
        line.data = Array.from(values, (v, k) => [times[touched + k], v / 1000]);
        series.push(line);
      }
      if (Number.isFinite(s.impact.force))
        series.push({
          name: 'impact',
          type: 'line',
          symbol: 'circle',
          symbolSize: 9,
          tooltip: { show: false },
          data: [[1000 * s.impact.time, s.impact.force / 1000]],
          itemStyle: { color: colour },
          emphasis: { disabled: true },
        });
    }
    const weight = landed[0].weight;
    const option = baseOption(this.theme, {
      xAxis: timeAxis(this.theme, 'time from touch-down (ms)', 0, times[times.length - 1]),
      yAxis: this.axes('landing', low, high, weight),
      series,
    });
    option.tooltip.formatter = (items) =>
      `${Math.round(items[0].value[0])} ms\n` +
      items
        .filter((i) => i.seriesName !== 'impact')
        .map(
          (i) =>
            `${i.seriesName}: ${newtons(1000 * i.value[1])} N${weight ? ` (${fixed((1000 * i.value[1]) / weight, 2)} BW)` : ''}`,
        )
        .join('\n');
    this.charts.landing.resize();
    this.charts.landing.setOption(option, { notMerge: true });
    showKeys(
      this.theme,
      this.hosts,
      'landing',
      rows.map(([label, , , dash]) => [label, dash]),
      landed,
    );
    const { force, time } = landed[0].impact;
    this.describe(
      'landing',
      'Vertical ground force of the landing' +
        (Number.isFinite(force) ? `: impact ${newtons(force)} newtons after ${fixed(1000 * time, 0)} milliseconds.` : '.'),
    );
  }

  showLevels(shown, range) {
    const t = this.theme,
      levels = this.data.levels,
      most = {};
    const columns = [
      ['compression', 'peak_compression', 'compression (kN)'],
      ['shear', 'peak_shear_anterior', 'anterior–posterior shear (kN)'],
    ];
    const narrow = this.hosts.levels.clientWidth < 560;
    const option = baseOption(this.theme, { grid: [], xAxis: [], yAxis: [], series: [] });
    columns.forEach(([key, , title], g) => {
      const seen = Math.max(...range[key].map(([, high]) => high), ...shown.flatMap((s) => s.peaks[key])) / 1000;
      most[key] = Math.max(seen * 1.02, 1e-3);
      const step = roundStep(most[key], narrow ? 3 : 4),
        max = Math.ceil(most[key] / step) * step;
      const weight = shown[0].weight;
      option.grid.push(
        narrow
          ? { left: 58, right: 22, top: 26 + 232 * g, height: 168 }
          : { left: g ? '56%' : 58, right: g ? 18 : '51%', top: 26, bottom: 44 },
      );
      option.xAxis.push({
        ...valueAxis(this.theme, '', 0, max, step),
        gridIndex: g,
        name: title,
        nameLocation: 'middle',
        nameGap: 26,
        nameTextStyle: { color: t.muted, fontFamily: FONT, fontSize: 12 },
      });
      if (weight) {
        const k = 1000 / weight,
          s = roundStep(max * k, 4);
        option.xAxis.push({
          ...valueAxis(this.theme, '', 0, max * k, s),
          gridIndex: g,
          position: 'top',
          splitLine: { show: false },
          nameLocation: 'end',
          axisLabel: {
            color: t.muted,
            fontFamily: FONT,
            fontSize: 11,
            showMaxLabel: false,
            showMinLabel: false,
            formatter: (v) => `${Number(v.toFixed(2))} BW`,
          },
        });
      }
      option.yAxis.push({
        type: 'category',
        gridIndex: g,
        data: levels.map((l) => l.replace('-', '/')),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { color: t.ink, fontFamily: FONT, fontSize: 12 },
      });
      const axis = weight ? 2 * g : g;
      option.series.push({
        name: 'all scenarios',
        type: 'custom',
        xAxisIndex: axis,
        yAxisIndex: g,
        silent: true,
        z: 1,
        tooltip: { show: false },
        data: range[key].map(([low, high], i) => [low / 1000, high / 1000, i]),
        encode: { x: [0, 1], y: 2 },
        renderItem: (params, api) => {
          const a = api.coord([api.value(0), api.value(2)]),
            b = api.coord([api.value(1), api.value(2)]);
          return {
            type: 'rect',
            shape: { x: a[0], y: a[1] - 13, width: Math.max(1, b[0] - a[0]), height: 26 },
            style: { fill: t.all, opacity: 0.22 },
          };
        },
      });
      shown.forEach((s) =>
        option.series.push({
          name: s.name,
          type: 'bar',
          xAxisIndex: axis,
          yAxisIndex: g,
          z: 2,
          barWidth: shown.length > 1 ? 7 : 11,
          barGap: '25%',
          data: s.peaks[key].map((v) => v / 1000),
          itemStyle: { color: s.kept ? t.kept : t.current, borderRadius: [0, 2, 2, 0] },
          emphasis: { disabled: true },
        }),
      );
    });
    option.tooltip.axisPointer = { type: 'none' };
    option.tooltip.formatter = (items) => {
      const bars = items.filter((i) => i.seriesType === 'bar');
      return (
        `${bars[0]?.name ?? ''}\n` +
        bars
          .map(
            (i) =>
              `${i.seriesName}: ${newtons(1000 * i.value)} N${shown[0].weight ? ` (${fixed((1000 * i.value) / shown[0].weight, 2)} BW)` : ''}`,
          )
          .join('\n')
      );
    };
    this.hosts.levels.querySelector('.drawing').classList.toggle('tall', narrow);
    this.charts.levels.resize();
    this.charts.levels.setOption(option, { notMerge: true });
    showKeys(
      this.theme,
      this.hosts,
      'levels',
      [
        ['bar: peak', 'bar'],
        ['grey: range of all', 'band'],
      ],
      shown,
    );
    this.describe(
      'levels',
      'Peak compression by level: ' +
        levels.map((l, i) => `${l.replace('-', '/')} ${newtons(shown[0].peaks.compression[i])} newtons`).join(', ') +
        '.',
    );
  }

  describe(name, text) {
    this.hosts[name].querySelector('.drawing').setAttribute('aria-label', text);
  }

  setTime(percent) {
    this.percent = percent;
    this.place();
  }

  /** The line at the moment shown: moved, not redrawn. */
  place() {
    for (const [name, cursor] of Object.entries(this.cursors)) {
      if (this.hosts[name].hidden || !this.charts[name].getOption()) continue;
      const [x] = this.charts[name].convertToPixel({ gridIndex: 0 }, [this.percent ?? 0, 0]);
      cursor.style.transform = `translateX(${x.toFixed(1)}px)`;
    }
  }

  setTheme(theme) {
    this.theme = theme;
    if (this.last) this.show(...this.last);
  }

  /** Paper has a width of its own. */
  print(on, width) {
    this.printing = on;
    const full = (name) => name === 'levels' || name === 'landing';
    for (const [name, chart] of Object.entries(this.charts))
      chart.resize(
        on ? { width: full(name) ? width : (width - 24) / 2, height: HEIGHTS[name] ?? 200 } : undefined,
      );
    if (this.last) this.show(...this.last);
  }

  svg(name) {
    return this.charts[name].renderToSVGString();
  }
}
