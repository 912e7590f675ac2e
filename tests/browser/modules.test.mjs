// The page's modules that need no browser.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupTerms } from '../../lib/dashboard/web/src/charts/linkage.js';
import { csv, count, monthText, plotText, shorten } from '../../lib/dashboard/web/src/format.js';
import { readHash, writeHash } from '../../lib/dashboard/web/src/hash.js';
import { noFilters, pick, series, sums, undatedNotes } from '../../lib/dashboard/web/src/model.js';

const cube = {
  dims: [
    { name: 'year', values: [2010, 2011] },
    { name: 'sex', values: ['F', 'M'] },
  ],
  cells: [0, 0, 5, 0, 1, 7, 1, 0, 11],
};

test('sums are over what the filters let through', () => {
  assert.deepEqual(sums(cube, ['year'], noFilters()), [12, 11]);
  assert.deepEqual(sums(cube, ['sex'], { ...noFilters(), from: 2011 }), [11, 0]);
  assert.deepEqual(sums(cube, [], { ...noFilters(), sexes: new Set(['M']) }), [7]);
  assert.deepEqual(sums(cube, ['sex', 'year'], noFilters()), [5, 11, 7, 0]);
  assert.deepEqual(series(cube, 'year', { ...noFilters(), to: 2010 }), [{ value: 2010, n: 12 }]);
});

test('a feed without dates is named with the day that counts its studies', () => {
  assert.deepEqual(undatedNotes({ undated_feeds: [{ feed: 'nih', date: '2015-12-31' }] }), [
    'The feed \u201cnih\u201d has no dates: all its studies are counted on 2015-12-31.',
  ]);
  assert.deepEqual(undatedNotes({}), []);
});

test('a sum with a withheld cell is withheld', () => {
  const withheld = { ...cube, cells: [0, 0, null, 0, 1, 7, 1, 0, 11] };
  assert.deepEqual(sums(withheld, ['year'], noFilters()), [null, 11]);
});

test('the cube that follows most filters is taken, and the filters it misses are named', () => {
  const bySex = { dims: [{ name: 'sex', values: ['F'] }], cells: [0, 1] };
  const byYear = { dims: [{ name: 'year', values: [2010] }], cells: [0, 1] };
  const model = { cubes: { images: [byYear, bySex, cube] } };
  assert.equal(pick(model, 'images', ['year'], noFilters()).cube, byYear);
  assert.equal(pick(model, 'images', ['year'], { ...noFilters(), sexes: new Set(['F']) }).cube, cube);
  assert.deepEqual(
    pick(model, 'images', ['year'], { ...noFilters(), diagnosis: 'x', ages: new Set(['0-17']) }).ignored,
    ['age', 'diagnosis'],
  );
  assert.equal(pick(model, 'images', ['projection'], noFilters()), null);
});

const known = {
  years: [2010, 2011, 2012],
  ages: ['0-17', '55+'],
  sexes: ['F', 'M'],
  diagnoses: ['nodule'],
  views: { encounters: ['months', 'years'] },
};

test('the hash holds filters and views, and comes back the same', () => {
  const filters = { from: 2010, to: null, ages: new Set(['55+']), sexes: new Set(['F']), diagnosis: 'nodule' };
  const hash = writeHash(filters, { encounters: 'years' });
  assert.equal(hash, '#from=2010&age=55%2B&sex=F&dx=nodule&encounters=years');
  assert.deepEqual(readHash(hash, known), { filters, views: { encounters: 'years' } });
  assert.equal(writeHash(noFilters(), {}), '');
});

test('a hash that this page cannot follow is ignored', () => {
  assert.deepEqual(readHash('#from=2012&to=2010&age=0-17,55%2B&sex=X&dx=other&encounters=pie&x', known), {
    filters: noFilters(),
    views: {},
  });
});

test('files for spreadsheets hold no formulas', () => {
  assert.equal(
    csv(
      ['a', 'b'],
      [
        ['=1+1', 2],
        ['say "x", y', null],
      ],
    ),
    'a,b\r\n\'=1+1,2\r\n"say ""x"", y",\r\n',
  );
  assert.equal(csv(['n'], [[-3]]), 'n\r\n-3\r\n');
});

test('labels mean nothing to the chart library', () => {
  assert.equal(plotText('<a href="x">&lt;'), '&lt;a href="x"&gt;&amp;lt;');
  assert.equal(shorten('costophrenic angle blunting', 13), 'costophrenic…');
  assert.equal(monthText('2014-05-01'), 'May 2014');
  assert.equal(count(null), 'withheld');
});

test('terms that occur together are side by side', () => {
  const lifts = new Map([
    ['a b', 8],
    ['c d', 5],
    ['a c', 0.5],
    ['b c', 0.5],
    ['a d', 0.5],
    ['b d', 0.5],
  ]);
  const { order, groups } = groupTerms(['a', 'c', 'b', 'd'], (x, y) => lifts.get([x, y].sort().join(' ')) ?? null);
  assert.equal(Math.abs(order.indexOf('a') - order.indexOf('b')), 1);
  assert.equal(Math.abs(order.indexOf('c') - order.indexOf('d')), 1);
  assert.deepEqual(groups.map((group) => [...group].sort().join('')).sort(), ['ab', 'cd']);
  assert.deepEqual(
    groupTerms([], () => null),
    { order: [], groups: [] },
  );
});
