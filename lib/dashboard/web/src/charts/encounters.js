// Encounters over time: every month of the feed with a range slider, the years laid over each other, or a calendar.
// Under a diagnosis filter it goes by year: months are not kept for single diagnoses.

import { count, monthNames, monthText, plural } from '../format.js';
import { encounterSource, series, undatedNotes } from '../model.js';
import { describe, legendEntry } from '../points.js';
import { axis, baseLayout, countAxis, rampColour } from '../theme.js';

export const encounters = {
  id: 'encounters',
  title: 'Encounters per month',
  wide: true,
  zoom: (view) => (view === 'calendar' ? [] : ['xaxis']),
  views: [
    { id: 'months', label: 'All months' },
    { id: 'years', label: 'Year on year' },
    { id: 'calendar', label: 'Calendar' },
  ],
  build(context) {
    const source = encounterSource(context.model, ['month'], context.filters);
    const byYear = !source.cube.dims.some((one) => one.name === 'month');
    const points = series(source.cube, byYear ? 'year' : 'month', context.filters);
    const drawing = byYear
      ? yearBars(points, context)
      : { months: monthBars, years: yearLines, calendar }[context.view](points, context);
    const label = byYear ? 'Year' : 'Month';
    return {
      ...drawing,
      reach: source.reach,
      ignored: source.ignored,
      subtitle: byYear
        ? 'Encounters with the chosen diagnosis, by calendar year'
        : 'Imaging studies by calendar month',
      notes: [
        ...(byYear ? ['By year while a diagnosis is chosen: months are not kept for single diagnoses.'] : []),
        ...undatedNotes(context.model),
      ],
      summary: summary(points, byYear ? String : monthText, label.toLowerCase()),
      table: {
        columns: [
          { label, kind: 'text' },
          { label: 'Encounters', kind: 'count' },
        ],
        rows: points.map((one) => [String(one.value).slice(0, 7), one.n]),
      },
    };
  },
};

function summary(points, text, unit) {
  const known = points.filter((one) => one.n !== null);
  if (!known.length) return 'No encounters in this selection.';
  const total = known.reduce((sum, one) => sum + one.n, 0);
  const most = known.reduce((best, one) => (one.n > best.n ? one : best));
  return (
    `${plural(total, 'encounter')} from ${text(points[0].value)} to ${text(points[points.length - 1].value)}. ` +
    `Busiest ${unit}: ${text(most.value)} with ${count(most.n)}.`
  );
}

function monthBars(points, { theme, width }) {
  const trace = describe(
    {
      type: 'bar',
      name: 'Encounters',
      marker: { color: theme.series[0] },
      x: points.map((one) => `${one.value.slice(0, 7)}-15`),
      y: points.map((one) => one.n),
    },
    points.map((one) => [monthText(one.value), plural(one.n, 'encounter')]),
  );
  const layout = {
    ...baseLayout(theme, 380, { b: 28 }),
    xaxis: axis(theme, {
      type: 'date',
      showgrid: false,
      hoverformat: '%B %Y',
      nticks: width < 600 ? 5 : 12,
      rangeslider: { visible: true, thickness: 0.12, bordercolor: theme.line, borderwidth: 1 },
    }),
    yaxis: countAxis(theme, 'encounters per month'),
  };
  return { traces: [trace], layout, keys: 'across' };
}

function yearBars(points, { theme }) {
  const trace = describe(
    {
      type: 'bar',
      name: 'Encounters',
      marker: { color: theme.series[0] },
      x: points.map((one) => one.value),
      y: points.map((one) => one.n),
    },
    points.map((one) => [String(one.value), plural(one.n, 'encounter')]),
  );
  const layout = {
    ...baseLayout(theme, 380),
    xaxis: axis(theme, { dtick: points.length > 15 ? undefined : 1, showgrid: false, tickformat: 'd' }),
    yaxis: countAxis(theme, 'encounters per year'),
  };
  return { traces: [trace], layout, keys: 'across' };
}

// One list of twelve a year, null where the feed has no such month (before its first, after its last).
function byYears(points) {
  const years = new Map();
  for (const { value, n } of points) {
    const year = value.slice(0, 4);
    if (!years.has(year)) years.set(year, new Array(12).fill(undefined));
    years.get(year)[Number(value.slice(5, 7)) - 1] = n;
  }
  return [...years];
}

const cellParts = (year, month, n) =>
  n === undefined ? null : [`${monthNames[month]} ${year}`, plural(n, 'encounter')];

function yearLines(points, { theme }) {
  const years = byYears(points);
  const colours = years.map((_, at) => rampColour(theme.ramp, years.length === 1 ? 1 : at / (years.length - 1)));
  const dashes = ['solid', 'dash', 'dot'];
  const traces = years.map(([year, counts], at) =>
    describe(
      {
        type: 'scatter',
        mode: 'lines+markers',
        name: year,
        x: counts.map((_, month) => month + 1),
        y: counts.map((n) => n ?? null),
        line: { color: colours[at], width: at === years.length - 1 ? 3.5 : 2, dash: dashes[at % dashes.length] },
        marker: { color: colours[at], size: 6 },
      },
      counts.map((n, month) => cellParts(year, month, n)),
    ),
  );
  const layout = {
    ...baseLayout(theme, 380),
    xaxis: axis(theme, {
      tickvals: monthNames.map((_, at) => at + 1),
      ticktext: monthNames.map((name) => name.slice(0, 3)),
      range: [0.7, 12.3],
      showgrid: false,
    }),
    yaxis: countAxis(theme, 'encounters per month'),
  };
  return { traces, layout, keys: 'across', legend: years.map(([year], at) => legendEntry(year, colours[at])) };
}

function calendar(points, { theme, width }) {
  const years = byYears(points);
  const trace = describe(
    {
      type: 'heatmap',
      name: 'Encounters',
      z: years.map(([, counts]) => counts.map((n) => n ?? null)),
      x: monthNames.map((_, at) => at + 1),
      y: years.map((_, at) => at),
      xgap: 2,
      ygap: 2,
      colorscale: [
        [0, theme.heat[0]],
        [1, theme.heat[1]],
      ],
      zmin: 0,
      zmax: Math.max(1, ...points.map((one) => one.n ?? 0)),
      colorbar: {
        title: { text: 'encounters', side: 'right', font: { size: 12, color: theme.muted } },
        thickness: 12,
        outlinewidth: 0,
        tickformat: ',',
        tickfont: { color: theme.muted },
      },
      texttemplate: width >= 700 ? '%{z:,}' : undefined,
      textfont: { size: 11, color: theme.text },
    },
    years.map(([year, counts]) => counts.map((n, month) => cellParts(year, month, n))),
  );
  const layout = {
    ...baseLayout(theme, Math.max(180, 70 + 30 * years.length)),
    xaxis: axis(theme, {
      tickvals: monthNames.map((_, at) => at + 1),
      ticktext: monthNames.map((name) => name.slice(0, width < 600 ? 1 : 3)),
      showgrid: false,
      fixedrange: true,
    }),
    yaxis: axis(theme, {
      tickvals: years.map((_, at) => at),
      ticktext: years.map(([year]) => year),
      autorange: 'reversed',
      showgrid: false,
      fixedrange: true,
    }),
  };
  return { traces: [trace], layout, keys: 'grid' };
}
