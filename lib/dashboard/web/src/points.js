// The text of a chart's points: the same in the hover label and for a screen reader.

import { plotText } from './format.js';

// Plotly's part of it: `points` is one list of text parts a point (rows of lists for a heat map), the first part the
// heading. The trace keeps the spoken form in `spoken`, which the card takes off before Plotly sees it.
export function describe(trace, points) {
  const grid = points.length > 0 && Array.isArray(points[0]?.[0]);
  const label = (parts) =>
    parts
      ? `<b>${plotText(parts[0])}</b>${parts
          .slice(1)
          .map((part) => `<br>${plotText(part)}`)
          .join('')}`
      : '';
  const speech = (parts) => (parts ? parts.join(', ') : null);
  return {
    ...trace,
    customdata: grid ? points.map((row) => row.map(label)) : points.map(label),
    hovertemplate: '%{customdata}<extra></extra>',
    spoken: grid ? points.map((row) => row.map(speech)) : points.map(speech),
  };
}

// Legends are the page's own buttons: these are the traces that each one controls.
export const legendEntry = (name, colour, note) => ({ name, colour, note });
