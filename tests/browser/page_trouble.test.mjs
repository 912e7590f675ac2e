// Pages of a database that is not as it should be, or whose small counts are withheld.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { csvOf, launch, withPage } from './browser.mjs';
import { numbers } from './compare.mjs';
import { Database } from './database.mjs';

const folder = mkdtempSync(join(tmpdir(), 'padchestd-page-'));
const file = (name) => join(folder, `${name}.html`);
let database;
let browser;

before(
  async () => {
    database = new Database(folder);
    const write = (name, settings) => database.run(['dashboard', '--output', file(name)], settings);
    write('unmigrated');
    database.run(['migrate']);
    write('empty');
    database.fill(1500);
    write('small', { PADCHESTD_PRIVACY__SMALL_CELLS: '5' });
    database.ask(
      "insert into ingest.change_queue select encounter_id, gen_random_uuid(), '2020-01-01 09:00+00' from ods.encounters order by 1 limit 3",
    );
    write('behind');
    database.ask('delete from ingest.change_queue');
    browser = await launch();
  },
  { timeout: 300_000 },
);

after(async () => {
  await browser?.close();
  database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (sql) => numbers(database.ask(sql));

test('a warehouse behind its store is stamped as such', () =>
  withPage(browser, file('behind'), {}, async (page) => {
    assert.match(
      await page.locator('.warning').innerText(),
      /behind its store: 3 changed encounters .* since 2020-01-01 09:00 UTC/,
    );
  }));

test('a database without a warehouse gives a page that tells how to get one', () =>
  withPage(browser, file('unmigrated'), {}, async (page) => {
    assert.match(await page.locator('main').innerText(), /no warehouse yet[^]*padchestd migrate/);
  }));

test('an empty warehouse gives a page that names what is missing and how to get it', () =>
  withPage(browser, file('empty'), {}, async (page) => {
    assert.match(await page.locator('main').innerText(), /No encounter has been read yet[^]*padchestd ingest --once/);
  }));

test('with small cells withheld there are no filters, and no count below the bound', () =>
  withPage(browser, file('small'), {}, async (page) => {
    assert.equal(await page.locator('.filters select, .filters [aria-pressed]').count(), 0);
    for (const chart of ['encounters', 'diagnoses', 'patients', 'procedures', 'methods', 'keywords']) {
      const rows = await csvOf(page, chart);
      const counts = rows[0]
        .map((name, at) =>
          /Encounters|Reports|patients|Patients/.test(name) || (['procedures', 'methods'].includes(chart) && at > 0)
            ? at
            : -1,
        )
        .filter((at) => at >= 0);
      for (const row of rows.slice(1))
        for (const at of counts) assert.ok(row[at] === '' || Number(row[at]) % 5 === 0, `${chart}: ${row}`);
    }
    const months = (await csvOf(page, 'encounters')).slice(1);
    const expected = ask('select encounters from analytics.encounters_per_month order by month').map(([n]) => n);
    months.forEach((row, at) =>
      assert.equal(row[1], expected[at] > 0 && expected[at] < 5 ? '' : String(Math.floor(expected[at] / 5) * 5)),
    );
    assert.match(await page.locator('#chart-encounters .notes').innerText(), /below 5 are withheld/);
  }));

test('a path that cannot be written is reported, with what to check', () => {
  assert.throws(
    () => database.run(['dashboard', '--output', join(folder, 'no', 'such', 'folder', 'page.html')]),
    (error) => error.status === 73 && /no\/such\/folder/.test(error.stderr),
  );
});
