// The keyboard's way through a chart: arrow keys move a cursor from point to point, its value is announced and shown
// under the chart, and Plotly's hover label marks the place.

import { announce } from './dom.js';

export class Cursor {
  // `keys`: 'across' (arrows left and right go from point to point), 'down' (up and down do), 'grid' (all four).
  constructor(readout) {
    this.readout = readout;
    this.reset(null, [], 'across');
  }

  // A new drawing: `spoken` holds one list of texts a trace (or null for a silent trace).
  reset(plot, spoken, keys) {
    this.plot = plot;
    this.keys = keys;
    this.traces = spoken.map((texts, trace) => ({ texts, trace })).filter((one) => one.texts?.length);
    this.at = null;
    this.readout.textContent = '';
  }

  get started() {
    return this.at !== null;
  }

  // Handles a key; returns whether it was the cursor's.
  key(name) {
    if (name === 'Escape') return this.clear();
    const step = this.stepOf(name);
    if (!step || !this.traces.length) return false;
    if (this.at === null) this.at = { trace: 0, row: 0, column: 0 };
    else this.move(step);
    this.show();
    return true;
  }

  stepOf(name) {
    const far = Number.MAX_SAFE_INTEGER;
    const point = (by) => (this.keys === 'grid' ? { column: by } : { point: by });
    const other = (by) => (this.keys === 'grid' ? { row: by } : { trace: by });
    const along =
      this.keys === 'down'
        ? { ArrowUp: point(-1), ArrowDown: point(1), ArrowLeft: other(-1), ArrowRight: other(1) }
        : { ArrowLeft: point(-1), ArrowRight: point(1), ArrowUp: other(-1), ArrowDown: other(1) };
    return { ...along, Home: point(-far), End: point(far), PageUp: point(-12), PageDown: point(12) }[name];
  }

  move(step) {
    const clamp = (value, most) => Math.min(Math.max(value, 0), most);
    if (step.trace) {
      this.at.trace = clamp(this.at.trace + step.trace, this.traces.length - 1);
      this.at.column = clamp(this.at.column, this.traces[this.at.trace].texts.length - 1);
      return;
    }
    const texts = this.traces[this.at.trace].texts;
    if (step.point) this.at.column = clamp(this.at.column + step.point, texts.length - 1);
    if (step.row) this.at.row = clamp(this.at.row + step.row, texts.length - 1);
    if (step.column) this.at.column = clamp(this.at.column + step.column, texts[this.at.row].length - 1);
  }

  show() {
    const { texts, trace } = this.traces[this.at.trace];
    const grid = Array.isArray(texts[0]);
    const text = (grid ? texts[this.at.row][this.at.column] : texts[this.at.column]) ?? 'no value';
    this.readout.textContent = text;
    announce(text);
    bringIntoView(this.plot, trace, this.at.column);
    const pointNumber = grid ? [this.at.row, this.at.column] : this.at.column;
    const { xaxis = 'x', yaxis = 'y' } = this.plot.data[trace];
    try {
      Plotly.Fx.hover(this.plot, [{ curveNumber: trace, pointNumber }], `${xaxis}${yaxis}`);
    } catch {
      Plotly.Fx.unhover(this.plot); // a point without a mark (withheld): the readout has told
    }
  }

  clear() {
    if (this.at === null) return false;
    this.at = null;
    this.readout.textContent = '';
    Plotly.Fx.unhover(this.plot);
    return true;
  }
}

// Moves a zoomed horizontal axis so that the cursor's point is on it.
function bringIntoView(plot, trace, point) {
  const axis = plot.layout.xaxis;
  const x = plot.data[trace].x?.[point];
  if (!axis?.range || axis.autorange || axis.fixedrange || x === undefined) return;
  const number = (value) => (axis.type === 'date' ? Date.parse(String(value).replace(' ', 'T')) : Number(value));
  const [from, to] = axis.range.map(number);
  const here = number(x);
  if (here >= from && here <= to) return;
  const half = (to - from) / 2;
  const back = (value) => (axis.type === 'date' ? new Date(value).toISOString().slice(0, 19) : value);
  Plotly.relayout(plot, { 'xaxis.range': [back(here - half), back(here + half)] });
}
