// How many studies a patient has: the distribution of the average.

import { count, decimal, plural } from '../format.js';
import { dimension, pick, sums } from '../model.js';
import { describe, legendEntry } from '../points.js';
import { axis, baseLayout, countAxis } from '../theme.js';

export const sexNames = { F: 'Female', M: 'Male', O: 'Other' };

export const patients = {
  id: 'patients',
  title: 'Studies per patient',
  synthetic: true,
  zoom: ['xaxis'],
  views: [{ id: 'all', label: 'Distribution' }],
  build(context) {
    const { model, filters, theme, hidden } = context;
    const source = pick(model, 'patients', ['studies'], filters);
    const bySex = source.cube.dims.some((one) => one.name === 'sex');
    const all = dimension(source.cube, 'studies').values;
    const without = all[0] === 0 ? 1 : 0; // those without a study are in the cube, not in the distribution
    const studies = all.slice(without);
    const sexes = bySex
      ? dimension(source.cube, 'sex').values.filter((one) => !filters.sexes || filters.sexes.has(one))
      : [null];
    const parts = sexes.map((sex) => ({
      sex,
      name: sex === null ? 'Patients' : (sexNames[sex] ?? sex),
      colour: sex === null ? theme.series[0] : theme.sexes[sex],
      all: sums(source.cube, ['studies'], sex === null ? filters : { ...filters, sexes: new Set([sex]) }),
    }));
    for (const part of parts) part.n = part.all.slice(without);
    const shown = parts.filter((one) => !hidden.has(one.name));
    const moments = averages(all, shown);
    return {
      traces: parts.map((part) =>
        describe(
          { type: 'bar', name: part.name, x: studies, y: part.n, marker: { color: part.colour } },
          studies.map((value, at) => [
            plural(value, 'study', 'studies'),
            `${plural(part.n[at], 'patient')}${part.sex === null ? '' : `, ${part.name.toLowerCase()}`}`,
          ]),
        ),
      ),
      layout: layoutOf(theme, moments),
      keys: 'across',
      legend: bySex ? parts.map((one) => legendEntry(one.name, one.colour)) : [],
      reach: source.reach,
      ignored: source.ignored,
      subtitle: 'Patients of the synthetic pool by their number of studies',
      notes: [],
      summary: summary(moments),
      table: {
        columns: [
          { label: 'Studies', kind: 'count' },
          ...parts.map((one) => ({ label: bySex ? `${one.name} patients` : one.name, kind: 'count' })),
        ],
        rows: studies.map((value, at) => [value, ...parts.map((one) => one.n[at])]),
      },
    };
  },
};

function averages(studies, parts) {
  let people = 0;
  let seen = 0;
  let sum = 0;
  for (const { all: n } of parts) {
    studies.forEach((value, at) => {
      if (n[at] === null) return;
      people += n[at];
      if (value > 0) seen += n[at];
      sum += value * n[at];
    });
  }
  const withheld = parts.some((part) => part.all.includes(null));
  return { people, seen, mean: seen ? sum / seen : null, withheld };
}

function layoutOf(theme, { mean, withheld }) {
  const marked = mean !== null && !withheld;
  return {
    ...baseLayout(theme, 340, { t: 28 }),
    barmode: 'stack',
    xaxis: axis(theme, { title: 'studies of one patient', showgrid: false, tickformat: 'd', nticks: 12 }),
    yaxis: countAxis(theme, 'patients'),
    shapes: marked
      ? [
          {
            type: 'line',
            x0: mean,
            x1: mean,
            yref: 'paper',
            y0: 0,
            y1: 1,
            line: { color: theme.text, width: 1.5, dash: 'dot' },
          },
        ]
      : [],
    annotations: marked
      ? [
          {
            x: mean,
            yref: 'paper',
            y: 1,
            yanchor: 'bottom',
            showarrow: false,
            text: `mean ${decimal(mean)}`,
            font: { size: 12, color: theme.text },
          },
        ]
      : [],
  };
}

function summary({ people, seen, mean, withheld }) {
  if (!people) return 'No patients in this selection.';
  if (withheld) return `About ${plural(seen, 'patient')} with at least one study; small counts are withheld.`;
  return (
    `${plural(seen, 'patient')} with at least one study, ${decimal(mean)} studies each on average` +
    (people > seen ? `; ${count(people - seen)} more of the pool without any.` : '.')
  );
}
