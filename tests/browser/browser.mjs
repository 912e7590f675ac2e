// Debian's Chromium on a page from disk, with the network cut: what a test opens, and what it may not do meanwhile.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Where screenshots go. They are looked at by people; tests only make them.
export const pictures =
  process.env.PADCHESTD_BROWSER_PICTURES ?? new URL('../../build/browser', import.meta.url).pathname;
mkdirSync(pictures, { recursive: true });

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

// A page from disk, open until `close()`. `check()` asserts that meanwhile there was no request, no message on the console,
// no error. `dark`, `phone`, `hash`: how it is opened. `expected`: console messages that the test itself provokes.
export async function openPage(
  browser,
  file,
  { dark = false, phone = false, hash = '', width = 1280, expected = [] } = {},
) {
  const context = await browser.newContext({
    viewport: phone ? { width: 390, height: 844 } : { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    isMobile: phone,
    hasTouch: phone,
    offline: true,
    acceptDownloads: true,
  });
  const trouble = [];
  const page = await context.newPage();
  page.on('request', (request) => {
    if (!/^(file|blob|data):/.test(request.url())) trouble.push(`request: ${request.url()}`);
  });
  page.on('console', (message) => {
    if (!expected.some((one) => message.text().includes(one))) trouble.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => trouble.push(`error: ${error.stack}`));
  await page.goto(`${pathToFileURL(file)}${hash}`);
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
  return { page, check: () => assert.deepEqual(trouble, []), close: () => context.close() };
}

export async function withPage(browser, file, options, work) {
  const { page, check, close } = await openPage(browser, file, options);
  try {
    await work(page);
    check();
  } finally {
    await close();
  }
}

// Waits until `card` is drawn (charts out of sight are drawn when they come into sight).
export async function drawn(page, chart) {
  await page.locator(`#chart-${chart}`).scrollIntoViewIfNeeded();
  await page.waitForFunction((id) => {
    const card = document.querySelector(`#chart-${id}`);
    return card.getAttribute('aria-busy') === 'false' && card.querySelector('.plot').data?.length > 0;
  }, chart);
}

export const button = (page, chart, name) => page.locator(`#chart-${chart} .tools`).getByRole('button', { name });

export async function download(page, chart, name) {
  await drawn(page, chart);
  const [file] = await Promise.all([page.waitForEvent('download'), button(page, chart, name).click()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

// The chart's CSV file as rows of texts, its heading first.
export const csvOf = async (page, chart) =>
  parseCsv((await download(page, chart, /^Save the data as CSV/)).bytes.toString('utf8'));

export function parseCsv(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r?\n|$)/g)) {
    if (end === '' && quoted === undefined && plain === '') break;
    rows[rows.length - 1].push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end.endsWith('\n')) rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

// What Plotly was given: each trace's x, y and z.
export async function plotData(page, chart) {
  await drawn(page, chart);
  return page.evaluate(
    (id) =>
      document.querySelector(`#chart-${id} .plot`).data.map(({ name, x, y, z, visible }) => ({
        name,
        visible,
        x: [...(x ?? [])],
        y: [...(y ?? [])],
        z: z?.map((row) => [...row]),
      })),
    chart,
  );
}

export async function accessibilityProblems(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
  );
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map((node) => `${node.target} ${node.failureSummary}`)
        .join(' | ')}`,
  );
}

export const kpi = (page, id) => page.locator(`#kpi-${id} .value`).innerText();
export const asCount = (text) => Number(text.replaceAll(',', ''));

// When things were done, in milliseconds after the page was opened; the last time each was.
export const times = (page) =>
  page.evaluate(() =>
    Object.fromEntries(
      [...performance.getEntriesByType('paint'), ...performance.getEntriesByType('mark')].map((one) => [
        one.name.replace('padchestd: ', ''),
        Math.round(one.startTime),
      ]),
    ),
  );

// How long the last change of a filter took until what is in sight was drawn.
export async function filterTime(page) {
  await page.waitForFunction(() => document.querySelectorAll('[aria-busy="true"]').length === 0);
  return page.evaluate(() => Math.round(performance.getEntriesByName('padchestd: filter').at(-1).duration));
}
