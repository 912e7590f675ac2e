// The page as the program writes it from a database that it filled itself: every number against the analytics views.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  asCount,
  csvOf,
  drawn,
  filterTime,
  kpi,
  launch,
  openPage,
  pictures,
  plotData,
  times,
} from './browser.mjs';
import { numbers, same } from './compare.mjs';
import { Database } from './database.mjs';

const folder = mkdtempSync(join(tmpdir(), 'padchestd-page-'));
const file = (name) => join(folder, `${name}.html`);
let database;
let browser;
let shared;
let writing;

before(
  async () => {
    database = new Database(folder);
    const write = (name) => database.run(['dashboard', '--output', file(name)]);
    database.fill(6000);
    for (let run = 0; run < 2; run += 1) database.check();
    write('page');
    const start = performance.now();
    write('page');
    writing = performance.now() - start;
    browser = await launch();
  },
  { timeout: 300_000 },
);

after(async () => {
  await browser?.close();
  database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function open(hash, work) {
  shared ??= await openPage(browser, file('page'));
  await shared.page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await shared.page.waitForFunction(
    (filtered) => (document.querySelector('.selection').innerText !== 'Showing everything') === filtered,
    /[#&](from|to|age|sex|dx)=/.test(hash),
  );
  await work(shared.page);
  shared.check();
}

const ask = (sql) => numbers(database.ask(sql));
const body = async (page, chart) => numbers((await csvOf(page, chart)).slice(1));

test('the figures on top are those of the views', () =>
  open('', async (page) => {
    const [[encounters, seen, pool, average, overPool]] = ask(
      'select encounters, patients_with_studies, patients_in_pool, avg_per_patient, avg_per_pool_patient from analytics.avg_studies_per_patient',
    );
    assert.ok(encounters > 5_900);
    assert.equal(asCount(await kpi(page, 'encounters')), encounters);
    assert.equal(asCount(await kpi(page, 'patients')), seen);
    assert.equal(Number(await kpi(page, 'average')), average);
    assert.ok((await page.locator('#kpi-patients .detail').innerText()).includes(pool.toLocaleString('en-US')));
    assert.ok((await page.locator('#kpi-average .detail').innerText()).includes(overPool.toFixed(2)));
    assert.equal(asCount(await kpi(page, 'images')), ask('select count(*) from ods.procedures')[0][0]);
  }));

test('encounters per month are those of the view, in the file and in the chart', () =>
  open('', async (page) => {
    const expected = ask(
      "select to_char(month, 'YYYY-MM'), encounters from analytics.encounters_per_month order by month",
    );
    same(await body(page, 'encounters'), expected);
    assert.deepEqual(
      (await plotData(page, 'encounters'))[0].y,
      expected.map((row) => row[1]),
    );
  }));

test('the years laid over each other add up to the months of the year', () =>
  open('#encounters=years', async (page) => {
    const lines = await plotData(page, 'encounters');
    const sums = Array.from({ length: 12 }, (_, month) => lines.reduce((sum, line) => sum + (line.y[month] ?? 0), 0));
    assert.deepEqual(
      sums,
      ask('select encounters from analytics.encounters_per_month_of_year order by month_of_year').map(([n]) => n),
    );
  }));

test('diagnoses by age group are those of the view, ranks and shares too', () =>
  open('', async (page) => {
    same(
      await body(page, 'diagnoses'),
      ask(
        'select age_group, rank, diagnosis_code, description, kind, encounters, share from analytics.frequent_diagnoses_by_age_group where encounters > 0 order by age_group, rank',
      ),
      6,
    );
    const [first] = await plotData(page, 'diagnoses');
    same(
      [first.x],
      [
        ask(
          "select share from analytics.frequent_diagnoses_by_age_group where age_group = '0-17' and rank <= 10 order by rank",
        ).map(([share]) => share),
      ],
      6,
    );
  }));

test('studies per patient are those of the view', () =>
  open('', async (page) => {
    const rows = await body(page, 'patients');
    const expected = new Map(ask('select studies, patients from analytics.studies_per_patient_distribution'));
    for (const [studies, ...patients] of rows)
      assert.equal(
        patients.reduce((sum, n) => sum + n, 0),
        expected.get(studies) ?? 0,
      );
    assert.equal(rows.filter((row) => expected.has(row[0])).length, expected.size);
  }));

test('pairs of diagnoses are those of the view, lift and support too', () =>
  open('', async (page) => {
    const rows = (await body(page, 'pairs')).map(([a, b, , , n, support, lift]) => [a, b, n, support, lift]);
    same(
      rows,
      ask(
        'select code_a, code_b, encounters, support, lift from analytics.diagnosis_pairs where encounters > 0 order by encounters desc, code_a, code_b limit 8000',
      ),
      4,
    );
  }));

test('modality, projection, labelling method and keywords are those of the views', () =>
  open('', async (page) => {
    const byYear = (sql) => ask(sql).reduce((all, [year, name, n]) => all.set(`${year} ${name}`, n), new Map());
    for (const [hash, column] of [
      ['', 'projection'],
      ['#procedures=modality', 'modality'],
    ]) {
      await page.evaluate((to) => {
        location.hash = to;
      }, hash);
      const total = (await plotData(page, 'procedures')).flatMap((trace) =>
        trace.x.map((year, at) => [year, trace.y[at]]),
      );
      const expected = byYear(
        `select extract(year from month), ${column}, sum(procedures) from analytics.procedures_per_month group by 1, 2`,
      );
      assert.deepEqual(
        total
          .map(([, n]) => n)
          .filter((n) => n > 0)
          .sort(),
        [...expected.values()].sort(),
        column,
      );
    }
    const labelled = await plotData(page, 'methods');
    assert.deepEqual(
      labelled
        .flatMap((trace) => trace.y)
        .filter((n) => n > 0)
        .sort(),
      [
        ...byYear(
          'select extract(year from month), label_method, sum(reports) from analytics.label_methods_per_month group by 1, 2',
        ).values(),
      ].sort(),
    );
    same(
      await body(page, 'keywords'),
      ask('select stem, reports from analytics.report_keywords order by reports desc, stem limit 100'),
    );
  }));

test('the runs of the checks are those of the view', () =>
  open('', async (page) => {
    same(
      await body(page, 'checks'),
      ask(`select run_id, to_char(checked_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'), category, replace(check_name, '_', ' '),
        checked_rows, failing_rows, failing_share, threshold, case when passed then 'passed' else 'failed' end
        from analytics.quality_results order by run_id desc, category = 'completeness', category = 'plausibility', check_name desc`),
      6,
    );
  }));

// Against the facts, not the aggregates that the page was made from.
test('filtered figures are those of a recount over the facts', () =>
  open('#from=2009&to=2013&age=35-54,55%2B&sex=F', async (page) => {
    const chosen = `from dwh.fact_encounter as f join dwh.dim_patient as p using (patient_key) join dwh.dim_date as d using (date_key)
    where d.year between 2009 and 2013 and f.age_group in ('35-54', '55+') and p.sex = 'F'`;
    assert.equal(asCount(await kpi(page, 'encounters')), ask(`select count(*) ${chosen}`)[0][0]);
    const months = (await body(page, 'encounters')).filter(([, n]) => n > 0);
    same(months, ask(`select to_char(d.date, 'YYYY-MM'), count(*) ${chosen} group by 1 order by 1`));
    same(
      (await body(page, 'diagnoses')).map(([age, , code, , , n]) => [age, code, n]).sort(),
      ask(
        `select f.age_group, b.diagnosis_code, count(*) ${chosen.replace('where', "join dwh.bridge_encounter_diagnosis as b using (encounter_id) where b.diagnosis_code <> '(unlabelled)' and")} group by 1, 2`,
      ).sort(),
    );
    const images = ask(
      'select count(*) from dwh.fact_procedure as f join dwh.dim_date as d using (date_key) where d.year between 2009 and 2013',
    )[0][0];
    assert.equal(asCount(await kpi(page, 'images')), images);
    assert.match(await page.locator('#kpi-images .missed').innerText(), /age group, sex/);
  }));

test('the chosen diagnosis by year is a recount over the bridge', () =>
  open('#dx=cardiomegaly&sex=M', async (page) => {
    same(
      (await body(page, 'encounters')).filter(([, n]) => n > 0),
      ask(`select d.year, count(*) from dwh.fact_encounter as f join dwh.dim_patient as p using (patient_key) join dwh.dim_date as d using (date_key)
    join dwh.bridge_encounter_diagnosis as b using (encounter_id) where b.diagnosis_code = 'cardiomegaly' and p.sex = 'M' group by 1 order by 1`),
    );
  }));

test('the stamp is that of the checkpoint, and the quality figures those of the books', () =>
  open('', async (page) => {
    const [[batch, row, offset, generation]] = ask(
      'select batch_id, last_row, byte_offset, generation from ingest.checkpoint',
    );
    const stamp = await page.locator('.stamp').innerText();
    for (const part of [`batch ${batch}`, `record ${row.toLocaleString('en-US')}`])
      assert.ok(stamp.includes(part), stamp);
    const quality = await page.locator('#quality').innerText();
    assert.ok(quality.includes(`byte ${offset.toLocaleString('en-US')} of generation ${generation}`), quality);
    const [[quarantined]] = ask("select count(*) from ingest.quarantine where status = 'open'");
    assert.ok(quarantined > 0 && quality.includes(`${quarantined} records in quarantine`), quality);
    assert.ok(quality.includes('Ledger adds up') && quality.includes('Warehouse up to date'), quality);
    const [[unlabelled]] = ask(
      "select coalesce(sum(encounters), 0) from analytics.finding_status_per_month where finding_status = 'unlabelled'",
    );
    assert.match(quality, new RegExp(`Encounters without a label\\s+${unlabelled}`));
  }));

test('it is small, quick, and good to look at', () =>
  open('', async (page) => {
    for (const chart of ['encounters', 'diagnoses', 'patients', 'procedures', 'pairs', 'methods', 'keywords'])
      await drawn(page, chart);
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: join(pictures, 'page-light.png'), fullPage: true });
    await page.locator('.filters').getByRole('button', { name: 'Female', exact: true }).click();
    const at = await times(page);
    console.log(
      `page of ${(statSync(file('page')).size / 1e6).toFixed(2)} MB, written in ${Math.round(writing)} ms by a program of its own: first paint ${at['first-contentful-paint']} ms, filter change ${await filterTime(page)} ms`,
    );
    assert.ok(statSync(file('page')).size < 2_500_000);
  }));
