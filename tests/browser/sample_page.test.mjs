// The page on a made-up model: what a person does with it by mouse.

import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { test } from 'node:test';
import { asCount, button, csvOf, download, drawn, filterTime, kpi, plotData, times } from './browser.mjs';
import { hostileLabel } from './sample_model.mjs';
import { charts, file, filterButton, model, open, openModel, reuse } from './sample_setup.mjs';

const range = (page, chart) =>
  page.evaluate(
    (id) =>
      document
        .querySelector(`#chart-${id} .plot`)
        .layout.xaxis.range.map((value) => (typeof value === 'string' ? Date.parse(value.slice(0, 10)) : value)),
    chart,
  );

// Cells of a cube that pass `test` (given the dimensions' values), summed.
function sumOf(cube, passes) {
  const width = cube.dims.length;
  let sum = 0;
  for (let at = 0; at < cube.cells.length; at += width + 1) {
    const values = Object.fromEntries(cube.dims.map((one, d) => [one.name, one.values[cube.cells[at + d]]]));
    if (passes(values)) sum += cube.cells[at + width];
  }
  return sum;
}

test('it is drawn, and drawn again, in good time', () =>
  open({}, async (page) => {
    await page.waitForFunction(() => performance.getEntriesByName('padchestd: all drawn').length > 0);
    const first = await times(page);
    const filtered = [];
    for (const name of ['Female', 'Male', '55+', 'Reset']) {
      await filterButton(page, name).click();
      filtered.push(await filterTime(page));
    }
    console.log(
      `page of ${(statSync(file).size / 1e6).toFixed(2)} MB, ${model.totals.encounters} encounters: first paint ${first['first-contentful-paint']} ms, ` +
        `charts in sight ${first['in sight drawn']} ms, all charts ${first['all drawn']} ms; filter changes ${filtered.join(', ')} ms`,
    );
    assert.ok(statSync(file).size < 2_500_000);
  }));

test('every chart has a summary in words, a table and three exports', () =>
  open({}, async (page) => {
    for (const chart of charts) {
      await drawn(page, chart);
      const card = page.locator(`#chart-${chart}`);
      assert.match(await card.locator('.summary').innerText(), /\d/);
      await button(page, chart, /^Table/).click();
      assert.ok((await card.locator('tbody tr').count()) > 1);
      for (const name of [/CSV/, /PNG/, /SVG/]) assert.equal(await button(page, chart, name).count(), 1);
    }
  }));

test('hovering a bar shows its exact number', () =>
  reuse(async (page) => {
    await drawn(page, 'encounters');
    const bar = await page.locator('#chart-encounters .plot .bars path').nth(60).boundingBox();
    await page.mouse.move(bar.x + bar.width / 2, bar.y + 20);
    await page.locator('#chart-encounters .hoverlayer .hovertext').waitFor();
    const shown = await page.locator('#chart-encounters .hoverlayer').textContent();
    const cell = model.cubes.encounters[0];
    const month = cell.dims[0].values[60];
    assert.ok(shown.includes(sumOf(cell, (one) => one.month === month).toLocaleString('en-US')), shown);
  }));

test('the chart of months zooms by button, by key and by dragging, and resets', () =>
  reuse(async (page) => {
    await drawn(page, 'encounters');
    const span = async () => {
      const [from, to] = await range(page, 'encounters');
      return to - from;
    };
    const whole = await span();
    await button(page, 'encounters', /^Zoom in/).click();
    assert.ok(Math.abs((await span()) / whole - 0.5) < 0.02);
    await page.locator('#chart-encounters .frame').focus();
    await page.keyboard.press('+');
    assert.ok(Math.abs((await span()) / whole - 0.25) < 0.02);
    await page.keyboard.press('0');
    assert.ok(Math.abs((await span()) / whole - 1) < 0.02);
    const box = await page.locator('#chart-encounters .nsewdrag').first().boundingBox();
    await page.mouse.move(box.x + box.width * 0.25, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 64, { steps: 4 });
    await page.mouse.up();
    assert.ok(Math.abs((await span()) / whole - 0.25) < 0.03);
    await button(page, 'encounters', /^Reset the zoom/).click();
    assert.ok(Math.abs((await span()) / whole - 1) < 0.02);
  }));

test('legend buttons take series out and bring them back', () =>
  reuse(async (page) => {
    await drawn(page, 'patients');
    const female = page.locator('#chart-patients .legend').getByRole('button', { name: 'Female' });
    await female.click();
    assert.equal(await female.getAttribute('aria-pressed'), 'false');
    assert.equal((await plotData(page, 'patients')).find((one) => one.name === 'Female').visible, false);
    await female.click();
    assert.notEqual((await plotData(page, 'patients')).find((one) => one.name === 'Female').visible, false);
    await drawn(page, 'diagnoses');
    const before = await csvOf(page, 'diagnoses');
    assert.equal(before[1][4], 'normal');
    await page.locator('#chart-diagnoses .legend').getByRole('button', { name: 'Normal' }).click();
    const rows = (await csvOf(page, 'diagnoses')).slice(1);
    assert.ok(rows.every((row) => row[4] !== 'normal'));
    assert.equal(rows[0][1], '1'); // those that stay move up
    await page.locator('#chart-diagnoses .legend').getByRole('button', { name: 'Normal' }).click();
  }));

test('filters act on every chart whose figures are kept that way, and the others are marked', () =>
  reuse(async (page) => {
    await page.getByLabel('From year').selectOption('2010');
    await page.getByLabel('To year').selectOption('2012');
    await filterButton(page, '55+').click();
    await filterButton(page, 'Female').click();
    const inside = (one) => one.month >= '2010' && one.month < '2013' && one.age === '55+' && one.sex === 'F';
    assert.equal(asCount(await kpi(page, 'encounters')), sumOf(model.cubes.encounters[0], inside));
    const months = (await csvOf(page, 'encounters')).slice(1);
    assert.equal(months.length, 36);
    assert.equal(
      months.reduce((sum, row) => sum + Number(row[1]), 0),
      sumOf(model.cubes.encounters[0], inside),
    );
    const groups = (await csvOf(page, 'diagnoses')).slice(1);
    assert.deepEqual([...new Set(groups.map((row) => row[0]))], ['55+']);
    const normal = groups.find((row) => row[2] === 'normal');
    assert.equal(
      Number(normal[5]),
      sumOf(
        model.cubes.diagnoses[0],
        (one) =>
          one.year >= 2010 && one.year <= 2012 && one.age === '55+' && one.sex === 'F' && one.diagnosis === 'normal',
      ),
    );
    const note = (chart) => page.locator(`#chart-${chart} .unreached`);
    assert.ok(await note('encounters').isHidden());
    await drawn(page, 'patients');
    assert.match(await note('patients').innerText(), /Not filtered by period, age group/);
    await drawn(page, 'procedures');
    assert.match(await note('procedures').innerText(), /Not filtered by age group, sex/);
    assert.equal((await csvOf(page, 'procedures')).length, 4);
    await drawn(page, 'pairs');
    assert.match(await note('pairs').innerText(), /Not filtered by period, age group, sex/);
    await filterButton(page, 'Reset').click();
    assert.equal(asCount(await kpi(page, 'encounters')), model.totals.encounters);
    assert.equal(await page.evaluate(() => location.hash), '');
  }));

test('a diagnosis chosen by name filters encounters by year, ranks it and shows its partners', () =>
  reuse(async (page) => {
    await page.getByLabel('Diagnosis', { exact: true }).fill('Cardiomegaly');
    await page.getByLabel('Diagnosis', { exact: true }).press('Tab');
    const rows = (await csvOf(page, 'encounters')).slice(1);
    assert.equal(rows.length, 11);
    const expected = sumOf(model.cubes.diagnoses[0], (one) => one.diagnosis === 'cardiomegaly');
    assert.equal(
      rows.reduce((sum, row) => sum + Number(row[1]), 0),
      expected,
    );
    assert.equal(asCount(await kpi(page, 'encounters')), expected);
    assert.match(await page.locator('#chart-encounters .notes').innerText(), /By year/);
    const pairs = (await csvOf(page, 'pairs')).slice(1);
    assert.ok(pairs.length > 5 && pairs.every((row) => row[0] === 'cardiomegaly' || row[1] === 'cardiomegaly'));
    assert.equal(await page.evaluate(() => location.hash), '#dx=cardiomegaly');
  }));

test('a link opens what its sender saw, and nonsense in it is ignored', async () => {
  await open({ hash: '#from=2011&to=2013&age=0-17,18-34&sex=M&encounters=years&pairs=ranked' }, async (page) => {
    assert.match(await page.locator('.selection').innerText(), /2011 to 2013, aged 0-17 or 18-34, male/);
    assert.equal(await page.getByLabel('From year').inputValue(), '2011');
    assert.equal(await filterButton(page, 'Male').getAttribute('aria-pressed'), 'true');
    assert.equal((await plotData(page, 'encounters')).length, 3); // a line a year
    await page.evaluate(() => {
      location.hash = '#sex=F';
    });
    await page.waitForFunction(() => /^Showing female$/.test(document.querySelector('.selection').innerText));
  });
  await open({ hash: '#from=1812&to=x&age=<b>&sex=Q&dx=none&encounters=pie' }, async (page) => {
    assert.equal(await page.locator('.selection').innerText(), 'Showing everything');
    assert.equal((await plotData(page, 'encounters')).length, 1);
  });
});

test('each chart is saved as PNG, SVG and CSV', () =>
  open({ hash: '#sex=F' }, async (page) => {
    for (const chart of charts) {
      const png = await download(page, chart, /PNG/);
      assert.equal(png.bytes.subarray(1, 4).toString(), 'PNG');
      assert.equal(png.bytes.readUInt32BE(16), 2200); // 1,100 at twice the density
      assert.ok(png.bytes.length > 15_000, `${chart}: ${png.bytes.length}`);
      const svg = (await download(page, chart, /SVG/)).bytes.toString('utf8');
      assert.match(svg, /^<svg [^]*<\/svg>$/);
      assert.ok(svg.includes('padchestd 0.1.0'), chart);
      assert.notEqual(svg.includes('· female'), svg.includes('Not filtered by sex'), chart); // one of the two, never both
      assert.ok(!/<script|onerror=|href="(?!data:image\/png|#)/i.test(svg), chart);
      assert.ok((await csvOf(page, chart)).length > 2, chart);
    }
  }));

test('a label is text everywhere: page, chart, list, files', () =>
  reuse(async (page) => {
    assert.equal(await page.title(), 'PadChest dashboard');
    assert.equal(await page.locator('img').count(), 0);
    assert.equal(await page.locator('a[href^="javascript"]').count(), 0);
    await drawn(page, 'diagnoses');
    assert.ok((await page.locator('#chart-diagnoses .plot').textContent()).includes('</script><img'));
    assert.ok(
      await page
        .locator('#diagnosis-list option')
        .evaluateAll((options, label) => options.some((one) => one.value === label), hostileLabel),
    );
    const row = (await csvOf(page, 'diagnoses')).find((one) => one[2] === 'hostile');
    assert.equal(row[3], hostileLabel);
  }));

test('clusters of report texts are shown where the warehouse has them', async () => {
  const clusters = Array.from({ length: 20 }, (_, at) => ({
    id: at,
    encounters: 9_000 - 400 * at,
    terms: [`stem${at}`, 'pleural', 'derram', 'basal', 'dorsal'],
    diagnoses: ['pleural effusion'],
    x: Math.cos(at),
    y: Math.sin(at),
  }));
  await openModel('clusters', { ...model, clusters }, { hash: '#clusters=map' }, async (page) => {
    assert.equal((await plotData(page, 'clusters'))[0].x.length, 20);
    await page.locator('#chart-clusters .tools').getByRole('button', { name: 'Sizes' }).click();
    assert.deepEqual((await csvOf(page, 'clusters'))[1].slice(0, 3), [
      '0',
      '9000',
      'stem0 pleural derram basal dorsal',
    ]);
  });
});

test('the checks of the data are shown run by run, failures by a mark and in words', async () => {
  await open({}, async (page) => {
    const [{ y, z }] = await plotData(page, 'checks');
    assert.equal(y.length, model.quality_runs.checks.length);
    const label = model.quality_runs.checks.findIndex(({ name }) => name === 'encounters_without_label');
    assert.deepEqual(z[label], [0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2]);
    const exposure = model.quality_runs.checks.findIndex(({ name }) => name === 'images_without_exposure');
    assert.deepEqual(z[exposure].slice(0, 4), [null, null, null, 0]);
    const card = page.locator('#chart-checks');
    assert.match(await card.locator('.summary').innerText(), /^Run 41, .*: 35 of 36 checks passed\. Failed: encounters without label/);
    const box = await card.locator('.nsewdrag').boundingBox();
    await page.mouse.move(box.x + box.width * (11.5 / 12), box.y + box.height * ((label + 0.5) / y.length));
    await card.locator('.hoverlayer', { hasText: 'encounters without label: failed' }).waitFor();
    await button(page, 'checks', 'Those that failed').click();
    assert.equal((await plotData(page, 'checks'))[0].y.length, 1);
    const rows = await csvOf(page, 'checks');
    assert.equal(rows.length, 1 + model.quality_runs.results.length);
    assert.ok(rows.some((row) => row[0] === '41' && row[3] === 'encounters without label' && row[8] === 'failed'));
  });
  const { runs, checks: known, results } = model.quality_runs;
  const well = results.map((one) => [...one.slice(0, 5), true]);
  await openModel(
    'well',
    { ...model, quality_runs: { runs, checks: known, results: well } },
    { hash: '#checks=failed' },
    async (page) => {
      await page.locator('#chart-checks').scrollIntoViewIfNeeded();
      await page.locator('#chart-checks', { hasText: 'No check has failed in the last 12 runs.' }).waitFor();
    },
  );
  await openModel('unchecked', { ...model, quality_runs: { runs: [], checks: [], results: [] } }, {}, async (page) => {
    assert.equal(await page.locator('#chart-checks').count(), 0);
  });
});
