// Which numbers does the page have, and how do they come out of their blocks? See ../blocks.h for what is in them.

const inflate = async (bytes) =>
  new Uint8Array(
    await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))).arrayBuffer(),
  );

const from64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

/** Numbers whose bytes are sorted by place: all first bytes, all second bytes, ... */
function unplaned(bytes, at, count, Kind) {
  const width = Kind.BYTES_PER_ELEMENT;
  const out = new Uint8Array(count * width);
  for (let plane = 0; plane < width; ++plane)
    for (let i = 0, from = at + plane * count; i < count; ++i) out[i * width + plane] = bytes[from + i];
  return new Kind(out.buffer);
}

/** One byte a number, the difference to the one before it in time. */
function coarse(bytes, at, rows, points) {
  const out = new Float32Array(rows * points);
  for (let row = 0, i = 0; row < rows; ++row)
    for (let k = 0, step = 0; k < points; ++k, ++i) {
      step = (step + bytes[at + i]) & 255;
      out[i] = step / 255;
    }
  return out;
}

/** The file behind the page: numbers of every scenario at once, curves of one when asked for. */
export class Source {
  constructor(data) {
    this.data = data;
    this.points = 101;
    this.cache = new Map();
  }

  async block(name, embedded) {
    if (!this.data.served) return inflate(from64(embedded));
    const answer = await fetch(`/${name}`);
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return inflate(new Uint8Array(await answer.arrayBuffer()));
  }

  /** {name: Float64Array over all scenarios of the file} */
  async table() {
    const bytes = await this.block('table', this.data.table);
    const columns = {};
    this.data.columns.forEach(([name], c) => {
      columns[name] = unplaned(bytes, c * 8 * this.data.count, this.data.count, Float64Array);
    });
    return columns;
  }

  hasCurves(scenario) {
    return this.data.fields.length > 0 && (this.data.served || String(scenario) in this.data.curves);
  }

  /** {field: Float32Array of rows x points, time fastest} of one scenario */
  curves(scenario) {
    if (!this.cache.has(scenario)) {
      if (this.cache.size > 300) this.cache.delete(this.cache.keys().next().value);
      this.cache.set(scenario, this.read(scenario));
    }
    return this.cache.get(scenario);
  }

  async read(scenario) {
    const bytes = await this.block(`scenario/${scenario}`, this.data.curves?.[scenario]);
    const out = {};
    let at = 0;
    for (const field of this.data.fields) {
      const count = field.rows * field.points;
      out[field.name] = field.coarse
        ? coarse(bytes, at, field.rows, field.points)
        : unplaned(bytes, at, count, Float32Array);
      at += field.coarse ? count : 4 * count;
    }
    return out;
  }
}

/** Weighted sum of the curves of several scenarios. Where a foot is in the air it has no centre of pressure (NaN):
 * there only those that have one count. */
export function blended(parts) {
  if (parts.length === 1 && Math.abs(parts[0].weight - 1) < 1e-9) return parts[0].curves;
  const out = {};
  for (const name of Object.keys(parts[0].curves)) {
    const sum = new Float32Array(parts[0].curves[name].length);
    const gaps = name === 'centre_of_pressure';
    for (let i = 0; i < sum.length; ++i) {
      let total = 0,
        weight = 0;
      for (const part of parts) {
        const value = part.curves[name][i];
        if (gaps && Number.isNaN(value)) continue;
        total += part.weight * value;
        weight += part.weight;
      }
      sum[i] = gaps ? (weight > 0.05 ? total / weight : NaN) : total;
    }
    out[name] = sum;
  }
  return out;
}

/** Value of a row at a moment (0 to 100 % of the cycle), between its neighbours. */
export function at(curve, row, points, percent) {
  const x = (Math.min(Math.max(percent, 0), 100) / 100) * (points - 1);
  const k = Math.min(Math.floor(x), points - 2);
  const a = curve[row * points + k],
    b = curve[row * points + k + 1];
  return a + (x - k) * (b - a);
}

export const rowOf = (curve, row, points) => curve.subarray(row * points, (row + 1) * points);
