// Rows of a file or of a query, compared with their numbers as numbers.

import assert from 'node:assert/strict';

export const numbers = (rows) =>
  rows.map((row) => row.map((cell) => (cell !== '' && !Number.isNaN(Number(cell)) ? Number(cell) : cell)));

// The same rows in the same order. `digits`: to how many after the point the other side rounds.
export function same(rows, expected, digits = 9) {
  assert.equal(rows.length, expected.length);
  rows.forEach((row, at) => {
    const other = expected[at];
    row.forEach((cell, column) => {
      const equal =
        typeof cell === 'number' ? Math.abs(cell - other[column]) <= 0.51 * 10 ** -digits : cell === other[column];
      assert.ok(equal, `row ${at}: ${row} is not ${other}`);
    });
  });
}
