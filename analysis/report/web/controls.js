// How does a person choose? A slider for every number that the study varied, a choice for every word.
import { short, valueText } from './format.js';

const make = (tag, attributes = {}, ...children) => {
  const e = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, value);
  e.append(...children);
  return e;
};
export { make };

export class Controls {
  constructor(form, factors, interpolator, changed) {
    this.factors = factors;
    this.interpolator = interpolator;
    this.changed = changed;
    this.inputs = factors.map((factor, f) => (factor.words.length ? this.words(factor, f) : this.slider(factor, f)));
    form.replaceChildren(...this.inputs.map((i) => i.row));
    form.addEventListener('submit', (e) => e.preventDefault());
    form.hidden = !factors.length;
  }

  slider(factor, f) {
    const axis = this.interpolator.axis[f],
      [low, high] = this.interpolator.range(f);
    const id = `factor-${f}`,
      output = make('output', { for: id });
    const input = make('input', { type: 'range', id, min: low, max: high, step: high > low ? (high - low) / 400 : 1 });
    input.disabled = high <= low;
    input.addEventListener('input', () => {
      // Near a value that was solved, that value
      let value = Number(input.value);
      const near = axis.reduce((a, b) => (Math.abs(b - value) < Math.abs(a - value) ? b : a));
      if (this.interpolator.grid && Math.abs(near - value) <= 0.012 * (high - low)) value = near;
      this.values[f] = value;
      this.print(f);
      this.changed(this.values);
    });
    // Arrow keys step through a fortieth, page keys through the solved values
    input.addEventListener('keydown', (e) => {
      const by = { ArrowRight: 0.025, ArrowUp: 0.025, ArrowLeft: -0.025, ArrowDown: -0.025 }[e.key];
      const jump = { PageUp: 1, PageDown: -1 }[e.key];
      if (!by && !(jump && axis.length <= 20)) return;
      e.preventDefault();
      const now = this.values[f];
      const next = jump
        ? ((jump > 0 ? axis.find((v) => v > now + 1e-9) : [...axis].reverse().find((v) => v < now - 1e-9)) ?? now)
        : now + by * (high - low);
      input.value = Math.min(high, Math.max(low, next));
      input.dispatchEvent(new Event('input'));
    });
    const marks = make('div', { class: 'marks', 'aria-hidden': 'true' });
    if (axis.length <= 12)
      for (const v of axis) {
        const mark = make('i');
        mark.style.setProperty('--at', high > low ? (v - low) / (high - low) : 0);
        marks.append(mark);
      }
    const row = make(
      'div',
      { class: 'control' },
      make('label', { for: id, title: factor.meaning }, factor.label),
      output,
      input,
      marks,
      make('span', { class: 'end', 'aria-hidden': 'true' }, short(low)),
      make('span', { class: 'end', 'aria-hidden': 'true' }, short(high)),
    );
    return {
      row,
      set: (v) => {
        input.value = v;
      },
      print: (v) => {
        output.textContent = valueText(factor, v);
        input.setAttribute('aria-valuetext', valueText(factor, v));
      },
    };
  }

  words(factor, f) {
    const present = this.interpolator.axis[f];
    const pick = (value) => {
      this.values[f] = value;
      this.changed(this.values);
    };
    if (present.length > 6) {
      const id = `factor-${f}`,
        select = make('select', { id }, ...present.map((v) => make('option', { value: v }, factor.words[v])));
      select.addEventListener('change', () => pick(Number(select.value)));
      const row = make(
        'div',
        { class: 'control' },
        make('label', { for: id, title: factor.meaning }, factor.label),
        select,
      );
      return {
        row,
        set: (v) => {
          select.value = v;
        },
        print() {},
      };
    }
    const buttons = present.map((v) => {
      const input = make('input', { type: 'radio', name: `factor-${f}`, value: v });
      input.addEventListener('change', () => pick(v));
      return [input, make('label', {}, input, make('span', {}, factor.words[v]))];
    });
    const row = make(
      'fieldset',
      { class: 'control' },
      make('legend', { title: factor.meaning }, factor.label),
      make('div', { class: 'choice' }, ...buttons.map(([, label]) => label)),
    );
    return {
      row,
      set: (v) =>
        buttons.forEach(([input]) => {
          input.checked = Number(input.value) === v;
        }),
      print() {},
    };
  }

  print(f) {
    this.inputs[f].print(this.values[f]);
  }

  set(values) {
    this.values = [...values];
    this.inputs.forEach((input, f) => {
      input.set(values[f]);
      input.print(values[f]);
    });
  }
}
