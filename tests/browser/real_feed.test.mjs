// The page of the whole real feed, where it can be had: how large it is, and how soon it answers. Prints times and sizes
// only; its picture is not kept.

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { asCount, drawn, filterTime, kpi, launch, openPage, times } from './browser.mjs';
import { Database } from './database.mjs';

const cached = new URL('../../.cache/padchest/PADCHEST_chest_x_ray_images_labels_160K_01.02.19.csv', import.meta.url);
const feed = process.env.PADCHESTD_REAL_FEED ?? fileURLToPath(cached);
const skip = existsSync(feed) ? false : 'the real feed is not here: scripts/fetch-padchest';

test('the page of the real feed is small, and answers soon', { skip, timeout: 600_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'padchestd-real-'));
  const file = join(folder, 'page.html');
  const database = new Database(folder);
  let browser;
  try {
    database.run(['ingest', '--once'], { PADCHESTD_FEED__PATH: feed });
    database.run(['dashboard', '--output', file]);
    const from = performance.now();
    database.run(['dashboard', '--output', file]);
    const writing = Math.round(performance.now() - from);
    browser = await launch();
    const { page, check } = await openPage(browser, file);
    for (const chart of ['encounters', 'diagnoses', 'patients', 'pairs']) await drawn(page, chart);
    assert.equal(asCount(await kpi(page, 'encounters')), 109_931);
    const at = await times(page);
    const changes = [];
    for (const name of ['Female', '0-17', 'Reset']) {
      await page.locator('.filters').getByRole('button', { name, exact: true }).click();
      changes.push(await filterTime(page));
    }
    check();
    const size = (statSync(file).size / 1e6).toFixed(2);
    console.log(`real feed: page of ${size} MB, written in ${writing} ms by a program of its own; ${JSON.stringify(at)}`);
    console.log(`real feed: filter changes ${changes.join(', ')} ms`);
    assert.ok(statSync(file).size < 2_500_000);
  } finally {
    await browser?.close();
    database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
});
