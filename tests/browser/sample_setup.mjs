// The page of the made-up model, opened for the tests of one file.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { launch, openPage, withPage } from './browser.mjs';
import { writePage } from './page_file.mjs';
import { sampleModel } from './sample_model.mjs';

export const charts = ['encounters', 'diagnoses', 'patients', 'procedures', 'pairs', 'methods', 'keywords', 'checks'];
export const model = sampleModel();

const folder = mkdtempSync(join(tmpdir(), 'padchestd-page-'));
export const file = join(folder, 'page.html');
let browser;
let shared;

before(async () => {
  writePage(file, model);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

// A page of the test's own.
export const open = (options, work) => withPage(browser, file, options, work);

// The same for another model.
export function openModel(name, other, options, work) {
  writePage(join(folder, `${name}.html`), other);
  return withPage(browser, join(folder, `${name}.html`), options, work);
}

// As a page just opened, in the page that is open: most tests leave nothing behind but the hash.
export async function reuse(work) {
  shared ??= await openPage(browser, file);
  await shared.page.evaluate(() => {
    location.hash = '';
    scrollTo(0, 0);
    document.activeElement?.blur();
  });
  await shared.page.waitForFunction(() => document.querySelector('.selection').innerText === 'Showing everything');
  await work(shared.page);
  shared.check();
}

export const filterButton = (page, name) => page.locator('.filters').getByRole('button', { name, exact: true });
export const announced = (page) => page.locator('#announcer').innerText();
