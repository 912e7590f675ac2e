// Columns by year, stacked by one dimension, as counts or as shares of the year: the common part of two charts.

import { count, percent, plural } from '../format.js';
import { dimension, pick, sums, total } from '../model.js';
import { describe, legendEntry } from '../points.js';
import { axis, baseLayout, countAxis } from '../theme.js';

// `by`: the dimension; `nameOf`: its values for people; `unit`: what is counted, in the singular.
export function stackedByYear(context, measure, by, nameOf, unit) {
  const { model, filters, theme, switches, hidden } = context;
  const source = pick(model, measure, ['year', by], filters);
  const years = dimension(source.cube, 'year').values;
  const values = dimension(source.cube, by).values;
  const n = sums(source.cube, ['year', by], filters);
  const inPeriod = years
    .map((_, at) => at)
    .filter(
      (at) =>
        (filters.from === null || years[at] >= filters.from) && (filters.to === null || years[at] <= filters.to),
    );
  const parts = values.map((value, at) => ({
    value,
    name: nameOf(value),
    n: inPeriod.map((year) => n[year * values.length + at]),
  }));
  for (const part of parts) part.total = total(part.n);
  parts.sort((left, right) => (right.total ?? 0) - (left.total ?? 0));
  parts.forEach((part, at) => {
    part.colour = theme.series[at % theme.series.length];
  });
  const drawn = parts.filter((part) => !hidden.has(part.name));
  const sumsOfYears = inPeriod.map((_, at) => drawn.reduce((sum, part) => sum + (part.n[at] ?? 0), 0));
  const share = (part, at) => (part.n[at] === null || !sumsOfYears[at] ? null : part.n[at] / sumsOfYears[at]);
  const shownYears = inPeriod.map((at) => years[at]);
  return {
    traces: parts.map((part) =>
      describe(
        {
          type: 'bar',
          name: part.name,
          x: shownYears,
          marker: { color: part.colour, line: { color: theme.card, width: 0.5 } },
          y: switches.share ? part.n.map((_, at) => share(part, at)) : part.n,
        },
        shownYears.map((year, at) => [
          `${year}, ${part.name}`,
          plural(part.n[at], unit),
          `${percent(share(part, at))} of the year's`,
        ]),
      ),
    ),
    layout: {
      ...baseLayout(theme, 340),
      barmode: 'stack',
      xaxis: axis(theme, {
        showgrid: false,
        tickformat: 'd',
        dtick: shownYears.length > 15 ? undefined : 1,
        tickangle: context.width < 480 ? -45 : 0,
      }),
      yaxis: switches.share
        ? countAxis(theme, `share of ${unit}s`, { tickformat: '.0%', range: [0, 1] })
        : countAxis(theme, `${unit}s per year`),
    },
    keys: 'across',
    legend: parts.map((part) => legendEntry(part.name, part.colour, count(part.total))),
    reach: source.reach,
    ignored: source.ignored,
    notes: [],
    summary: summaryOf(parts, unit),
    table: {
      columns: [{ label: 'Year', kind: 'text' }, ...parts.map((part) => ({ label: part.name, kind: 'count' }))],
      rows: shownYears.map((year, at) => [String(year), ...parts.map((part) => part.n[at])]),
    },
  };
}

function summaryOf(parts, unit) {
  const all = total(parts.map((part) => part.total));
  if (all === 0) return `No ${unit}s in this selection.`;
  const list = parts
    .slice(0, 4)
    .map((part) => `${part.name} ${count(part.total)}${all === null ? '' : ` (${percent(part.total / all)})`}`);
  return `${all === null ? 'Counts are rounded' : plural(all, unit)}: ${list.join(', ')}${parts.length > 4 ? ` and ${parts.length - 4} more` : ''}.`;
}
