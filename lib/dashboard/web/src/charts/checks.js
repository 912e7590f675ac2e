// The checks of the data over their last runs (docs/quality.md): a row a check, a column a run.

import { count, momentText, percent, plotText, plural, shorten } from '../format.js';
import { activeFilters } from '../model.js';
import { describe } from '../points.js';
import { axis, baseLayout } from '../theme.js';

export const checks = {
  id: 'checks',
  title: 'Checks of the data',
  wide: true,
  zoom: [],
  views: [
    { id: 'all', label: 'All checks' },
    { id: 'failed', label: 'Those that failed' },
  ],
  available: (model) => (model.quality_runs?.runs ?? []).length > 0,
  build(context) {
    const { runs, checks: known } = context.model.quality_runs;
    const list = known.map((one) => ({ ...one, text: one.name.replaceAll('_', ' '), results: runs.map(() => null) }));
    for (const [run, check, checked, failing, threshold, passed] of context.model.quality_runs.results)
      list[check].results[run] = { checked, failing, threshold, passed };
    const shown = context.view === 'failed' ? list.filter((one) => one.results.some(hasFailed)) : list;
    return {
      traces: shown.length ? [trace(shown, runs, context)] : [],
      layout: layout(shown, runs, context),
      keys: 'grid',
      empty: shown.length ? null : `No check has failed in the last ${plural(runs.length, 'run')}.`,
      reach: [],
      ignored: activeFilters(context.filters),
      subtitle: `The last ${plural(runs.length, 'run')}; “!” marks the checks that failed`,
      notes: [],
      summary: summary(list, runs),
      table: table(list, runs),
    };
  },
};

const hasFailed = (result) => result?.passed === false;
// Withheld where rounded counts do not tell.
const resultText = ({ passed }) => (passed === null ? 'withheld' : passed ? 'passed' : 'failed');
const shareOf = ({ checked, failing }) =>
  checked === 0 ? 0 : checked === null || failing === null ? null : failing / checked;
const allowed = ({ threshold }) => `${percent(threshold)} allowed`;

function trace(shown, runs, { theme }) {
  const cell = { passed: 0, withheld: 1, failed: 2 };
  return describe(
    {
      type: 'heatmap',
      name: 'Result',
      x: runs.map((_, at) => at),
      y: shown.map((_, at) => at),
      z: shown.map((one) => one.results.map((result) => (result ? cell[resultText(result)] : null))),
      text: shown.map((one) => one.results.map((result) => (hasFailed(result) ? '!' : ''))),
      texttemplate: '%{text}',
      textfont: { color: theme.card, size: 12 },
      xgap: 2,
      ygap: 2,
      zmin: 0,
      zmax: 2,
      colorscale: [
        [0, theme.heat[1]],
        [0.5, theme.faded],
        [1, theme.bad],
      ],
      showscale: false,
      hoverongaps: true,
    },
    shown.map((one) => one.results.map((result, at) => parts(one, result, runs[at]))),
  );
}

function parts(check, result, run) {
  const heading = `${check.text}: ${result ? resultText(result) : 'not checked'}`;
  const when = `${check.category}, run ${run.run}, ${momentText(run.at)}`;
  if (!result) return [heading, when];
  const share = shareOf(result);
  return [
    heading,
    `${count(result.failing)} of ${plural(result.checked, 'row')}${share === null ? '' : `, ${percent(share)}`}; ${allowed(result)}`,
    when,
  ];
}

function layout(shown, runs, { theme, width }) {
  const narrow = width < 480;
  const days = new Set(runs.map((one) => one.at.slice(0, 10)));
  const daily = days.size === runs.length;
  const tick = ({ at }) => (daily ? at.slice(5, 10) : `${at.slice(5, 10)}<br>${at.slice(11, 16)}`);
  const every = narrow ? 4 : 1;
  const ends = shown.flatMap((one, at) => (at > 0 && one.category !== shown[at - 1].category ? [at - 0.5] : []));
  return {
    ...baseLayout(theme, 40 + 15 * Math.max(shown.length, 4), { l: narrow ? 176 : 230, b: daily ? 28 : 44 }),
    xaxis: axis(theme, {
      tickvals: runs.map((_, at) => at).filter((at) => (runs.length - 1 - at) % every === 0),
      ticktext: runs.filter((_, at) => (runs.length - 1 - at) % every === 0).map(tick),
      range: [-0.5, runs.length - 0.5],
      showgrid: false,
      fixedrange: true,
    }),
    yaxis: axis(theme, {
      tickvals: shown.map((_, at) => at),
      ticktext: shown.map((one) => plotText(shorten(one.text, 32))),
      range: [shown.length - 0.5, -0.5],
      showgrid: false,
      fixedrange: true,
      tickfont: { color: theme.text, size: narrow ? 10 : 12 },
    }),
    // Between completeness, plausibility and conformance.
    shapes: ends.map((y) => ({
      type: 'line',
      xref: 'paper',
      x0: 0,
      x1: 1,
      y0: y,
      y1: y,
      line: { color: theme.muted, width: 1 },
    })),
  };
}

function summary(list, runs) {
  const last = list.map((one) => ({ ...one, result: one.results.at(-1) })).filter((one) => one.result);
  const failed = last.filter((one) => hasFailed(one.result));
  const withheld = last.filter((one) => one.result.passed === null);
  const passed = last.length - failed.length - withheld.length;
  const run = runs.at(-1);
  const texts = failed.map((one) => `${one.text} (${percent(shareOf(one.result))} of rows, ${allowed(one.result)})`);
  return (
    `Run ${run.run}, ${momentText(run.at)}: ${passed} of ${plural(last.length, 'check')} passed` +
    `${withheld.length ? `, ${withheld.length} withheld` : ''}${texts.length ? `. Failed: ${texts.join('; ')}` : ''}.`
  );
}

function table(list, runs) {
  const rows = runs
    .flatMap((run, at) =>
      list
        .filter((one) => one.results[at])
        .map((one) => {
          const result = one.results[at];
          return [
            String(run.run),
            momentText(run.at),
            one.category,
            one.text,
            result.checked,
            result.failing,
            shareOf(result),
            result.threshold,
            resultText(result),
          ];
        }),
    )
    .reverse();
  return {
    columns: [
      { label: 'Run', kind: 'text' },
      { label: 'Checked', kind: 'text' },
      { label: 'Category', kind: 'text' },
      { label: 'Check', kind: 'text' },
      { label: 'Rows', kind: 'count' },
      { label: 'Failing rows', kind: 'count' },
      { label: 'Share', kind: 'share' },
      { label: 'Allowed', kind: 'share' },
      { label: 'Result', kind: 'text' },
    ],
    rows,
    short: rows.filter(([run]) => run === String(runs.at(-1).run)),
  };
}
