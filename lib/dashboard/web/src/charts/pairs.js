// Terms that occur together: lift is how many times as often as if they were independent. A matrix
// with like terms side by side, or the strongest pairs as bars. A chosen diagnosis narrows both to its partners.

import { decimal, percent, plotText, plural, shorten } from '../format.js';
import { activeFilters } from '../model.js';
import { describe } from '../points.js';
import { axis, baseLayout } from '../theme.js';
import { otherNotes } from './diagnoses.js';
import { groupTerms } from './linkage.js';

export const pairs = {
  id: 'pairs',
  title: 'Diagnoses that occur together',
  wide: true,
  zoom: [],
  views: [
    { id: 'matrix', label: 'Matrix' },
    { id: 'ranked', label: 'Strongest pairs' },
  ],
  available: (model) => model.pairs.length > 0,
  build(context) {
    const { model, filters } = context;
    const chosen = filters.diagnosis;
    const least = leastSupport(model);
    const list = model.pairs.filter((pair) => chosen === null || pair.a === chosen || pair.b === chosen);
    const strong = list.filter((pair) => pair.n >= least).sort((left, right) => right.lift - left.lift);
    const terms = groupTerms(
      chosenTerms(model, strong, chosen, context.width < 480 ? 14 : 26),
      (a, b) => model.pair(a, b)?.lift ?? null,
    );
    const drawing = context.view === 'ranked' ? ranked(strong.slice(0, 20), context) : matrix(terms.order, context);
    const names = terms.groups.map((group) => group.map((code) => model.diagnosis.get(code).text).join(' + '));
    return {
      ...drawing,
      reach: ['diagnosis'],
      ignored: activeFilters(filters).filter((name) => name !== 'diagnosis'),
      subtitle:
        context.view === 'ranked'
          ? `Pairs found in at least ${plural(least, 'encounter')}, by lift`
          : 'How many times as often as by chance (lift); like terms are side by side',
      notes: otherNotes(model),
      summary:
        (strong.length
          ? `Strongest: ${pairText(model, strong[0])}, ${decimal(strong[0].lift)} times as often as by chance. `
          : 'No pair is frequent enough to compare. ') + (names.length ? `Clusters: ${names.join('; ')}.` : ''),
      table: table(model, list),
    };
  },
};

// Below this a lift is noise: one encounter in 2,000, and at least 5.
const leastSupport = (model) => Math.max(5, Math.round((model.totals.encounters ?? 0) / 2000));

const pairText = (model, pair) => `${model.diagnosis.get(pair.a).text} + ${model.diagnosis.get(pair.b).text}`;

// The `most` frequent terms that have a partner, or the chosen one with its strongest partners.
function chosenTerms(model, strong, chosen, most) {
  if (chosen !== null)
    return [chosen, ...strong.slice(0, Math.min(most, 16) - 1).map((pair) => (pair.a === chosen ? pair.b : pair.a))];
  const partnered = new Set(strong.filter((pair) => pair.lift > 1).flatMap((pair) => [pair.a, pair.b]));
  return model.diagnoses
    .filter((one) => partnered.has(one.code))
    .slice(0, most)
    .map((one) => one.code);
}

const kLimit = 4; // the colours end at 2^4 = 16 times as often, and 1/16

function matrix(codes, { model, theme, width }) {
  const text = codes.map((code) => model.diagnosis.get(code).text);
  const cells = codes.map((left) => codes.map((right) => (left === right ? null : model.pair(left, right))));
  const power = (pair) => (pair ? Math.max(-kLimit, Math.min(kLimit, Math.log2(Math.max(pair.lift, 1e-9)))) : null);
  const labelWidth = width < 480 ? 104 : 200;
  const letters = Math.floor((labelWidth - 20) / 6.5);
  const cell = (width - labelWidth - 90) / Math.max(codes.length, 1);
  const trace = describe(
    {
      type: 'heatmap',
      name: 'Lift',
      x: codes.map((_, at) => at),
      y: codes.map((_, at) => at),
      z: cells.map((row) => row.map(power)),
      xgap: 1,
      ygap: 1,
      zmin: -kLimit,
      zmax: kLimit,
      colorscale: [
        [0, theme.below],
        [0.5, theme.middle],
        [1, theme.above],
      ],
      colorbar: {
        title: { text: 'lift<br> ', font: { size: 12, color: theme.muted } },
        thickness: 12,
        outlinewidth: 0,
        tickvals: [-4, -2, 0, 2, 4],
        ticktext: ['≤ 1/16', '1/4', '1', '4', '≥ 16'],
        tickfont: { color: theme.muted },
        len: 0.8,
      },
      hoverongaps: true,
    },
    cells.map((row, r) => row.map((pair, c) => cellParts(model, codes, text, pair, r, c))),
  );
  const height = Math.min(Math.max(codes.length * Math.min(Math.max(cell, 14), 24), 160), 640);
  const ticks = (most) => ({
    tickvals: codes.map((_, at) => at),
    ticktext: text.map((one) => plotText(shorten(one, most))),
    showgrid: false,
    tickfont: { color: theme.text, size: width < 480 ? 10 : 12 },
  });
  const layout = {
    ...baseLayout(theme, height + labelWidth * 0.85 + 12, { l: labelWidth, r: 8, b: labelWidth * 0.85 }),
    xaxis: axis(theme, { ...ticks(letters - 5), tickangle: -60, fixedrange: true }),
    yaxis: axis(theme, { ...ticks(letters), autorange: 'reversed', fixedrange: true }),
  };
  return {
    traces: codes.length ? [trace] : [],
    layout,
    keys: 'grid',
    empty: codes.length ? null : 'No pair of terms occurs often enough to be compared.',
  };
}

function cellParts(model, codes, text, pair, row, column) {
  if (row === column) return [text[row], plural(model.diagnosis.get(codes[row]).n, 'encounter')];
  const names = `${text[row]} + ${text[column]}`;
  return pair
    ? [
        names,
        `${plural(pair.n, 'encounter')} with both`,
        `lift ${decimal(pair.lift)}`,
        `support ${percent(pair.support)}`,
      ]
    : [names, 'not in the list of pairs'];
}

function ranked(list, { model, theme, width }) {
  const letters = width < 480 ? 26 : 60;
  const trace = describe(
    {
      type: 'bar',
      orientation: 'h',
      name: 'Lift',
      width: 0.74,
      marker: { color: theme.series[0] },
      cliponaxis: false,
      x: list.map((pair) => pair.lift),
      y: list.map((_, at) => at),
      text: list.map((pair) => `${decimal(pair.lift)} ×`),
      textposition: 'outside',
      textfont: { color: theme.muted, size: 11 },
    },
    list.map((pair) => [
      pairText(model, pair),
      `lift ${decimal(pair.lift)}`,
      `${plural(pair.n, 'encounter')} with both`,
      `support ${percent(pair.support)}`,
    ]),
  );
  const layout = {
    ...baseLayout(theme, 56 + 24 * Math.max(list.length, 2), { l: width < 480 ? 176 : 360, r: 56, b: 44 }),
    xaxis: axis(theme, {
      title: 'lift: times as often as by chance',
      rangemode: 'tozero',
      fixedrange: true,
      nticks: 6,
    }),
    yaxis: axis(theme, {
      tickvals: list.map((_, at) => at),
      ticktext: list.map((pair) => plotText(shorten(pairText(model, pair), letters))),
      autorange: 'reversed',
      showgrid: false,
      fixedrange: true,
      tickfont: { color: theme.text, size: width < 480 ? 10 : 12 },
    }),
  };
  return {
    traces: list.length ? [trace] : [],
    layout,
    keys: 'down',
    empty: list.length ? null : 'No pair of terms occurs often enough to be compared.',
  };
}

const table = (model, list) => ({
  columns: [
    { label: 'Code A', kind: 'text' },
    { label: 'Code B', kind: 'text' },
    { label: 'Diagnosis A', kind: 'text' },
    { label: 'Diagnosis B', kind: 'text' },
    { label: 'Encounters', kind: 'count' },
    { label: 'Support', kind: 'share' },
    { label: 'Lift', kind: 'decimal' },
  ],
  rows: list.map((pair) => [
    pair.a,
    pair.b,
    model.diagnosis.get(pair.a).text,
    model.diagnosis.get(pair.b).text,
    pair.n,
    pair.support,
    pair.lift,
  ]),
});
