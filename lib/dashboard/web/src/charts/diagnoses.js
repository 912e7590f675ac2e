// The most frequent diagnoses of each age group, ranked within the group. A panel a group, a bar a diagnosis, its
// length the share of the group's encounters. The legend's buttons leave kinds of terms out; the rest moves up.

import { count, percent, plotText, plural, shorten } from '../format.js';
import { dimension, pick, series, sums } from '../model.js';
import { describe, legendEntry } from '../points.js';
import { otherText } from '../stamp.js';
import { axis, baseLayout } from '../theme.js';

export const kindNames = {
  finding: 'Finding',
  differential: 'Differential diagnosis',
  normal: 'Normal',
  quality: 'Study quality',
};

export const diagnoses = {
  id: 'diagnoses',
  title: 'Most frequent diagnoses by age group',
  wide: true,
  synthetic: true,
  zoom: [],
  views: [
    { id: 'top10', label: 'Top 10' },
    { id: 'top20', label: 'Top 20' },
  ],
  build(context) {
    const { model, filters } = context;
    const open = { ...filters, diagnosis: null }; // a chosen diagnosis is pointed out here, not filtered by
    const source = pick(model, 'diagnoses', ['age', 'diagnosis'], open);
    const groups = rankedGroups(context, source.cube, open);
    return {
      ...panels(groups, context),
      reach: [...source.reach],
      ignored: source.ignored,
      subtitle: 'Share of the encounters of each group that carry the label; an encounter can carry several',
      notes: otherNotes(model),
      summary: summary(groups, context),
      table: table(groups),
    };
  },
};

export const otherNotes = ({ other_diagnoses: other }) => (other ? [`Not shown: ${otherText(other)}.`] : []);

// Each age group with its encounters and all of its diagnoses, best first.
function rankedGroups({ model, hidden }, cube, filters) {
  const ages = dimension(cube, 'age').values;
  const codes = dimension(cube, 'diagnosis').values;
  const n = sums(cube, ['age', 'diagnosis'], filters);
  const inGroup = new Map(
    series(pick(model, 'encounters', ['age'], filters).cube, 'age', filters).map((one) => [one.value, one.n]),
  );
  return ages
    .map((age, group) => ({ age, group }))
    .filter(({ age }) => inGroup.has(age))
    .map(({ age, group }) => {
      const encounters = inGroup.get(age);
      const rows = codes
        .map((code, at) => ({ ...model.diagnosis.get(code), n: n[group * codes.length + at] }))
        .filter((one) => one.n !== 0 && !hidden.has(kindNames[one.kind]));
      rows.sort((left, right) => (right.n ?? -1) - (left.n ?? -1) || (left.code < right.code ? -1 : 1));
      rows.forEach((one, at) => {
        one.rank = at + 1;
        one.share = one.n === null || !encounters ? null : one.n / encounters;
      });
      return { age, encounters, rows };
    });
}

// The top of a group; a chosen diagnosis that ranks below takes the last place, with its true rank.
function shown(rows, most, chosen) {
  const top = rows.filter((one) => one.n !== null).slice(0, most);
  const row = chosen === null ? null : rows.find((one) => one.code === chosen);
  return row && !top.includes(row) ? [...top.slice(0, most - 1), row] : top;
}

function panels(groups, { theme, width, view, filters, hidden }) {
  const most = view === 'top20' ? 20 : 10;
  const columns = width >= 760 && groups.length > 1 ? 2 : 1;
  const rows = Math.ceil(groups.length / columns);
  const labelWidth = Math.min(width < 480 ? 150 : 220, 0.42 * (width / columns));
  const band = most * 22 + 64; // pixels of a panel, its heading and axis included
  const top = Math.max(
    0.01,
    ...groups.flatMap((group) => shown(group.rows, most, filters.diagnosis).map((one) => one.share ?? 0)),
  );
  const layout = {
    ...baseLayout(theme, rows * band, { l: 8, r: 8, t: 0, b: 8 }),
    barmode: 'overlay',
    annotations: [],
  };
  const inner = { width: width - 16, height: rows * band - 8 };
  const traces = [];
  groups.forEach((group, at) => {
    const name = at === 0 ? '' : String(at + 1);
    const left = (at % columns) * (inner.width / columns) + labelWidth;
    const right = ((at % columns) + 1) * (inner.width / columns) - 56; // room for the last bar's figure
    const upper = 1 - (Math.floor(at / columns) * band + 34) / inner.height;
    const lower = 1 - ((Math.floor(at / columns) + 1) * band - 28) / inner.height;
    const list = shown(group.rows, most, filters.diagnosis);
    const letters = Math.floor((labelWidth - 34) / 6.6);
    layout[`xaxis${name}`] = axis(theme, {
      domain: [left / inner.width, right / inner.width],
      anchor: `y${name}`,
      range: [0, top],
      tickformat: '.0%',
      nticks: 5,
      fixedrange: true,
    });
    layout[`yaxis${name}`] = axis(theme, {
      domain: [Math.max(lower, 0), upper],
      anchor: `x${name}`,
      range: [most - 0.4, -0.6],
      fixedrange: true,
      showgrid: false,
      tickvals: list.map((_, row) => row),
      ticktext: list.map((one) => `${plotText(shorten(one.text, letters))}  ${one.rank}`),
      tickfont: { color: theme.text, size: 12 },
    });
    layout.annotations.push({
      text: `<b>${plotText(group.age)} years</b>  ·  ${plural(group.encounters, 'encounter')}`,
      showarrow: false,
      xref: 'paper',
      yref: 'paper',
      x: (left - labelWidth + 4) / inner.width,
      y: upper,
      xanchor: 'left',
      yanchor: 'bottom',
      yshift: 4,
      font: { size: 13, color: theme.text },
    });
    traces.push(...bars(list, group, name, { theme, chosen: filters.diagnosis }));
  });
  const present = new Set(groups.flatMap((group) => group.rows.map((one) => one.kind)));
  const legend = Object.entries(kindNames)
    .filter(([kind, label]) => present.has(kind) || hidden.has(label))
    .map(([kind, label]) => legendEntry(label, theme.kinds[kind]));
  return { traces, layout, keys: 'down', legend };
}

// One trace a panel, so that the keyboard's cursor goes down the ranks; colour shows the kind.
function bars(list, group, name, { theme, chosen }) {
  const colour = (one) => (chosen !== null && one.code !== chosen ? theme.faded : theme.kinds[one.kind]);
  return [
    describe(
      {
        type: 'bar',
        orientation: 'h',
        name: group.age,
        xaxis: `x${name}`,
        yaxis: `y${name}`,
        width: 0.74,
        cliponaxis: false,
        x: list.map((one) => one.share ?? 0),
        y: list.map((_, row) => row),
        marker: { color: list.map(colour) },
        text: list.map((one) => percent(one.share)),
        textposition: 'outside',
        textangle: 0,
        constraintext: 'none',
        textfont: { color: theme.muted, size: 11 },
      },
      list.map((one) => [
        `${one.rank}. ${one.text}`,
        kindNames[one.kind],
        plural(one.n, 'encounter'),
        `${percent(one.share)} of the group aged ${group.age}`,
      ]),
    ),
  ];
}

function summary(groups, { filters }) {
  const chosen = filters.diagnosis;
  return groups
    .map((group) => {
      if (chosen === null) {
        const first = group.rows.slice(0, 3).map((one) => `${one.text} (${percent(one.share)})`);
        return `${group.age}: ${first.join(', ') || 'none'}.`;
      }
      const row = group.rows.find((one) => one.code === chosen);
      return row ? `${group.age}: rank ${row.rank}, ${count(row.n)} (${percent(row.share)}).` : `${group.age}: none.`;
    })
    .join(' ');
}

const kShown = 25; // of each group in the table on the page; its file has them all

const table = (groups) => ({
  columns: [
    { label: 'Age group', kind: 'text' },
    { label: 'Rank', kind: 'count' },
    { label: 'Code', kind: 'text' },
    { label: 'Diagnosis', kind: 'text' },
    { label: 'Kind', kind: 'text' },
    { label: 'Encounters', kind: 'count' },
    { label: 'Share of group', kind: 'share' },
  ],
  rows: groups.flatMap((group) => group.rows.map((one) => rowOf(group, one))),
  short: groups.flatMap((group) => group.rows.slice(0, kShown).map((one) => rowOf(group, one))),
});

const rowOf = (group, one) => [group.age, one.rank, one.code, one.text, one.kind, one.n, one.share];
