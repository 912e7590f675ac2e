// A made-up model in the shape that lib/dashboard/model.cpp writes: for tests of the page that need no database, and
// for the labels that no feed should ever hold. Deterministic.

import { readFileSync } from 'node:fs';

const findings = readFileSync(new URL('../../reference/findings.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))
  .map(([label, studies, companions]) => ({
    label,
    studies: Number(studies),
    companions: companions
      .split(';')
      .map((one) => one.trim().split(':'))
      .map(([name, lift]) => [name, Number(lift)]),
  }));

export const hostileLabel =
  '</script><img src=x onerror="document.title=`owned`"> <a href="javascript:0">=1+1</a> & $x$ %{y}';

const slug = (text) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
const quality = ['unchanged', 'exclude', 'suboptimal study'];
const differential = ['pneumonia', 'heart insufficiency', 'pulmonary fibrosis', 'emphysema', 'tuberculosis'];
const kindOf = (label) =>
  label === 'normal'
    ? 'normal'
    : quality.includes(label)
      ? 'quality'
      : differential.includes(label)
        ? 'differential'
        : 'finding';

// xorshift32: the same numbers everywhere.
function randomFrom(seed) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function binomial(random, n, p) {
  const mean = n * p;
  const spread = Math.sqrt(n * p * (1 - p)) * (random() + random() + random() - 1.5) * 2;
  return Math.max(0, Math.min(n, Math.round(mean + spread)));
}

const ages = ['0-17', '18-34', '35-54', '55+'];
const ageShares = [0.14, 0.16, 0.3, 0.4];
const sexes = ['F', 'M'];

export function sampleModel({ encounters = 110_000, pool = 5_000, seed = 7 } = {}) {
  const random = randomFrom(seed);
  const months = Array.from(
    { length: 127 },
    (_, at) => `${2007 + Math.floor((at + 4) / 12)}-${String(((at + 4) % 12) + 1).padStart(2, '0')}-01`,
  );
  const years = [...new Set(months.map((one) => Number(one.slice(0, 4))))];
  const list = findings.map((one) => ({
    code: slug(one.label),
    text: one.label,
    kind: kindOf(one.label),
    rate: one.studies / 109_931,
    companions: one.companions,
  }));
  list.push({ code: 'hostile', text: hostileLabel, kind: 'finding', rate: 0.05, companions: [] });

  const monthCells = [];
  const inCell = new Map();
  months.forEach((month, m) =>
    ages.forEach((_, a) =>
      sexes.forEach((_, s) => {
        const season = 1 + 0.25 * Math.cos(((Number(month.slice(5, 7)) - 2) / 12) * 2 * Math.PI);
        const n = Math.round(
          (encounters / months.length) * season * (0.7 + 0.6 * random()) * ageShares[a] * (s ? 0.49 : 0.51),
        );
        if (!n) return;
        monthCells.push(m, a, s, n);
        const key = `${years.indexOf(Number(month.slice(0, 4)))},${a},${s}`;
        inCell.set(key, (inCell.get(key) ?? 0) + n);
      }),
    ),
  );

  const diagnosisCells = [];
  const frequency = new Map(list.map((one) => [one.code, 0]));
  for (const [key, n] of inCell) {
    list.forEach((one, d) => {
      const cell = binomial(random, n, one.rate * (0.85 + 0.3 * random()));
      if (!cell) return;
      diagnosisCells.push(...key.split(',').map(Number), d, cell);
      frequency.set(one.code, frequency.get(one.code) + cell);
    });
  }
  const total = monthCells.filter((_, at) => at % 4 === 3).reduce((sum, one) => sum + one, 0);
  const diagnoses = list.map(({ code, text, kind }) => ({ code, text, kind, n: frequency.get(code) }));
  const order = diagnoses.map((_, at) => at).sort((a, b) => diagnoses[b].n - diagnoses[a].n);
  const place = new Map(order.map((from, to) => [from, to]));
  for (let at = 3; at < diagnosisCells.length; at += 5) diagnosisCells[at] = place.get(diagnosisCells[at]);

  return {
    format: 1,
    generated_at: '2026-11-22T18:00:00.000000Z',
    version: '0.1.0',
    small_cells: 0,
    missing: null,
    stamp: {
      feed: 'sample',
      generation: 1,
      batch: 17,
      last_row: 160_861,
      byte_offset: 99_203_929,
      committed_at: '2026-11-22T17:59:58.100000Z',
      paused_reason: null,
      warehouse: { behind: false, queued_encounters: 0, queued_members: 0, capped: false, oldest: null },
      quality: {
        quarantined_open: 12,
        unlabelled: 590,
        ledger: {
          batches: 17,
          bytes: 99_203_929,
          header_bytes: 512,
          loaded_records: 160_849,
          loaded_bytes: 99_196_000,
          unchanged_records: 0,
          unchanged_bytes: 0,
          superseded_records: 0,
          superseded_bytes: 0,
          quarantined_records: 12,
          quarantined_bytes: 7_417,
          adds_up: true,
        },
      },
    },
    totals: { encounters: total, images: Math.round(total * 1.463), ...patientTotals(total, pool) },
    diagnoses: order.map((at) => diagnoses[at]),
    cubes: {
      encounters: [
        {
          dims: [
            { name: 'month', values: months },
            { name: 'age', values: ages },
            { name: 'sex', values: sexes },
          ],
          cells: monthCells,
        },
      ],
      diagnoses: [
        {
          dims: [
            { name: 'year', values: years },
            { name: 'age', values: ages },
            { name: 'sex', values: sexes },
            { name: 'diagnosis', values: order.map((at) => diagnoses[at].code) },
          ],
          cells: diagnosisCells,
        },
      ],
      procedures: [procedureCube(years, total, random)],
      methods: [methodCube(years, total, random)],
      patients: [patientCube(total, pool, random)],
    },
    pairs: pairsOf(
      order.map((at) => list[at]),
      frequency,
      total,
    ),
    keywords: keywords(total),
    quality_runs: qualityRuns(random),
    clusters: null,
  };
}

const patientTotals = (total, pool) => ({
  patients_with_studies: pool,
  patients_in_pool: pool,
  avg_per_patient: Math.round((100 * total) / pool) / 100,
  avg_per_pool_patient: Math.round((100 * total) / pool) / 100,
});

function procedureCube(years, total, random) {
  const projections = { PA: 0.57, L: 0.31, AP_horizontal: 0.089, AP: 0.028, COSTAL: 0.004, UNK: 0.0001 };
  const cells = [];
  years.forEach((_, y) =>
    [0.93, 0.07].forEach((modality, m) =>
      Object.values(projections).forEach((share, p) => {
        const n = Math.round(((total * 1.463) / years.length) * modality * share * (0.8 + 0.4 * random()));
        if (n) cells.push(y, m, p, n);
      }),
    ),
  );
  return {
    dims: [
      { name: 'year', values: years },
      { name: 'modality', values: ['CR', 'DX'] },
      { name: 'projection', values: Object.keys(projections) },
    ],
    cells,
  };
}

function methodCube(years, total, random) {
  const cells = [];
  years.forEach((_, y) => {
    const all = Math.round((total / years.length) * (0.8 + 0.4 * random()));
    const physician = Math.round(all * (0.15 + 0.2 * random()));
    cells.push(y, 0, physician, y, 1, all - physician);
  });
  return {
    dims: [
      { name: 'year', values: years },
      { name: 'method', values: ['Physician', 'RNN_model'] },
    ],
    cells,
  };
}

function patientCube(total, pool, random) {
  const mean = total / pool;
  const most = Math.ceil(mean + 5 * Math.sqrt(mean));
  const cells = [];
  for (let s = 0; s < 2; s += 1) {
    for (let k = 0; k <= most; k += 1) {
      const log =
        k * Math.log(mean) -
        mean -
        Array.from({ length: k }, (_, at) => Math.log(at + 1)).reduce((sum, one) => sum + one, 0);
      const n = Math.round((pool / 2) * Math.exp(log) * (0.9 + 0.2 * random()));
      if (n) cells.push(k, s, n);
    }
  }
  return {
    dims: [
      { name: 'studies', values: Array.from({ length: most + 1 }, (_, at) => at) },
      { name: 'sex', values: sexes },
    ],
    cells,
  };
}

function pairsOf(list, frequency, total) {
  const rows = [];
  list.forEach((left, a) =>
    list.slice(a + 1).forEach((right, later) => {
      const told =
        left.companions.find(([name]) => name === right.text) ??
        right.companions.find(([name]) => name === left.text);
      const chance = (frequency.get(left.code) * frequency.get(right.code)) / total;
      const n = Math.round(chance * (told ? told[1] : 0.9));
      if (n < 1) return;
      rows.push([a, a + 1 + later, n]);
    }),
  );
  return rows.sort((left, right) => right[2] - left[2]).slice(0, 8_000);
}

const keywords = (total) =>
  [
    'alter',
    'pulmon',
    'cardiac',
    'aortic',
    'derram',
    'pleural',
    'hallazg',
    'sin',
    'signif',
    'infiltr',
    'cardiomegali',
    'pinzamient',
    'sen',
    'costofren',
    'patron',
    'intersticial',
    'elongacion',
    'cronic',
    'atelectasi',
    'basal',
    'lobul',
    'inferior',
    'mediastin',
    'hili',
    'normal',
    'degener',
    'dorsal',
    'column',
  ].map((stem, at) => [stem, Math.round((total * 0.4) / (1 + at * 0.35))]);

// Twelve daily runs of the checks that the program carries. One check fails from the tenth run on, and one was off before the
// fourth.
function qualityRuns(random) {
  const categories = readFileSync(new URL('../../config/quality.yaml', import.meta.url), 'utf8').split(/^(?=\w+:)/m);
  const checks = categories.flatMap((part) =>
    [...part.matchAll(/^ {2}(\w+): ([\d.]+)/gm)].map(([, name, threshold]) => ({
      category: part.split(':')[0],
      name,
      threshold: Number(threshold),
    })),
  );
  const runs = Array.from({ length: 12 }, (_, at) => ({ run: 30 + at, at: `2026-11-${11 + at}T17:30:00Z` }));
  const results = checks.flatMap(({ name, threshold }, check) =>
    runs.flatMap((_, run) => {
      if (name === 'images_without_exposure' && run < 3) return [];
      const failed = name === 'encounters_without_label' && run >= 9;
      const failing = Math.round(109_931 * (failed ? threshold * 1.5 : threshold * 0.8 * random()));
      return [[run, check, 109_931, failing, threshold, !failed]];
    }),
  );
  return { runs, checks: checks.map(({ category, name }) => ({ category, name })), results };
}
