// The words that most reports hold, as the feed has them: Spanish stems.

import { plotText, plural, shorten } from '../format.js';
import { activeFilters } from '../model.js';
import { describe } from '../points.js';
import { axis, baseLayout, countAxis } from '../theme.js';

export const keywords = {
  id: 'keywords',
  title: 'Keywords of the reports',
  zoom: [],
  views: [{ id: 'all', label: 'Most frequent stems' }],
  available: (model) => model.keywords.length > 0,
  build({ model, filters, theme }) {
    const words = model.keywords.slice(0, 16);
    const trace = describe(
      {
        type: 'bar',
        orientation: 'h',
        name: 'Reports',
        marker: { color: theme.series[0] },
        width: 0.74,
        x: words.map(([, n]) => n),
        y: words.map((_, at) => at),
      },
      words.map(([stem, n]) => [stem, plural(n, 'report')]),
    );
    return {
      traces: [trace],
      keys: 'down',
      layout: {
        ...baseLayout(theme, 60 + 21 * words.length, { l: 110, b: 44 }),
        xaxis: countAxis(theme, 'reports that hold the stem'),
        yaxis: axis(theme, {
          tickvals: words.map((_, at) => at),
          ticktext: words.map(([stem]) => plotText(shorten(stem, 14))),
          autorange: 'reversed',
          showgrid: false,
          fixedrange: true,
          tickfont: { color: theme.text },
        }),
      },
      reach: [],
      ignored: activeFilters(filters),
      subtitle: 'Spanish word stems, counted once a report',
      notes: [],
      summary:
        words
          .slice(0, 5)
          .map(([stem, n]) => `${stem} in ${plural(n, 'report')}`)
          .join(', ') + '.',
      table: {
        columns: [
          { label: 'Stem', kind: 'text' },
          { label: 'Reports', kind: 'count' },
        ],
        rows: model.keywords,
      },
    };
  },
};
