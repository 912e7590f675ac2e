// The page on a made-up model for everyone: by keyboard, by screen reader, in the dark, on a phone, on paper; and closed
// against what does not belong in it.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { accessibilityProblems, button, drawn, pictures } from './browser.mjs';
import { announced, charts, filterButton, open, reuse } from './sample_setup.mjs';

test('the policy in the page lets nothing out and no other script in', () =>
  open({ expected: ['Content Security Policy', 'Failed to load', 'blocked'] }, async (page) => {
    const tried = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
      const fetched = await fetch('data:text/plain,x').then(
        () => true,
        () => false,
      );
      return { ran: window.ran ?? false, fetched };
    });
    assert.deepEqual(tried, { ran: false, fetched: false });
  }));

test('the keyboard alone reaches and reads everything', () =>
  open({}, async (page) => {
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
    const seen = new Set();
    for (let at = 0; at < 100; at += 1) {
      await page.keyboard.press('Tab');
      const place = await page.evaluate(() => {
        const at = document.activeElement;
        return `${at.closest('.card')?.id ?? at.closest('form')?.className ?? ''} ${at.className || at.tagName}`;
      });
      seen.add(place);
      if (place.startsWith('chart-checks frame')) break;
    }
    for (const chart of charts)
      assert.ok(seen.has(`chart-${chart} frame`), `${chart} not reached: ${[...seen].join('; ')}`);
    await page.locator('#chart-encounters .frame').focus();
    await page.keyboard.press('ArrowRight');
    const first = await announced(page);
    assert.match(first, /^May 2007, [\d,]+ encounters$/);
    await page.keyboard.press('ArrowRight');
    assert.match(await announced(page), /^June 2007, /);
    assert.equal(await page.locator('#chart-encounters .readout').innerText(), await announced(page));
    await page.locator('#chart-encounters .hoverlayer', { hasText: 'June 2007' }).waitFor();
    await page.keyboard.press('End');
    assert.match(await announced(page), /^November 2017, /);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('#chart-encounters .readout').innerText(), '');
    await page.locator('#chart-diagnoses .frame').focus();
    await page.keyboard.press('ArrowDown');
    assert.match(await announced(page), /^1\. normal, Normal, /);
    await page.keyboard.press('ArrowRight');
    assert.match(await announced(page), /aged 18-34$/);
    await page.locator('#chart-pairs .frame').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
    assert.match(await announced(page), /encounter/);
    await page.locator('#chart-patients .frame').focus();
    await page.keyboard.press('ArrowRight');
    assert.match(await announced(page), /^\d+ stud/);
  }));

test('a filter keeps the focus where it was and announces what is left', () =>
  reuse(async (page) => {
    await filterButton(page, 'Female').focus();
    await page.keyboard.press('Space');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Female');
    assert.match(await announced(page), /^[\d,]+ encounters: female$/);
  }));

test('it is readable in the dark, and the choice can be made by hand', async () => {
  await open({ dark: true }, async (page) => {
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
    for (const chart of charts) await drawn(page, chart);
    assert.equal(
      await page.evaluate(() => document.querySelector('#chart-encounters .plot').data[0].marker.color),
      '#56b4e9',
    );
    assert.deepEqual(await accessibilityProblems(page), []);
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: join(pictures, 'sample-dark.png'), fullPage: true });
    await page.getByRole('button', { name: 'Theme: system' }).click();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
    assert.equal(
      await page.evaluate(() => document.querySelector('#chart-encounters .plot').data[0].marker.color),
      '#0072b2',
    );
  });
});

test('axe finds nothing to complain of, with tables open and filters on', () =>
  open({ hash: '#sex=F&encounters=calendar' }, async (page) => {
    for (const chart of charts) await drawn(page, chart);
    for (const chart of ['patients', 'diagnoses']) await button(page, chart, /^Table/).click();
    assert.deepEqual(await accessibilityProblems(page), []);
  }));

test('on a phone nothing is wider than the screen', () =>
  open({ phone: true }, async (page) => {
    for (const chart of charts) await drawn(page, chart);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    assert.deepEqual(await accessibilityProblems(page), []);
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: join(pictures, 'sample-phone.png'), fullPage: true });
  }));

test('on paper it is light, whole and without buttons', () =>
  open({ dark: true }, async (page) => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
    for (const chart of charts)
      assert.ok(await page.evaluate((id) => document.querySelector(`#chart-${id} .plot`).data.length > 0, chart));
    assert.ok(await page.locator('#chart-encounters .tools').isHidden());
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  }));
