// Clusters of report texts, where the program keeps them: their size, their own words, and a map of their centres.

import { plotText, plural, shorten } from '../format.js';
import { activeFilters } from '../model.js';
import { describe } from '../points.js';
import { axis, baseLayout, countAxis } from '../theme.js';

export const clusters = {
  id: 'clusters',
  title: 'Clusters of report texts',
  wide: true,
  zoom: [],
  views: [
    { id: 'sizes', label: 'Sizes' },
    { id: 'map', label: 'Map of centres' },
  ],
  available: (model) => (model.clusters ?? []).length > 0,
  build(context) {
    const { model, filters } = context;
    const list = [...model.clusters].sort((left, right) => (right.encounters ?? 0) - (left.encounters ?? 0));
    const placed = list.filter((one) => one.x !== undefined);
    const drawing = context.view === 'map' && placed.length ? map(placed, context) : sizes(list, context);
    return {
      ...drawing,
      reach: [],
      ignored: activeFilters(filters),
      subtitle: 'Reports grouped by their wording; each cluster is named by its own most typical stems',
      notes:
        context.view === 'map' && !placed.length ? ['No map: the warehouse has no coordinates for the centres.'] : [],
      summary:
        list
          .slice(0, 3)
          .map((one) => `${nameOf(one)}: ${plural(one.encounters, 'encounter')}`)
          .join('; ') + '.',
      table: {
        columns: [
          { label: 'Cluster', kind: 'text' },
          { label: 'Encounters', kind: 'count' },
          { label: 'Top terms', kind: 'text' },
          { label: 'Top diagnoses', kind: 'text' },
        ],
        rows: list.map((one) => [String(one.id), one.encounters, one.terms.join(' '), one.diagnoses.join(', ')]),
      },
    };
  },
};

const nameOf = (one) => one.terms.slice(0, 4).join(' ') || 'no term left';

const partsOf = (one) => [
  nameOf(one),
  plural(one.encounters, 'encounter'),
  `terms: ${one.terms.slice(0, 8).join(' ')}`,
  ...(one.diagnoses.length ? [`often labelled: ${one.diagnoses.slice(0, 4).join(', ')}`] : []),
];

function sizes(list, { theme, width }) {
  const trace = describe(
    {
      type: 'bar',
      orientation: 'h',
      name: 'Encounters',
      width: 0.74,
      marker: { color: theme.series[0] },
      x: list.map((one) => one.encounters),
      y: list.map((_, at) => at),
    },
    list.map(partsOf),
  );
  const layout = {
    ...baseLayout(theme, 60 + 23 * list.length, { l: width < 480 ? 150 : 280, b: 44 }),
    xaxis: countAxis(theme, 'encounters'),
    yaxis: axis(theme, {
      tickvals: list.map((_, at) => at),
      ticktext: list.map((one) => plotText(shorten(nameOf(one), width < 480 ? 20 : 40))),
      autorange: 'reversed',
      showgrid: false,
      fixedrange: true,
      tickfont: { color: theme.text },
    }),
  };
  return { traces: [trace], layout, keys: 'down' };
}

function map(list, { theme }) {
  const most = Math.max(...list.map((one) => one.encounters ?? 0), 1);
  const trace = describe(
    {
      type: 'scatter',
      mode: 'markers',
      name: 'Clusters',
      x: list.map((one) => one.x),
      y: list.map((one) => one.y),
      marker: {
        color: theme.series[0],
        opacity: 0.75,
        line: { color: theme.card, width: 1 },
        size: list.map((one) => 8 + 40 * Math.sqrt((one.encounters ?? 0) / most)),
      },
    },
    list.map(partsOf),
  );
  const bare = { showticklabels: false, fixedrange: true, title: undefined };
  return {
    traces: [trace],
    layout: { ...baseLayout(theme, 460, { l: 16, b: 16 }), xaxis: axis(theme, bare), yaxis: axis(theme, bare) },
    keys: 'across',
  };
}
