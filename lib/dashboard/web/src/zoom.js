// Zooming by buttons and keys, for those who have no mouse to drag with. `axes`: the names of the axes that zoom.

const isDate = (axis) => axis.type === 'date';
const toNumber = (axis, value) =>
  isDate(axis)
    ? Date.parse(`${String(value).replace(' ', 'T')}${String(value).length > 10 ? 'Z' : ''}`)
    : Number(value);
const fromNumber = (axis, value) =>
  isDate(axis) ? new Date(value).toISOString().slice(0, 19).replace('T', ' ') : value;

// Shows `factor` times the span around the same centre; never beyond all there is.
export function zoomBy(plot, axes, factor) {
  const update = {};
  for (const name of axes) {
    const axis = plot.layout?.[name];
    if (!axis?.range) continue;
    const [from, to] = axis.range.map((value) => toNumber(axis, value));
    const centre = (from + to) / 2;
    const half = ((to - from) / 2) * factor;
    if (factor > 1 && !axis.autorange && outgrows(plot, axis, centre - half, centre + half))
      update[`${name}.autorange`] = true;
    else if (factor < 1 || !axis.autorange)
      update[`${name}.range`] = [fromNumber(axis, centre - half), fromNumber(axis, centre + half)];
  }
  if (Object.keys(update).length) Plotly.relayout(plot, update);
}

function outgrows(plot, axis, from, to) {
  let least = Infinity;
  let most = -Infinity;
  for (const trace of plot.data) {
    for (const value of trace.x ?? []) {
      const number = toNumber(axis, value);
      least = Math.min(least, number);
      most = Math.max(most, number);
    }
  }
  return from <= least && to >= most;
}

export function zoomReset(plot, axes) {
  Plotly.relayout(plot, Object.fromEntries(axes.map((name) => [`${name}.autorange`, true])));
}
